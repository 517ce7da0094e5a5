import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { sha256 } from '../files/crypto.ts';
import { inspectLock, publish, release, selfAsHolder } from './lock-file.ts';

/**
 * Removes the lock of a dead holder. To do so, this process first acquires a guard: a lock with a name that depends on
 * that holder. The guard admits one process at a time, which inspects the lock again before it removes it. The guard of
 * a killed process is removed in the same way. A stopped process keeps its guard, so it cannot continue later and
 * remove a new lock.
 *
 * @param now epoch milliseconds
 * @returns false when another process holds the guard; the caller tries again later
 * @throws the system's error when the folder cannot be written
 */
export const removeDead = (path: string, nonce: string, now: number): boolean => {
  const guard = guardOf(path, nonce);
  const self = selfAsHolder('removing a dead lock');
  if (!publish(guard, self)) {
    const guardState = inspectLock(guard, now);
    if (guardState.kind === 'dead') removeDead(guard, guardState.nonce, now);
    return false;
  }
  try {
    const state = inspectLock(path, now);
    if (state.kind === 'dead' && state.nonce === nonce) rmSync(path, { force: true });
    return true;
  } finally {
    release(guard, self);
  }
};

/** The path of a guard. The guard of a guard is also named after the lock, so that names do not grow. */
const guardOf = (path: string, nonce: string): string =>
  `${path.replace(GUARD, '')}.steal-${sha256(nonce).slice(0, 24)}`;

const GUARD = /\.steal-[0-9a-f]{24}$/;
const LOCK_OR_GUARD = /\.lock(\.steal-[0-9a-f]{24})?$/;
const DRAFT_FILE = /\.lock(\.steal-[0-9a-f]{24})?\.\d+-[0-9a-f]{24}$/;

/** Removes the drafts, locks and guards of killed processes in a folder. Ignores failures. */
export const sweepLocks = (folder: string, now: number): void => {
  try {
    for (const name of readdirSync(folder)) {
      const path = join(folder, name);
      if (!DRAFT_FILE.test(name) && !LOCK_OR_GUARD.test(name)) continue;
      const state = inspectLock(path, now);
      if (state.kind !== 'dead') continue;
      if (DRAFT_FILE.test(name)) rmSync(path, { force: true });
      else removeDead(path, state.nonce, now);
    }
  } catch {
    // a later sweep tries again
  }
};
