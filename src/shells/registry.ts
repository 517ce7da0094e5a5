import { fish } from './fish.ts';
import { posix } from './posix.ts';
import type { Shell } from './shell.ts';

/** Every `--shell` there is. A new shell is one file beside these and one line here. */
export const SHELLS: ReadonlyMap<string, Shell> = new Map([
  ['bash', posix],
  ['zsh', posix],
  ['fish', fish],
  ['posix', posix],
]);

/** The shells that awsrole has an integration for: the start-up file of each, and the line that loads it there. */
export const START_UP = {
  bash: { file: '~/.bashrc', line: 'eval "$(awsrole init bash)"' },
  zsh: { file: '~/.zshrc', line: 'eval "$(awsrole init zsh)"' },
  fish: { file: '~/.config/fish/config.fish', line: 'awsrole init fish | source' },
} as const;

export type IntegratedShell = keyof typeof START_UP;

export const INTEGRATED = Object.keys(START_UP) as readonly IntegratedShell[];

/**
 * The shell to spell for.
 *
 * @param named with `--shell`
 * @param parent the name of the program that reads the output: fish cannot read what all the others do
 * @returns undefined for a name that is no shell's
 */
export const shellFor = (named: string | undefined, parent: string | undefined): Shell | undefined =>
  SHELLS.get(named ?? (parent === 'fish' ? 'fish' : 'posix'));

/** What a failed `use` or `clear` prints, in every shell: `eval "$(awsrole dev)" && deploy` stops there. */
export const FAILED = 'false\n';
