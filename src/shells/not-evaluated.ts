import { type AwsroleError, usageError } from '../core/errors.ts';
import { INTEGRATED, SHELLS, START_UP } from './registry.ts';

/**
 * What to tell who typed a command whose output is shell code and would see it on the screen, keys and all, in place
 * of its effect.
 *
 * @param words what was typed after `awsrole`
 * @param shells which shell it may be, the likeliest first: the name of the parent process, the path in `SHELL`
 */
export const notEvaluated = (
  words: readonly string[],
  shells: readonly (string | undefined)[],
): AwsroleError => {
  const bases = shells.map(path => path?.split('/').at(-1));
  const name = bases.flatMap(base => INTEGRATED.filter(integrated => integrated === base))[0];
  const shell = SHELLS.get(name ?? '')?.name ?? 'posix';
  const quote = (word: string): string =>
    /^[\w.,:@%+/-]+$/.test(word) ? word : (SHELLS.get(shell)?.quote(word) ?? word);
  const typed = `awsrole ${words.map(quote).join(' ')}`;
  return usageError(
    'awsrole cannot change this shell directly',
    `to do it once: ${shell === 'fish' ? `${typed} --shell fish | source` : `eval "$(${typed})"`}`,
    ...(name
      ? [`to make \`${typed}\` work by itself: add ${START_UP[name].line} to ${START_UP[name].file}`]
      : []),
    `to see the code: add --shell ${name ?? 'posix'}`,
  );
};
