import { closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs';

/**
 * The bytes of a file of this user's own, which is no link and which nobody else may write.
 *
 * @param forbidden bits of the mode that must not be set
 * @returns undefined for everything else
 */
export const readOwnFile = (path: string, forbidden: number): Buffer | undefined => {
  let descriptor: number | undefined;
  try {
    descriptor = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    const status = fstatSync(descriptor);
    const isOwn = status.isFile() && status.uid === process.geteuid?.() && (status.mode & forbidden) === 0;
    return isOwn ? readFileSync(descriptor) : undefined;
  } catch {
    return undefined;
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
};
