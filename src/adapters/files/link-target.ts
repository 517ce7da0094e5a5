import type { Stats } from 'node:fs';
import { lstat, readlink, realpath, stat } from 'node:fs/promises';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import { AwsroleError } from '../../core/errors.ts';
import { safe } from '../../core/text/terminal-text.ts';

/** As many links as Linux follows. */
const MOST = 40;

/**
 * The file that a path leads to through its symbolic links; the last one may dangle. Links are followed by hand, so
 * that the file behind them can be replaced while they stay.
 *
 * @throws AwsroleError for a circle, for what is no file (a folder, a device, a pipe), and for another user's link in a
 *   folder that everybody may write to
 */
export const linkTarget = async (path: string): Promise<string> => {
  let current = resolve(path);
  for (let hops = 0; hops <= MOST; hops++) {
    const status = await lstatOrNothing(current);
    if (status?.isFile()) return current;
    if (status === undefined) return orKernelObject(path, current);
    if (!status.isSymbolicLink()) throw noFile(current, status);
    await refusePlanted(current, status.uid);
    current = await behind(current);
  }
  throw new AwsroleError(`the symbolic links of ${safe(path)} go in a circle`, {
    hints: ['let the link name a file'],
    code: 'ELOOP',
  });
};

/** What a link names, with the folders of it as the kernel takes them: `..` after a linked folder is not its text's parent. */
const behind = async (link: string): Promise<string> => {
  const text = await readlink(link);
  const full = isAbsolute(text) ? text : `${await realpath(dirname(link))}/${text}`;
  const slash = full.lastIndexOf('/');
  const name = full.slice(slash + 1);
  if (['', '.', '..'].includes(name)) return realpath(full);
  try {
    return join(await realpath(full.slice(0, slash) || '/'), name);
  } catch (error) {
    // a link into a folder that is not there
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return resolve(full);
    throw error;
  }
};

/** /dev/stdout and its like lead, by links whose text is no path, to something that is there all the same. */
const orKernelObject = async (path: string, end: string): Promise<string> => {
  const status = await stat(path).catch(() => undefined);
  if (status && !status.isFile()) throw noFile(resolve(path), status);
  return end;
};

const noFile = (path: string, status: Stats): AwsroleError =>
  new AwsroleError(`${safe(path)} is a ${kindOf(status)}, not a file`, {
    hints: [
      status.isDirectory()
        ? 'move the folder away'
        : 'name a plain file (AWS_CONFIG_FILE and AWS_SHARED_CREDENTIALS_FILE name the shared files)',
    ],
    code: status.isDirectory() ? 'EISDIR' : undefined,
  });

const kindOf = (status: Stats): string => {
  if (status.isDirectory()) return 'folder';
  if (status.isFIFO()) return 'pipe';
  return status.isSocket() ? 'socket' : 'device';
};

const lstatOrNothing = async (path: string): Promise<Stats | undefined> => {
  try {
    return await lstat(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
};

/** The kernel's rule for sticky folders (proc(5), protected_symlinks), kept where the kernel does not. */
const refusePlanted = async (path: string, owner: number): Promise<void> => {
  const folder = await stat(dirname(path));
  const isShared = (folder.mode & 0o1000) !== 0 && (folder.mode & 0o002) !== 0;
  const self = process.getuid?.();
  if (isShared && self !== undefined && owner !== self && owner !== folder.uid) {
    throw new AwsroleError(`${safe(path)} is another user's link in a folder that everybody may write to`, {
      hints: ['remove the link, or name another file'],
    });
  }
};
