import { constants, lstatSync } from 'node:fs';
import { chmod, type FileHandle, lstat, mkdir, open, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { AwsroleError } from '../../core/errors.ts';
import { safe } from '../../core/text/terminal-text.ts';
import { type WriteOptions, writeAtomically } from './atomic-file.ts';
import { fileError } from './file-error.ts';

/** Why a file of our own may not be trusted. */
export type FileProblem = 'absent' | 'foreign' | 'open' | 'link' | 'not a file' | 'too large' | 'unreadable';

const LARGEST = 1024 * 1024;

/**
 * Makes a folder, and those above it that are missing, for the owner alone whatever the umask is. One that is there
 * stays as it is.
 *
 * @throws the system's error when it cannot be made
 */
export const makeFolder = async (path: string): Promise<void> => {
  try {
    await makeOne(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || dirname(path) === path) throw error;
    await makeFolder(dirname(path));
    // once: in /proc the kernel says that the folder above is missing, however often it is asked
    await makeOne(path);
  }
};

const makeOne = async (path: string): Promise<void> => {
  try {
    await mkdir(path, 0o700);
  } catch (error) {
    // a folder that is there may also say EROFS, EACCES or EPERM
    if (await isFolder(path)) return;
    throw error;
  }
  await chmod(path, 0o700);
};

const isFolder = async (path: string): Promise<boolean> => {
  try {
    return (await stat(path)).isDirectory();
  } catch {
    return false;
  }
};

/**
 * Makes a folder for the owner alone.
 *
 * @throws AwsroleError when it is a link, no folder, or another user's: what is in it could be anybody's
 */
export const ensurePrivateFolder = async (path: string): Promise<void> => {
  try {
    await makeFolder(path);
    const status = await lstat(path);
    if (!status.isDirectory()) {
      throw new AwsroleError(`${safe(path)} is a link or a file, not a folder`, {
        hints: ['remove it, or name another folder with AWSROLE_CACHE_DIR'],
      });
    }
    const self = process.getuid?.();
    if (self !== undefined && status.uid !== self) {
      throw new AwsroleError(`${safe(path)} belongs to another user`, {
        hints: ['name a folder of your own with AWSROLE_CACHE_DIR'],
      });
    }
    if ((status.mode & 0o777) !== 0o700) await chmod(path, 0o700);
  } catch (error) {
    throw fileError('use', path, error);
  }
};

/**
 * Whether there is no such file, by the way that costs least: `list` asks for each profile, and most have no session.
 * What else is the matter, reading tells.
 */
export const isAbsent = (path: string): boolean => {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) === undefined;
  } catch {
    return false;
  }
};

/** Reads a file that nobody else may have written or can read; a link, a pipe or a huge file is never opened for good. */
export const readPrivateFile = async (path: string): Promise<{ text: string } | { problem: FileProblem }> => {
  if (isAbsent(path)) return { problem: 'absent' };
  let file: FileHandle | undefined;
  try {
    file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    const status = await file.stat();
    if (!status.isFile()) return { problem: 'not a file' };
    const self = process.getuid?.();
    if (self !== undefined && status.uid !== self) return { problem: 'foreign' };
    if ((status.mode & 0o077) !== 0) return { problem: 'open' };
    if (status.size > LARGEST) return { problem: 'too large' };
    return { text: await file.readFile('utf8') };
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT' || code === 'ENOTDIR') return { problem: 'absent' };
    // in a folder that may not be entered there is nothing of ours; whoever writes there is told
    if (code === 'EACCES' && !(await isReachable(path))) return { problem: 'absent' };
    return { problem: code === 'ELOOP' || code === 'EMLINK' ? 'link' : 'unreadable' };
  } finally {
    await file?.close();
  }
};

const isReachable = async (path: string): Promise<boolean> => {
  try {
    await lstat(path);
    return true;
  } catch {
    return false;
  }
};

/**
 * Writes a file of the cache for the owner alone. Something else in its place (a link, a folder, a pipe) is removed: the
 * folder is ours.
 *
 * @throws AwsroleError with a remedy when it cannot be written
 */
export const writePrivateFile = async (
  path: string,
  text: string,
  options: Pick<WriteOptions, 'durable'> = {},
): Promise<void> => {
  try {
    const status = await lstat(path).catch(() => undefined);
    if (status && !status.isFile()) await rm(path, { recursive: true, force: true });
  } catch (error) {
    throw fileError('replace', path, error);
  }
  await writeAtomically(path, text, options);
};

/** Tells why something could not be kept. */
export type CacheWarning = (error: AwsroleError) => void;

/**
 * One warning for everything that is kept in `folder` (sessions, facts, locks): they fail together, and what was asked
 * for is handed over all the same.
 *
 * @returns what may be told any number of times; the first is noted
 */
export const createCacheWarning = (folder: string, note: (text: string) => void): CacheWarning => {
  let hasTold = false;
  return error => {
    if (hasTold) return;
    hasTold = true;
    const [hint = ''] = error.hints;
    const remedy = hint.includes('AWSROLE_CACHE_DIR')
      ? hint
      : `${hint}${hint && ', or '}name another folder with AWSROLE_CACHE_DIR`;
    note(`warning: the cache in ${safe(folder)} does not work: ${error.message}; ${remedy}`);
  };
};
