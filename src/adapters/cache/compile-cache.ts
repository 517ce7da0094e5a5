import {
  closeSync,
  fstatSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { basename, join } from 'node:path';
import { Script } from 'node:vm';
import { cacheFolder, keepsSessions } from '../../core/environment/cache-setting.ts';
import type { Environment } from '../../core/environment/environment.ts';

/** Compiled code of another build is deleted when its folder is older than this (milliseconds). */
const UNUSED_MS = 30 * 86_400_000;

/** The files of the program. */
export interface ProgramFiles {
  /** Runs a file the first time that it is asked for, and returns what it exports. */
  load(name: string): unknown;
  /** Stores the compiled code of all loaded files, unless each was loaded with it. Ignores failures. */
  storeCode(): void;
}

/**
 * Loads the program's files with the code that V8 compiled when the same command last ran. Node's own compile cache holds
 * only what is compiled before a file runs, and most functions are compiled when they are first called.
 *
 * @param folder the folder of the files; each is a function of `module`, `exports`, `require` and `__dirname`
 * @param code the folder of the compiled code of this build, which only this user can access; undefined for none
 * @param command the name of the command: each has the code of the functions that it calls
 */
export const openProgram = (folder: string, code: string | undefined, command: string): ProgramFiles => {
  const loaded = new Map<string, { script: Script; exports: unknown; dataPath: string; isStored: boolean }>();
  const requireBuiltin = createRequire(`${folder}/main.js`);
  const load = (name: string): unknown => {
    if (!name.startsWith('./')) return requireBuiltin(name);
    const known = loaded.get(name);
    if (known) return known.exports;
    const filename = join(folder, name);
    const dataPath = `${code}/${command}-${process.version}-${process.arch}-${basename(name, '.js')}`;
    const cachedData = code === undefined ? undefined : readData(dataPath);
    const script = new Script(readFileSync(filename, 'utf8'), {
      filename,
      ...(cachedData && { cachedData }),
    });
    const isStored = cachedData !== undefined && script.cachedDataRejected === false;
    const module = { exports: {} };
    script.runInThisContext()(module, module.exports, load, folder);
    loaded.set(name, { script, exports: module.exports, dataPath, isStored });
    return module.exports;
  };
  return {
    load,
    storeCode() {
      const files = [...loaded.values()];
      if (code === undefined || files.every(({ isStored }) => isStored)) return;
      try {
        for (const { script, dataPath } of files) writeData(dataPath, script.createCachedData());
      } catch {
        // the next run compiles again
      }
    },
  };
};

/** Reads compiled code, which is stored twice: V8 does not check it, and to compare is faster than a checksum. */
const readData = (path: string): Buffer | undefined => {
  let file: number | undefined;
  try {
    file = openSync(path, 'r');
    const data = Buffer.allocUnsafeSlow(fstatSync(file).size / 2);
    readSync(file, data);
    // memory costs more than reading, so the copy goes through a small buffer
    const copy = Buffer.allocUnsafeSlow(BLOCK_BYTES);
    for (let at = 0; at < data.length; at += BLOCK_BYTES) {
      const expected = data.subarray(at, at + BLOCK_BYTES);
      const count = readSync(file, copy, 0, expected.length, data.length + at);
      if (!expected.equals(copy.subarray(0, count))) return undefined;
    }
    return data;
  } catch {
    return undefined;
  } finally {
    if (file !== undefined) closeSync(file);
  }
};

const BLOCK_BYTES = 65_536;

const writeData = (path: string, data: Buffer): void => {
  const temporary = `${path}.${process.pid}`;
  try {
    writeFileSync(temporary, Buffer.concat([data, data]), { mode: 0o600, flag: 'wx' });
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
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
