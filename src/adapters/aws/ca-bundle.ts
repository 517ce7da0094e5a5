import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { AwsroleError } from '../../core/errors.ts';
import type { CaBundle } from '../../ports/aws.ts';
import { expandTilde } from '../files/shared-files.ts';

/** A bundle to trust: its file, who names it, and what to do when it is no good. */
interface Named {
  readonly file: string;
  readonly from: string;
  /** what is to name another file, and how it is taken away */
  readonly name: string;
  readonly removal: string;
}

const inVariable = (name: string, env: Readonly<Record<string, string | undefined>>): Named | undefined => {
  const file = env[name];
  return file ? { file, from: name, name, removal: 'unset it' } : undefined;
};

const inProfile = ({ path, from }: CaBundle): Named => ({
  file: expandTilde(path),
  from: `ca_bundle (${from})`,
  name: 'ca_bundle',
  removal: 'take the line out',
});

/**
 * The certificates to trust in place of Node's own, as the AWS CLI takes them: the PEM file that `AWS_CA_BUNDLE`, else
 * the profile, else `REQUESTS_CA_BUNDLE` names. Undefined when none does.
 *
 * @throws AwsroleError naming file and who named it, when it cannot be read or is no PEM
 */
export const readCaBundle = async (
  env: Readonly<Record<string, string | undefined>>,
  ofProfile: CaBundle | undefined,
): Promise<string | undefined> => {
  const named =
    inVariable('AWS_CA_BUNDLE', env) ??
    (ofProfile && inProfile(ofProfile)) ??
    inVariable('REQUESTS_CA_BUNDLE', env);
  if (!named) return undefined;
  const { file, from, name, removal } = named;
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new AwsroleError(`${from}: cannot read ${file} (${error.code ?? 'unknown error'})`, {
      hints: [`let ${name} name a readable PEM file, or ${removal}`],
    });
  });
  if (!isPem(text)) {
    throw new AwsroleError(`${from}: ${file} is not a PEM file of certificates`, {
      hints: [`let ${name} name a file with BEGIN CERTIFICATE blocks`],
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
