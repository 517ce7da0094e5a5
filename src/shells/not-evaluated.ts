import { type AwsroleError, usageError } from '../core/errors.ts';
import { SHELLS } from './registry.ts';

/** Where each shell with an integration reads its start-up code, and the line that loads it. */
const START_UP: ReadonlyMap<string, readonly [file: string, line: string]> = new Map([
  ['bash', ['~/.bashrc', 'eval "$(awsrole init bash)"']],
  ['zsh', ['~/.zshrc', 'eval "$(awsrole init zsh)"']],
  ['fish', ['~/.config/fish/config.fish', 'awsrole init fish | source']],
]);

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
  const name = shells.map(path => path?.split('/').at(-1) ?? '').find(base => START_UP.has(base)) ?? '';
  const shell = SHELLS.get(name)?.name ?? 'posix';
  const quote = (word: string): string =>
    /^[\w.,:@%+/-]+$/.test(word) ? word : (SHELLS.get(shell)?.quote(word) ?? word);
  const typed = `awsrole ${words.map(quote).join(' ')}`;
  const [file, line] = START_UP.get(name) ?? [];
  return usageError(
    'awsrole cannot change this shell directly',
    `to do it once: ${shell === 'fish' ? `${typed} --shell fish | source` : `eval "$(${typed})"`}`,
    ...(file ? [`to make \`${typed}\` work by itself: add ${line} to ${file}`] : []),
    `to see the code: add --shell ${file ? name : 'posix'}`,
  );
};
