import { fish } from './fish.ts';
import { posix } from './posix.ts';
import type { Shell } from './shell.ts';

/** The shells of `--shell`. To add one, write its file and add a line here. */
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
 * The shell whose spelling `use` and `clear` print.
 *
 * @param named with `--shell`
 * @param parent the name of the parent process, which reads the output: fish needs its own spelling
 * @returns undefined for an unknown name
 */
export const shellFor = (named: string | undefined, parent: string | undefined): Shell | undefined =>
  SHELLS.get(named ?? (parent === 'fish' ? 'fish' : 'posix'));

/** The output of a failed `use` or `clear` in every shell: `eval "$(awsrole dev)" && deploy` stops there. */
export const FAILED = 'false\n';
