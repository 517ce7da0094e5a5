import { constants, lstatSync } from 'node:fs';
import { dirname } from 'node:path';
import { AwsroleError } from '../../core/errors.ts';
import { safe } from '../../core/text/terminal-text.ts';
import { type WriteOptions, writeAtomically } from './atomic-file.ts';
import { fileError } from './file-error.ts';
import { chmod, lstat, mkdir, type OpenFile, open, readdir, rm, stat } from './file-system.ts';
import { ownerRemedy, refuseFolderOfOther, userName } from './owner.ts';

/** Why awsrole does not use one of its own files. */
export type FileProblem = 'absent' | 'foreign' | 'open' | 'link' | 'not a file' | 'too large' | 'unreadable';

const MAX_BYTES = 1024 * 1024;

/**
 * Creates a folder and its missing parent folders with mode 0700, whatever the umask is. Does not change an existing
 * folder.
 *
 * @throws the system's error when the folder cannot be created; AwsroleError when root would create it in a folder of
 * another user
 */
export const makeFolder = async (path: string): Promise<void> => {
  try {
    await makeOne(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || dirname(path) === path) throw error;
    await makeFolder(dirname(path));
    // no further attempt: /proc reports ENOENT for every new folder
    await makeOne(path);
  }
};

const makeOne = async (path: string): Promise<void> => {
  if (await isFolder(path)) return;
  refuseFolderOfOther(dirname(path));
  try {
    await mkdir(path, 0o700);
  } catch (error) {
    // for an existing folder, mkdir may also fail with EROFS, EACCES or EPERM
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
 * Creates a folder with mode 0700, or sets that mode on an existing one.
 *
 * @throws AwsroleError when the path is a link or a file, or belongs to another user, who could change its contents
 */
export const ensurePrivateFolder = async (path: string): Promise<void> => {
  try {
    await makeFolder(path);
    const status = await lstat(path);
    if (!status.isDirectory()) {
      throw new AwsroleError(`${safe(path)} is a link or a file, not a folder`, {
        hints: ['remove it, or set AWSROLE_CACHE_DIR to another folder'],
      });
    }
    const self = process.getuid?.();
    if (self !== undefined && status.uid !== self) {
      throw new AwsroleError(`${safe(path)} belongs to another user (${userName(status.uid)})`, {
        hints: [ownerRemedy(path, 'set AWSROLE_CACHE_DIR to a folder of your own')],
      });
    }
    if ((status.mode & 0o777) !== 0o700) await chmod(path, 0o700);
  } catch (error) {
    throw fileError('use', path, error);
  }
};

/** Takes the rights of others from a folder of this user. A link and a folder of another user stay as they are. */
export const closeFolder = async (path: string): Promise<void> => {
  const status = await lstat(path).catch(() => undefined);
  if (status?.isDirectory() && status.uid === process.getuid?.() && (status.mode & 0o077) !== 0)
    await chmod(path, 0o700);
};

/**
 * Whether a file does not exist. This is the fastest check, because `list` makes it for every profile and most have no
 * session. Returns false on any other error, which reading the file then reports.
 */
export const isAbsent = (path: string): boolean => {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) === undefined;
  } catch {
    return false;
  }
};

/** The names in a folder; none when it does not exist. @throws AwsroleError when it cannot be read */
export const namesIn = async (folder: string): Promise<string[]> => {
  try {
    return await readdir(folder);
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return [];
    throw fileError('read', folder, error);
  }
};

/** Reads a file that only this user can read and write. Refuses a link, a pipe and a file larger than 1 MiB. */
export const readPrivateFile = async (path: string): Promise<{ text: string } | { problem: FileProblem }> => {
  if (isAbsent(path)) return { problem: 'absent' };
  let file: OpenFile | undefined;
  try {
    file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    const status = await file.stat();
    if (!status.isFile()) return { problem: 'not a file' };
    const self = process.getuid?.();
    if (self !== undefined && status.uid !== self) return { problem: 'foreign' };
    if ((status.mode & 0o077) !== 0) return { problem: 'open' };
    if (status.size > MAX_BYTES) return { problem: 'too large' };
    return { text: await file.readFile('utf8') };
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT' || code === 'ENOTDIR') return { problem: 'absent' };
    // a folder that this user may not enter holds no file of awsrole; a write to it reports the error
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
 * Writes a file of the cache with mode 0600. Replaces anything else at that path (a link, a folder, a pipe), because
 * the folder belongs to awsrole.
 *
 * @throws AwsroleError with a remedy when the file cannot be written
 */
export const writePrivateFile = async (
  path: string,
  text: string,
  options: Pick<WriteOptions, 'durable' | 'modifiedAt'> = {},
): Promise<void> => {
  try {
    const status = await lstat(path).catch(() => undefined);
    if (status && !status.isFile()) await rm(path, { recursive: true, force: true });
  } catch (error) {
    throw fileError('replace', path, error);
  }
  await writeAtomically(path, text, options);
};

/** Reports why awsrole cannot use its cache. */
export type CacheWarning = (error: AwsroleError) => void;

/**
 * Creates the warning that sessions, facts and locks in `folder` share, because they usually fail together.
 *
 * @param note shows a line to the user
 * @returns a function that notes the first error and ignores every later one
 */
export const createCacheWarning = (folder: string, note: (text: string) => void): CacheWarning => {
  let hasWarned = false;
  return error => {
    if (hasWarned) return;
    hasWarned = true;
    const [hint = ''] = error.hints;
    const remedy = hint.includes('AWSROLE_CACHE_DIR')
      ? hint
      : `${hint}${hint && ', or '}set AWSROLE_CACHE_DIR to another folder`;
    note(`warning: the cache in ${safe(folder)} does not work: ${error.message}; ${remedy}`);
  };
};
