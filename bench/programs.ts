import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/**
 * The path of a program on the PATH. Where a version manager put a script in its place, the program behind it: the
 * script's own cost is not the program's.
 *
 * @returns undefined when there is none
 */
export const programOnPath = (name: string, env: NodeJS.ProcessEnv): string | undefined => {
  const path = (env['PATH'] ?? '')
    .split(delimiter)
    .map(folder => join(folder, name))
    .find(isExecutable);
  if (!path?.includes('/shims/')) return path;
  const real = spawnSync('pyenv', ['which', name], { env, encoding: 'utf8' }).stdout?.trim();
  return real && isExecutable(real) ? real : path;
};

const isExecutable = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

/** The first line that a program writes when asked for its version, without what stands before the number. */
export const versionOf = (file: string, args: readonly string[] = ['--version']): string | undefined => {
  const { stdout, stderr, status } = spawnSync(file, args, { encoding: 'utf8' });
  if (status !== 0) return undefined;
  return /\d+(?:\.\d+)+/.exec(`${stdout}${stderr}`)?.[0];
};
