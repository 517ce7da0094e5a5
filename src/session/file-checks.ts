import { refusalOf } from '../core/ini/configparser.ts';
import type { Place } from '../core/ini/setting.ts';
import type { Ports } from '../ports/ports.ts';

/** One sentence for each variable that names a shared file which is not there. */
export const missingFiles = async (ports: Pick<Ports, 'env' | 'files'>): Promise<string[]> => {
  const { config, credentials } = await ports.files.read();
  return (
    [
      ['AWS_CONFIG_FILE', config],
      ['AWS_SHARED_CREDENTIALS_FILE', credentials],
    ] as const
  )
    .filter(([name, file]) => ports.env[name] && file.text === undefined)
    .map(([name, file]) => `${name} names ${file.path}, which does not exist`);
};

/** A shared file that the AWS CLI and boto3 refuse as a whole, the line for which they do, and why. */
export interface RefusedFile extends Place {
  readonly why: string;
}

/** With such a file no profile works in those tools, whatever it says itself: they do not tell the line. */
export const refusedFiles = async (ports: Ports): Promise<RefusedFile[]> => {
  const { config, credentials } = await ports.files.read();
  const files = config.path === credentials.path ? [config] : [config, credentials];
  return files.flatMap(({ path, text }) => {
    const refusal = text === undefined ? undefined : refusalOf(text);
    return refusal ? [{ file: path, ...refusal }] : [];
  });
};

/** For people. */
export const sayRefused = ({ file, line, why }: RefusedFile): string =>
  `${file}:${line}: the AWS CLI and boto3 refuse the whole file: ${why}`;
