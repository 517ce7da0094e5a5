import { AwsroleError } from '../domain/errors.ts';

const REMEDIES: Record<string, [why: string, hint: string]> = {
  ENOSPC: ['the disk is full', 'make room on that disk'],
  EDQUOT: ['your disk quota is used up', 'make room in your quota'],
  EROFS: [
    'the file system is read-only',
    'let it be mounted writable, or name another place with AWSROLE_CACHE_DIR or AWS_SHARED_CREDENTIALS_FILE',
  ],
  EACCES: ['permission denied', 'give yourself the right to write there'],
  EPERM: ['not permitted', 'give yourself the right to write there'],
  ENOENT: ['its folder does not exist', 'make the folder'],
  ELOOP: ['its symbolic links go in a circle', 'let the link name a file'],
  EISDIR: ['it is a folder', 'move the folder away'],
  ENOTDIR: ['a part of the path is no folder', 'move that file away'],
  EEXIST: ['a file is in the place of a folder', 'move that file away'],
};

/** The system's refusal to touch `path` as an error with a remedy; what is no refusal of the system is returned as it is. */
export const fileError = (what: string, path: string, error: unknown): Error => {
  const { code, syscall } = error as NodeJS.ErrnoException;
  if (error instanceof AwsroleError || code === undefined || syscall === undefined) return error as Error;
  const [why, hint] = REMEDIES[code] ?? [code, 'look at that path'];
  return new AwsroleError(`cannot ${what} ${path}: ${why}`, { hints: [hint], code, cause: error });
};
