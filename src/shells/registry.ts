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

/** What a failed `use` or `clear` prints, in every shell: `eval "$(awsrole dev)" && deploy` stops there. */
export const FAILED = 'false\n';
