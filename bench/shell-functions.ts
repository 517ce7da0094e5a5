import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import type { Shell } from './in-shell.ts';

export const SHELLS: readonly Shell[] = ['bash', 'zsh', 'fish'];

/** Whether a shell is there, with a clock that this can read: bash before 5 has none. */
export const isUsable = (shell: Shell): boolean =>
  spawnSync(shell, ['-c', shell === 'bash' ? '[[ -n $EPOCHREALTIME ]]' : 'true']).status === 0;

const COMPLETION: Record<Shell, string> = { bash: 'awsrole.bash', zsh: '_awsrole', fish: 'awsrole.fish' };

/** Shell code that loads the functions, and the completion if it is wanted. */
export const loading = (shell: Shell, root: string, withCompletion = false): string => {
  const source = shell === 'fish' ? 'source' : '.';
  const functions = `${source} '${join(root, 'shell', `awsrole.${shell}`)}'`;
  return withCompletion
    ? `${functions}; ${source} '${join(root, 'completions', COMPLETION[shell])}'`
    : functions;
};
