import { refusalOf } from '../core/ini/configparser.ts';
import type { Place } from '../core/ini/setting.ts';
import type { Ports } from '../ports/ports.ts';

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
