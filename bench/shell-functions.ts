import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import type { Shell } from './in-shell.ts';

export const SHELLS: readonly Shell[] = ['bash', 'zsh', 'fish'];

/** Whether a shell is there, with a clock that this can read: bash before 5 has none. */
export const isUsable = (shell: Shell): boolean =>
  spawnSync(shell, ['-c', shell === 'bash' ? '[[ -n $EPOCHREALTIME ]]' : 'true']).status === 0;

/** Shell code that loads the functions and the completion. */
export const loading = (shell: Shell, root: string): string =>
  `${shell === 'fish' ? 'source' : '.'} '${join(root, 'dist', 'shell', `awsrole.${shell}`)}'`;
