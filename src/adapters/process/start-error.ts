import { existsSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Node's error code for a program that could not be started, as shells see it: a bare name that no folder of PATH holds
 * is ENOENT, though exec says EACCES when PATH also names a folder that may not be searched (POSIX execvp).
 * @param path the PATH that the program was looked up in
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
