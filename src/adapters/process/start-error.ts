import { existsSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Corrects Node's error code for a program that could not be started, so that it matches the message of a shell. A bare
 * name that is in no folder of PATH is ENOENT. exec reports EACCES instead when PATH contains a folder that the user
 * may not search (POSIX execvp).
 *
 * @param path the PATH in which the program was looked up
 */
export const startErrorOf = (
  command: string,
  code: string | undefined,
  path: string | undefined,
): string | undefined => {
  if (code !== 'EACCES' || command.includes('/')) return code;
  const isThere = (path ?? '').split(':').some(folder => existsSync(join(folder || '.', command)));
  return isThere ? code : 'ENOENT';
};
