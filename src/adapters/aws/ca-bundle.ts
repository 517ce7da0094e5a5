import { AwsroleError } from '../../core/errors.ts';
import type { CaBundle } from '../../ports/aws.ts';
import { readFile } from '../files/file-system.ts';
import { expandTilde } from '../files/shared-files.ts';

/** A CA bundle and the setting that names it. */
interface NamedBundle {
  readonly file: string;
  /** how messages cite the setting */
  readonly from: string;
  /** the name of the setting */
  readonly name: string;
  /** how the user removes the setting */
  readonly removal: string;
}

const inVariable = (
  name: string,
  env: Readonly<Record<string, string | undefined>>,
): NamedBundle | undefined => {
  const file = env[name];
  return file ? { file, from: name, name, removal: 'unset it' } : undefined;
};

const inProfile = ({ path, from }: CaBundle): NamedBundle => ({
  file: expandTilde(path),
  from: `ca_bundle (${from})`,
  name: 'ca_bundle',
  removal: 'remove the line',
});

/**
 * Reads the certificates that replace Node's own. The PEM file is the one that `AWS_CA_BUNDLE`, the profile or
 * `REQUESTS_CA_BUNDLE` names, in this order, as in the AWS CLI.
 *
 * @returns the text of the file; undefined when no setting names one
 * @throws AwsroleError with the file and the setting, when the file cannot be read or is not a PEM file
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
      hints: [`set ${name} to a readable PEM file, or ${removal}`],
    });
  });
  if (!isPem(text)) {
    throw new AwsroleError(`${from}: ${file} is not a PEM file of certificates`, {
      hints: [`set ${name} to a file with BEGIN CERTIFICATE blocks`],
    });
  }
  return text;
};

/** Checks every block, because Node uses the complete blocks of a file and silently ignores the rest. */
const isPem = (text: string): boolean => {
  const blocks = text.match(/-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g) ?? [];
  if (blocks.length === 0 || blocks.length !== text.split('-----BEGIN CERTIFICATE-----').length - 1)
    return false;
  const { X509Certificate } = process.getBuiltinModule('node:crypto');
  try {
    for (const block of blocks) new X509Certificate(block);
    return true;
  } catch {
    return false;
  }
};
