import { dirname } from 'node:path';
import { AwsroleError } from '../../core/errors.ts';
import { safe } from '../../core/text/terminal-text.ts';

type Remedy = (place: string) => readonly [why: string, hint: string];

const REMEDIES: Record<string, Remedy> = {
  ENOSPC: () => ['the disk is full', 'make room on that disk'],
  EFBIG: () => ['no file may grow that large here', 'raise the limit of this shell: ulimit -f unlimited'],
  EIO: () => ['the disk does not work as it should', "look into the system's log, and check that disk"],
  EDQUOT: () => ['your disk quota is used up', 'make room in your quota'],
  EROFS: () => [
    'the file system is read-only',
    'let it be mounted writable, or name another place with AWSROLE_CACHE_DIR or AWS_SHARED_CREDENTIALS_FILE',
  ],
  EACCES: place => [`permission denied${of(place)}`, `give yourself the right to write there${at(place)}`],
  EPERM: place => [`not permitted${of(place)}`, `give yourself the right to write there${at(place)}`],
  ENOENT: place => [`its folder does not exist${at(place)}`, `make the folder${at(place)}`],
  // missing folders above are made first: such a place (/proc) takes none
  'mkdir ENOENT': () => [
    'no folder can be made there',
    'name another folder with AWSROLE_CACHE_DIR or AWS_SHARED_CREDENTIALS_FILE',
  ],
  ELOOP: () => ['its symbolic links go in a circle', 'let the link name a file'],
  EISDIR: () => ['it is a folder', 'move the folder away'],
  ENOTDIR: place => [`a part of the path is no folder${at(place)}`, 'move that file away'],
  EEXIST: place => [`a file is in the place of a folder${at(place)}`, 'move that file away'],
};

const of = (place: string): string => place && ` in ${place}`;
const at = (place: string): string => place && `: ${place}`;

/** These make, remove or rename a name: when the system refuses, the folder that holds the name is the cause. */
const OF_THE_FOLDER = new Set(['mkdir', 'rename', 'link', 'unlink', 'rmdir']);

/**
 * The system's refusal to touch `path` as an error with a remedy, which names the folder where that is the cause; what is
 * no refusal of the system is returned as it is.
 */
export const fileError = (what: string, path: string, error: unknown): Error => {
  const { code, syscall } = error as NodeJS.ErrnoException;
  if (error instanceof AwsroleError || code === undefined || syscall === undefined) return error as Error;
  const remedy: Remedy =
    REMEDIES[`${syscall} ${code}`] ?? REMEDIES[code] ?? (() => [code, 'look at that path']);
  const [why, hint] = remedy(folderAtFault(path, error as NodeJS.ErrnoException));
  return new AwsroleError(`cannot ${what} ${safe(path)}: ${why}`, { hints: [hint], code, cause: error });
};

/** The folder that refused, plain, or what stands where a folder should be; empty where the file itself refused. */
const folderAtFault = (
  path: string,
  { code, path: refused, syscall = '' }: NodeJS.ErrnoException,
): string => {
  if (refused === undefined) return '';
  if (syscall === 'mkdir' && code === 'EEXIST') return safe(refused);
  // a new file is made under another name beside `path`
  const isFolder =
    code === 'ENOTDIR' || OF_THE_FOLDER.has(syscall) || (syscall === 'open' && refused !== path);
  return isFolder ? safe(dirname(refused)) : '';
};
