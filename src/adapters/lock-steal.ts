import { closeSync, openSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { lookAt, PATIENCE } from './lock-file.ts';

/**
 * Removes a dead holder's lock, under a guard, and only while it still is the one that was judged. All in one go: a
 * pause between the last look and the removal would let somebody else's new lock be removed.
 *
 * @param now epoch milliseconds
 * @returns false when another process is at it: look again a little later
 * @throws the system's error when the folder cannot be written
 */
export const removeDead = (path: string, nonce: string, now: number): boolean => {
  const guard = `${path}.steal`;
  if (!takeGuard(guard, now)) return false;
  try {
    const look = lookAt(path, now);
    if (look.kind === 'dead' && look.nonce === nonce) rmSync(path, { force: true });
    return true;
  } finally {
    rmSync(guard, { force: true });
  }
};

const takeGuard = (guard: string, now: number): boolean => {
  try {
    closeSync(openSync(guard, 'wx', 0o600));
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  const made = statSync(guard, { throwIfNoEntry: false });
  // that thief was killed in mid-steal
  if (made && now - made.mtimeMs > PATIENCE) rmSync(guard, { force: true });
  return false;
};

/** Removes the drafts of lock files whose writers were killed before they could publish them or tidy up. */
export const sweepDrafts = (folder: string, now: number): void => {
  try {
    for (const name of readdirSync(folder)) {
      const path = join(folder, name);
      if (/\.lock\.\d+-[0-9a-f]{24}$/.test(name) && lookAt(path, now).kind === 'dead')
        rmSync(path, { force: true });
    }
  } catch {
    // tidying up: no failure is worth a word
  }
};
