import { lstatSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import Module from 'node:module';
import { cacheFolder, keepsSessions } from '../../core/environment/cache-setting.ts';
import type { Environment } from '../../core/environment/environment.ts';

/** Compiled code of another build is deleted when its folder is older than this (milliseconds). */
const UNUSED_MS = 30 * 86_400_000;

/**
 * Enables Node's compile cache (Node 22.1 and newer), in a subfolder of awsrole's cache. Does nothing on older
 * versions, with `AWSROLE_CACHE=off`, and when the folder is missing or not private.
 *
 * @param build the name of this build of the program
 */
export const useCompileCache = (env: Environment, build: string): void => {
  const { enableCompileCache } = Module as { enableCompileCache?: (folder: string) => unknown };
  const folder = enableCompileCache && codeFolder(env, build);
  if (folder) enableCompileCache(folder);
};

/**
 * The folder for the compiled code of one build; creates it when necessary. Another user who could write there would
 * control this program, so every folder from the cache on must belong to this user and be closed to others.
 *
 * @returns undefined when sessions are not cached, when the cache folder does not exist, or when a folder is not
 * private
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
