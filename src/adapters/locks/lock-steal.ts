import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { sha256 } from '../files/crypto.ts';
import { lookAt, publish, release, selfAsHolder } from './lock-file.ts';

/**
 * Removes a dead holder's lock, under a guard that is named after that very holder and is a lock itself: only one thief
 * at a time may take this lock, it looks again before it does, and a thief that was killed in mid-steal is robbed of the
 * guard by the same rule. A thief that is merely stopped keeps its guard, so it cannot wake up and remove a new lock.
 *
 * @param now epoch milliseconds
 * @returns false when another process is at it: look again a little later
 * @throws the system's error when the folder cannot be written
 */
export const removeDead = (path: string, nonce: string, now: number): boolean => {
  const guard = guardOf(path, nonce);
  const thief = selfAsHolder('removing a dead lock');
  if (!publish(guard, thief)) {
    const look = lookAt(guard, now);
    if (look.kind === 'dead') removeDead(guard, look.nonce, now);
    return false;
  }
  try {
    const look = lookAt(path, now);
    if (look.kind === 'dead' && look.nonce === nonce) rmSync(path, { force: true });
    return true;
  } finally {
    release(guard, thief);
  }
};

/** A guard's guard is named as the lock's own would be, so that no name grows. */
const guardOf = (path: string, nonce: string): string =>
  `${path.replace(GUARD, '')}.steal-${sha256(nonce).slice(0, 24)}`;

const GUARD = /\.steal-[0-9a-f]{24}$/;
const LOCK_OR_GUARD = /\.lock(\.steal-[0-9a-f]{24})?$/;
const DRAFT_FILE = /\.lock(\.steal-[0-9a-f]{24})?\.\d+-[0-9a-f]{24}$/;

/** Removes the drafts, locks and guards of processes that were killed: nobody may ever ask for that lock again. */
export const sweepLocks = (folder: string, now: number): void => {
  try {
    for (const name of readdirSync(folder)) {
      const path = join(folder, name);
      if (!DRAFT_FILE.test(name) && !LOCK_OR_GUARD.test(name)) continue;
      const look = lookAt(path, now);
      if (look.kind !== 'dead') continue;
      if (DRAFT_FILE.test(name)) rmSync(path, { force: true });
      else removeDead(path, look.nonce, now);
    }
  } catch {
    // tidying up: no failure is worth a word
  }
};
