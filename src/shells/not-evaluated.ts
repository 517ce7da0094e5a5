import { type AwsroleError, usageError } from '../core/errors.ts';
import { callingShell, changing } from './calling-shell.ts';
import { SHELLS, START_UP } from './registry.ts';

/**
 * The error for a command whose output is shell code, typed without eval on a terminal: the code, keys included, would
 * appear on the screen and have no effect.
 *
 * @param words the words after `awsrole`
 * @param shells candidates for the shell, the likeliest first: the name of the parent process, the path in `SHELL`
 */
export const notEvaluated = (
  words: readonly string[],
  shells: readonly (string | undefined)[],
): AwsroleError => {
  const calling = callingShell(undefined, shells);
  const { name } = calling;
  const shell = SHELLS.get(name ?? '')?.name ?? 'posix';
  const quote = (word: string): string =>
    /^[\w.,:@%+/-]+$/.test(word) ? word : (SHELLS.get(shell)?.quote(word) ?? word);
  const typed = `awsrole ${words.map(quote).join(' ')}`;
  return usageError(
    'awsrole cannot change this shell directly',
    `to do it once: ${changing(typed, calling)}`,
    ...(name
      ? [`to make \`${typed}\` work by itself: add ${START_UP[name].line} to ${START_UP[name].file}`]
      : []),
    `to see the code: add --shell ${name ?? 'posix'}`,
  );
};
