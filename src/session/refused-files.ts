import { refusalOf } from '../domain/configparser.ts';
import type { Place } from '../domain/setting.ts';
import type { World } from './world.ts';

/** A shared file that the AWS CLI and boto3 refuse as a whole, the line for which they do, and why. */
export interface RefusedFile extends Place {
  readonly why: string;
}

/** With such a file no profile works in those tools, whatever it says itself: they do not tell the line. */
export const refusedFiles = async (world: World): Promise<RefusedFile[]> => {
  const { config, credentials } = await world.files.read();
  const files = config.path === credentials.path ? [config] : [config, credentials];
  return files.flatMap(({ path, text }) => {
    const refusal = text === undefined ? undefined : refusalOf(text);
    return refusal ? [{ file: path, ...refusal }] : [];
  });
};

/** For people. */
export const sayRefused = ({ file, line, why }: RefusedFile): string =>
  `${file}:${line}: the AWS CLI and boto3 refuse the whole file: ${why}`;
