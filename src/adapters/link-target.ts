import { lstat, readlink, realpath, stat } from 'node:fs/promises';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import { AwsroleError } from '../domain/errors.ts';

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
    if (status === undefined || status.isFile()) return current;
    if (!status.isSymbolicLink()) throw noFile(current, status.isDirectory());
    await refusePlanted(current, status.uid);
    current = await behind(current);
  }
  throw new AwsroleError(`the symbolic links of ${path} go in a circle`, {
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

const noFile = (path: string, isFolder: boolean): AwsroleError =>
  new AwsroleError(`${path} is a ${isFolder ? 'folder' : 'device or a pipe'}, not a file`, {
    hints: [isFolder ? 'move the folder away' : 'name a file'],
    code: isFolder ? 'EISDIR' : undefined,
  });

const lstatOrNothing = async (path: string): Promise<Awaited<ReturnType<typeof lstat>> | undefined> => {
  try {
    return await lstat(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
};

/** The kernel's rule for sticky folders (proc(5), protected_symlinks), kept where the kernel does not. */
const refusePlanted = async (path: string, owner: number | bigint): Promise<void> => {
  const folder = await stat(dirname(path));
  const isShared = (folder.mode & 0o1000) !== 0 && (folder.mode & 0o002) !== 0;
  const self = process.getuid?.();
  if (isShared && self !== undefined && Number(owner) !== self && Number(owner) !== folder.uid) {
    throw new AwsroleError(`${path} is another user's link in a folder that everybody may write to`, {
      hints: ['remove the link, or name another file'],
    });
  }
};
