import { join } from 'node:path';
import { AwsroleError } from '../../core/errors.ts';
import { safe } from '../../core/text/terminal-text.ts';
import type { Clock } from '../../ports/clock.ts';
import type { LockHolder, Locks } from '../../ports/locks.ts';
import { sha256 } from '../files/crypto.ts';
import { fileError } from '../files/file-error.ts';
import { type CacheWarning, ensurePrivateFolder } from '../files/private-file.ts';
import {
  type Holder,
  inspectLock,
  isOnThisMachine,
  type LockState,
  publish,
  release,
  selfAsHolder,
  TOUCH_INTERVAL_MS,
  touch,
} from './lock-file.ts';
import { removeDead, sweepLocks } from './lock-steal.ts';

type LockOptions<T> = Parameters<Locks['withLock']>[2] & { isDone?: () => Promise<T | undefined> };

type Outcome<T> = { kind: 'acquired'; holder: Holder } | { kind: 'done'; result: T } | { kind: 'no locks' };

/**
 * Creates locks between processes, as files in `folder`. A lock file names its holder by process ID and start time, so
 * a dead holder never blocks and a stopped one keeps its lock. When the folder cannot be used (a full disk, a read-only
 * home, another user's folder), processes cannot share results either, and the work runs without a lock.
 *
 * @param warn called when the folder cannot be used
 */
export const createLocks = (folder: string, clock: Clock, warn: CacheWarning = () => {}): Locks => ({
  async withLock<T>(name: string, work: () => Promise<T>, options: LockOptions<T>): Promise<T> {
    const path = join(folder, `${sha256(name).slice(0, 40)}.lock`);
    const outcome = await acquire(folder, path, options, clock, warn);
    if (outcome.kind === 'done') return outcome.result;
    if (outcome.kind === 'no locks') return workUnlessDone(work, options);
    const timer = setInterval(() => void touch(path, clock.now()), TOUCH_INTERVAL_MS).unref();
    try {
      return await workUnlessDone(work, options);
    } finally {
      clearInterval(timer);
      release(path, outcome.holder);
    }
  },
});

/** Checks again for a result, because another holder may have finished just before this process acquired the lock. */
const workUnlessDone = async <T>(work: () => Promise<T>, { isDone }: LockOptions<T>): Promise<T> =>
  ((await isDone?.()) as T | undefined) ?? work();

const acquire = async <T>(
  folder: string,
  path: string,
  options: LockOptions<T>,
  clock: Clock,
  warn: CacheWarning,
): Promise<Outcome<T>> => {
  const self = selfAsHolder(options.doing);
  const startedAt = clock.now();
  let hasReportedWait = false;
  for (let wasFree = false; ; ) {
    const published = await tryPublish(folder, path, self, warn);
    if (published === undefined) return { kind: 'no locks' };
    if (published) {
      sweepLocks(folder, clock.now());
      return { kind: 'acquired', holder: self };
    }
    const now = clock.now();
    const state = inspectAndRemoveDead(path, now);
    const done = await options.isDone?.();
    if (done !== undefined) return { kind: 'done', result: done as T };
    const isNewlyFree = state.kind === 'free' && !wasFree;
    wasFree = state.kind === 'free';
    // try a free lock once without a pause; if that fails, another process was faster or the path cannot be linked
    if (isNewlyFree) continue;
    const holder = state.kind === 'held' ? state.holder : undefined;
    const waited = now - startedAt;
    if (waited > options.timeoutMs) throw waitedTooLong(path, holder, waited);
    if (waited > 1_000 && state.kind === 'held' && !hasReportedWait) {
      hasReportedWait = true;
      options.onWait?.(holder && printable(holder));
    }
    await clock.sleep(20 + Math.random() * 40);
  }
};

/** Tries to acquire the lock. Returns undefined, after a warning, when the folder cannot hold locks. */
const tryPublish = async (
  folder: string,
  path: string,
  self: Holder,
  warn: CacheWarning,
): Promise<boolean | undefined> => {
  try {
    await ensurePrivateFolder(folder);
    return publish(path, self);
  } catch (error) {
    const failed = fileError('lock', path, error);
    if (!(failed instanceof AwsroleError)) throw failed;
    warn(failed);
    return undefined;
  }
};

/** The state of a lock. Removes the lock of a dead holder, which is then free. */
const inspectAndRemoveDead = (path: string, now: number): LockState => {
  try {
    const state = inspectLock(path, now);
    return state.kind === 'dead' && removeDead(path, state.nonce, now) ? { kind: 'free' } : state;
  } catch (error) {
    throw fileError('lock', path, error);
  }
};

/** The holder with a safe text, because another program may have written the lock file. */
const printable = ({ pid, doing }: Holder): LockHolder => ({ pid, doing: safe(doing).slice(0, MAX_LENGTH) });
const MAX_LENGTH = 200;

const waitedTooLong = (path: string, holder: Holder | undefined, waited: number): AwsroleError =>
  new AwsroleError(
    `waited ${Math.round(waited / 1000)} seconds for ${holder ? `pid ${holder.pid} (awsrole, ${printable(holder).doing})` : 'another awsrole'}`,
    { hints: [holder ? remedyFor(holder) : `remove ${safe(path)} when no awsrole is running`] },
  );

/** The hint suggests `kill` only on this machine: elsewhere, another process may have this process ID. */
const remedyFor = (holder: Holder): string =>
  isOnThisMachine(holder)
    ? `let it finish, or stop it: kill ${holder.pid}`
    : `let it finish, or stop it on its machine: ${safe(holder.host).slice(0, MAX_LENGTH)}`;
