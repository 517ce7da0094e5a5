import { lstatSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import Module from 'node:module';
import { cacheFolder, keepsSessions } from '../../core/environment/cache-setting.ts';
import type { Environment } from '../../core/environment/environment.ts';

/** Compiled code that no start has used for this long (milliseconds) is deleted. */
const UNUSED_MS = 30 * 86_400_000;

/**
 * Turns on Node's own compile cache (Node 22.1 and newer), in a folder of awsrole's cache folder. Does nothing on older
 * versions, with `AWSROLE_CACHE=off`, and where the folder is missing or cannot be trusted.
 *
 * @param build the name of this build of the program
 */
export const useCompileCache = (env: Environment, build: string): void => {
  const { enableCompileCache } = Module as { enableCompileCache?: (folder: string) => unknown };
  const folder = enableCompileCache && codeFolder(env, build);
  if (folder) enableCompileCache(folder);
};

/**
 * The folder for the compiled code of one build. Whoever can write there decides what this program does, so every
 * folder on the way must belong to this user and be closed to all others.
 *
 * @returns undefined where sessions are not cached, where no cache folder exists yet, or where one is not private
 */
export const codeFolder = (env: Environment, build: string): string | undefined => {
  try {
    const cache = keepsSessions(env) ? cacheFolder(env, env['HOME'] ?? '') : undefined;
    if (cache === undefined || !isPrivate(cache)) return undefined;
    const code = `${cache}/code`;
    const folder = `${code}/${build}`;
    if (lstatSync(folder, { throwIfNoEntry: false }) === undefined) {
      mkdirSync(folder, { mode: 0o700, recursive: true });
      deleteUnused(code, build);
    }
    return isPrivate(code) && isPrivate(folder) ? folder : undefined;
  } catch {
    return undefined;
  }
};

const isPrivate = (path: string): boolean => {
  const status = lstatSync(path);
  return status.isDirectory() && status.uid === process.geteuid?.() && (status.mode & 0o077) === 0;
};

const deleteUnused = (code: string, build: string): void => {
  for (const other of readdirSync(code))
    if (other !== build && Date.now() - lstatSync(`${code}/${other}`).mtimeMs > UNUSED_MS)
      rmSync(`${code}/${other}`, { recursive: true, force: true });
};
