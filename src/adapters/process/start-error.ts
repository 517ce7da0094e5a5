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

/** Why a program could not be started, in the words of a shell, and the remedy where there is one. */
export interface StartFailure {
  readonly why: string;
  readonly hint: string | undefined;
}

/**
 * Explains why a program could not be started.
 *
 * @param code the result of `startErrorOf`
 */
export const startFailure = (command: string, code: string | undefined): StartFailure => {
  if (code === 'ENOENT' || command === '') {
    if (!command.includes('/')) return { why: 'command not found', hint: undefined };
    return existsSync(command)
      ? {
          why: 'the interpreter named in its first line was not found',
          hint: 'install that interpreter, or correct the first line',
        }
      : { why: 'no such file', hint: 'correct the path' };
  }
  if (code === 'EACCES')
    return { why: 'permission denied', hint: 'it must be an executable file, not a folder (chmod +x)' };
  if (code === 'E2BIG') return { why: 'its arguments and environment are too long', hint: undefined };
  return { why: code ?? 'it could not be started', hint: undefined };
};
