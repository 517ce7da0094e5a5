import { lstatSync, mkdirSync, readdirSync, rmSync } from 'node:fs';

/** Code of a version that was not used for this long (milliseconds) goes. */
const UNUSED_MS = 30 * 86_400_000;

/**
 * The folder for compiled code of the build `name` below awsrole's cache folder. Whoever can write there decides what
 * this program does, so each folder on the way must be this user's own and closed to all others.
 *
 * @returns undefined where there is no such cache folder yet, or one that is not to be trusted
 */
export const codeFolder = (cache: string, name: string): string | undefined => {
  try {
    const code = `${cache}/code`;
    const folder = `${code}/${name}`;
    if (!isPrivate(cache)) return undefined;
    if (lstatSync(folder, { throwIfNoEntry: false }) === undefined) {
      mkdirSync(folder, { mode: 0o700, recursive: true });
      sweep(code, name);
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

const sweep = (code: string, name: string): void => {
  for (const other of readdirSync(code))
    if (other !== name && Date.now() - lstatSync(`${code}/${other}`).mtimeMs > UNUSED_MS)
      rmSync(`${code}/${other}`, { recursive: true, force: true });
};
