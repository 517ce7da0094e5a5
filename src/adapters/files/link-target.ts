import type { Stats } from 'node:fs';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import { AwsroleError } from '../../core/errors.ts';
import { safe } from '../../core/text/terminal-text.ts';
import { lstat, readlink, realpath, stat } from './file-system.ts';

/** The number of links that Linux follows. */
const MAX_LINKS = 40;

/**
 * Resolves the symbolic links of a path, so that the caller can replace the file behind them while the links stay. The
 * last link may dangle.
 *
 * @returns the path of the file
 * @throws AwsroleError for a loop, for a target that is not a regular file (a folder, a device, a pipe), and for
 * another user's link in a world-writable sticky folder
 */
export const linkTarget = async (path: string): Promise<string> => {
  let current = resolve(path);
  for (let hops = 0; hops <= MAX_LINKS; hops++) {
    const status = await lstatIfExists(current);
    if (status?.isFile()) return current;
    if (status === undefined) return checkMissing(path, current);
    if (!status.isSymbolicLink()) throw notAFile(current, status);
    await refuseForeignLink(current, status.uid);
    current = await followLink(current);
  }
  throw new AwsroleError(`the symbolic links of ${safe(path)} form a loop`, {
    hints: ['point the link to a file'],
    code: 'ELOOP',
  });
};

/** The path that a link names. Resolves its folders as the kernel does: `..` is the parent of the real folder. */
const followLink = async (link: string): Promise<string> => {
  const text = await readlink(link);
  const full = isAbsolute(text) ? text : `${await realpath(dirname(link))}/${text}`;
  const slash = full.lastIndexOf('/');
  const name = full.slice(slash + 1);
  if (['', '.', '..'].includes(name)) return realpath(full);
  try {
    return join(await realpath(full.slice(0, slash) || '/'), name);
  } catch (error) {
    // the link names a file in a missing folder
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return resolve(full);
    throw error;
  }
};

/**
 * Refuses a path such as /dev/stdout: the text of its last link is not a path, but the kernel finds an object there.
 */
const checkMissing = async (path: string, target: string): Promise<string> => {
  const status = await stat(path).catch(() => undefined);
  if (status && !status.isFile()) throw notAFile(resolve(path), status);
  return target;
};

const notAFile = (path: string, status: Stats): AwsroleError =>
  new AwsroleError(`${safe(path)} is a ${kindOf(status)}, not a file`, {
    hints: [
      status.isDirectory()
        ? 'move the folder away'
        : 'use a regular file (AWS_CONFIG_FILE and AWS_SHARED_CREDENTIALS_FILE name the shared files)',
    ],
    code: status.isDirectory() ? 'EISDIR' : undefined,
  });

const kindOf = (status: Stats): string => {
  if (status.isDirectory()) return 'folder';
  if (status.isFIFO()) return 'pipe';
  return status.isSocket() ? 'socket' : 'device';
};

const lstatIfExists = async (path: string): Promise<Stats | undefined> => {
  try {
    return await lstat(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
};

/** Applies Linux's rule for links in sticky folders (proc(5), protected_symlinks) on every system. */
const refuseForeignLink = async (path: string, owner: number): Promise<void> => {
  const folder = await stat(dirname(path));
  const isWorldWritable = (folder.mode & 0o1000) !== 0 && (folder.mode & 0o002) !== 0;
  const self = process.getuid?.();
  if (isWorldWritable && self !== undefined && owner !== self && owner !== folder.uid) {
    throw new AwsroleError(`${safe(path)} is another user's link in a world-writable folder`, {
      hints: ['remove the link, or use another file'],
    });
  }
};
