import { dirname } from 'node:path';
import { AwsroleError } from '../../core/errors.ts';
import { safe } from '../../core/text/terminal-text.ts';
import { foreignOwner, ownerRemedy } from './owner.ts';

type Remedy = (place: string, path: string) => readonly [why: string, hint: string];

const REMEDIES: Record<string, Remedy> = {
  ENOSPC: () => ['the disk is full', 'free space on that disk'],
  EFBIG: () => [
    'the file would exceed the file size limit',
    'raise the limit of this shell: ulimit -f unlimited',
  ],
  EIO: () => ['the disk reported an error', 'check that disk and the system log'],
  EDQUOT: () => ['your disk quota is used up', 'delete files to free space in your quota'],
  EROFS: () => [
    'the file system is read-only',
    'mount it writable, or set AWSROLE_CACHE_DIR or AWS_SHARED_CREDENTIALS_FILE to another place',
  ],
  EACCES: (place, path) => {
    const owner = foreignOwner(place || path);
    const give = `give yourself write permission${forPlace(place)}`;
    return owner === undefined
      ? [`permission denied${of(place)}`, give]
      : [`permission denied${of(place)}, which belongs to ${owner}`, ownerRemedy(place || path, give)];
  },
  // the owner gets this error for an immutable file (chattr +i, chflags uchg), and others in a sticky folder
  EPERM: (place, path) => [
    `not permitted${of(place)}`,
    process.platform === 'darwin'
      ? `make it changeable: chflags nouchg ${path} (ls -lO shows the flags, also of its folder)`
      : `make it changeable: sudo chattr -i ${path} (lsattr shows whether it or its folder is immutable)`,
  ],
  ENOENT: place => [`its folder does not exist${at(place)}`, `create the folder${at(place)}`],
  // awsrole creates missing parent folders first, so this place (/proc) allows no folders
  'mkdir ENOENT': () => [
    'no folder can be created there',
    'set AWSROLE_CACHE_DIR or AWS_SHARED_CREDENTIALS_FILE to another place',
  ],
  ELOOP: () => ['its symbolic links form a loop', 'point the link to a file'],
  EISDIR: () => ['it is a folder', 'move the folder away'],
  ENOTDIR: place => [`part of the path is not a folder${at(place)}`, 'move that file away'],
  EEXIST: place => [`there is a file in place of a folder${at(place)}`, 'move that file away'],
};

const of = (place: string): string => place && ` in ${place}`;
const at = (place: string): string => place && `: ${place}`;
const forPlace = (place: string): string => place && ` for ${place}`;

/**
 * System calls that create, remove or rename a directory entry. When one fails, the folder of the entry is the cause.
 */
const FOLDER_CALLS = new Set(['mkdir', 'rename', 'link', 'unlink', 'rmdir']);

/**
 * Turns a system error about `path` into an AwsroleError with a remedy, which names the folder when the folder is the
 * cause. Returns any other error unchanged.
 *
 * @param what the verb for the message: `write`, `lock`, …
 */
export const fileError = (what: string, path: string, error: unknown): Error => {
  const { code, syscall } = error as NodeJS.ErrnoException;
  if (error instanceof AwsroleError || code === undefined || syscall === undefined) return error as Error;
  const remedy: Remedy =
    REMEDIES[`${syscall} ${code}`] ?? REMEDIES[code] ?? (() => [code, 'check that path']);
  const [why, hint] = remedy(folderAtFault(path, error as NodeJS.ErrnoException), safe(path));
  return new AwsroleError(`cannot ${what} ${safe(path)}: ${why}`, { hints: [hint], code, cause: error });
};

/** The folder that caused an error, or the file in place of a folder; empty when the file at `path` is the cause. */
const folderAtFault = (
  path: string,
  { code, path: failedPath, syscall = '' }: NodeJS.ErrnoException,
): string => {
  if (failedPath === undefined) return '';
  if (syscall === 'mkdir' && code === 'EEXIST') return safe(failedPath);
  // a file is first created under a temporary name beside `path`
  const isFolder =
    code === 'ENOTDIR' || FOLDER_CALLS.has(syscall) || (syscall === 'open' && failedPath !== path);
  return isFolder ? safe(dirname(failedPath)) : '';
};
