import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { AwsroleError } from '../domain/errors.ts';

/** The variables that name a bundle, in the order in which botocore asks them. */
const VARIABLES = ['AWS_CA_BUNDLE', 'REQUESTS_CA_BUNDLE'];

/**
 * The certificates to trust in place of Node's own, as the AWS CLI takes them: the PEM file that `AWS_CA_BUNDLE`
 * or else `REQUESTS_CA_BUNDLE` names. Undefined when neither is set.
 *
 * @throws AwsroleError naming variable and file when it cannot be read or is no PEM
 */
export const readCaBundle = async (
  env: Readonly<Record<string, string | undefined>>,
): Promise<string | undefined> => {
  const variable = VARIABLES.find(name => env[name]);
  const file = variable && env[variable];
  if (!file) return undefined;
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new AwsroleError(`${variable}: cannot read ${file} (${error.code ?? 'unknown error'})`, {
      hints: [`let ${variable} name a readable PEM file, or unset it`],
    });
  });
  if (!isPem(text)) {
    throw new AwsroleError(`${variable}: ${file} is not a PEM file of certificates`, {
      hints: [`let ${variable} name a file with BEGIN CERTIFICATE blocks`],
    });
  }
  return text;
};

/** Node takes the whole blocks of a file and passes over the rest, so each one is looked at. */
const isPem = (text: string): boolean => {
  const blocks = text.match(/-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g) ?? [];
  if (blocks.length === 0 || blocks.length !== text.split('-----BEGIN CERTIFICATE-----').length - 1)
    return false;
  try {
    for (const block of blocks) new X509Certificate(block);
    return true;
  } catch {
    return false;
  }
};
