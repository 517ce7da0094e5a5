import { refusalOf } from '../core/ini/configparser.ts';
import { at, type Place } from '../core/ini/setting.ts';
import { malformedLines } from '../core/profiles/lookup.ts';
import type { Profiles } from '../core/profiles/profiles.ts';
import type { Ports } from '../ports/ports.ts';

/**
 * Tells the user on standard error about malformed lines of the shared files: the first one with file and line, and the
 * number of the others. The profiles that have these lines fail; all others work.
 */
export const noteMalformedLines = (profiles: Profiles, { terminal }: Pick<Ports, 'terminal'>): void => {
  const [first, ...others] = malformedLines(profiles);
  if (!first) return;
  const rest =
    others.length === 0
      ? ''
      : `; ${others.length} more malformed line${others.length === 1 ? '' : 's'}: see awsrole list`;
  terminal.note(`warning: ${at(first)}: ${first.message}${rest}`);
};

/** A shared file that the AWS CLI and boto3 reject as a whole, the line of the error, and the reason. */
export interface RefusedFile extends Place {
  readonly why: string;
}

/** Finds shared files that the AWS CLI and boto3 reject as a whole. No profile then works there; they omit the line. */
export const refusedFiles = async (ports: Ports): Promise<RefusedFile[]> => {
  const { config, credentials } = await ports.files.read();
  const files = config.path === credentials.path ? [config] : [config, credentials];
  return files.flatMap(({ path, text }) => {
    const refusal = text === undefined ? undefined : refusalOf(text);
    return refusal ? [{ file: path, ...refusal }] : [];
  });
};

/** The message about a rejected file. */
export const sayRefused = ({ file, line, why }: RefusedFile): string =>
  `${file}:${line}: the AWS CLI and boto3 refuse the whole file: ${why}`;
