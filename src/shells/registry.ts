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

/** The shells that awsrole has an integration for. */
export const INTEGRATED = ['bash', 'zsh', 'fish'] as const;

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
