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
  isHere,
  lookAt,
  publish,
  release,
  selfAsHolder,
  TOUCH_EVERY,
  touch,
} from './lock-file.ts';
import { removeDead, sweepLocks } from './lock-steal.ts';

type LockOptions<T> = Parameters<Locks['withLock']>[2] & { isDone?: () => Promise<T | undefined> };

type Outcome<T> = { kind: 'got'; holder: Holder } | { kind: 'done'; result: T } | { kind: 'no locks here' };

/**
 * Locks between processes, as files in `folder`: published by link(2), so that no reader meets half a file; judged by
 * process number and start time, so that a dead holder never blocks and a stopped one keeps its lock. Where the folder
 * cannot be used (a full disk, a read-only home, another user's), nothing can be shared either and the work is done
 * without a lock.
 *
 * @param warn told when it is
 */
export const createLocks = (folder: string, clock: Clock, warn: CacheWarning = () => {}): Locks => ({
  async withLock<T>(name: string, work: () => Promise<T>, options: LockOptions<T>): Promise<T> {
    const path = join(folder, `${sha256(name).slice(0, 40)}.lock`);
    const outcome = await acquire(folder, path, options, clock, warn);
    if (outcome.kind === 'done') return outcome.result;
    if (outcome.kind === 'no locks here') return workUnlessDone(work, options);
    const timer = setInterval(() => void touch(path, clock.now()), TOUCH_EVERY).unref();
    try {
      return await workUnlessDone(work, options);
    } finally {
      clearInterval(timer);
      release(path, outcome.holder);
    }
  },
});

/** Another holder may have finished between the last look and the moment the lock was ours. */
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
  const since = clock.now();
  let hasTold = false;
  for (let wasFree = false; ; ) {
    const published = await tryPublish(folder, path, self, warn);
    if (published === undefined) return { kind: 'no locks here' };
    if (published) {
      sweepLocks(folder, clock.now());
      return { kind: 'got', holder: self };
    }
    const now = clock.now();
    const look = lookAtLock(path, now);
    const done = await options.isDone?.();
    if (done !== undefined) return { kind: 'done', result: done as T };
    const isFree = look.kind === 'free' && !wasFree;
    wasFree = look.kind === 'free';
    // free twice in a row without being had: others are faster, or something is wrong there; either way it is waited
    if (isFree) continue;
    const holder = look.kind === 'held' ? look.holder : undefined;
    const waited = now - since;
    if (waited > options.timeoutMs) throw tookTooLong(path, holder, waited);
    if (waited > 1_000 && look.kind === 'held' && !hasTold) {
      hasTold = true;
      options.onWait?.(holder && shown(holder));
    }
    await clock.sleep(20 + Math.random() * 40);
  }
};

/** @returns undefined where no lock file can be made at all */
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

/** What is at a lock's place now; a dead holder's lock is taken away first, and is free then. */
const lookAtLock = (path: string, now: number): ReturnType<typeof lookAt> => {
  try {
    const look = lookAt(path, now);
    return look.kind === 'dead' && removeDead(path, look.nonce, now) ? { kind: 'free' } : look;
  } catch (error) {
    throw fileError('lock', path, error);
  }
};

/** What a lock file says is foreign text. */
const shown = ({ pid, doing }: Holder): LockHolder => ({ pid, doing: safe(doing).slice(0, LONGEST) });
const LONGEST = 200;

const tookTooLong = (path: string, holder: Holder | undefined, waited: number): AwsroleError =>
  new AwsroleError(
    `waited ${Math.round(waited / 1000)} seconds for ${holder ? `pid ${holder.pid} (awsrole, ${shown(holder).doing})` : 'another awsrole'}`,
    { hints: [holder ? remedyFor(holder) : `remove ${safe(path)} when no awsrole is running`] },
  );

/** A number of another machine or container may be any process's here. */
const remedyFor = (holder: Holder): string =>
  isHere(holder)
    ? `let it finish, or end it: kill ${holder.pid}`
    : `let it finish, or end it where it runs: ${safe(holder.host).slice(0, LONGEST)}`;
