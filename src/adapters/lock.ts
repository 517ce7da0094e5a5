import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { AwsroleError } from '../domain/errors.ts';
import type { Clock, LockHolder, Locks } from '../ports.ts';
import { fileError } from './file-error.ts';
import { type Holder, lookAt, publish, release, selfAsHolder, TOUCH_EVERY, touch } from './lock-file.ts';
import { removeDead, sweepDrafts } from './lock-steal.ts';
import { ensurePrivateFolder } from './private-file.ts';

type LockOptions<T> = Parameters<Locks['withLock']>[2] & { isDone?: () => Promise<T | undefined> };

type Outcome<T> = { kind: 'got'; holder: Holder } | { kind: 'done'; result: T } | { kind: 'no locks here' };

/**
 * Locks between processes, as files in `folder`: published by link(2), so that no reader meets half a file; judged by
 * process number and start time, so that a dead holder never blocks and a stopped one keeps its lock. Where the folder
 * cannot be written (a full disk, a read-only home), nothing can be shared either and the work is done without a lock.
 */
export const createLocks = (folder: string, clock: Clock): Locks => ({
  async withLock<T>(name: string, work: () => Promise<T>, options: LockOptions<T>): Promise<T> {
    const path = join(folder, `${createHash('sha256').update(name).digest('hex').slice(0, 40)}.lock`);
    const outcome = await acquire(folder, path, options, clock);
    if (outcome.kind === 'done') return outcome.result;
    if (outcome.kind === 'no locks here') return work();
    const timer = setInterval(() => void touch(path, clock.now()), TOUCH_EVERY).unref();
    try {
      return await work();
    } finally {
      clearInterval(timer);
      release(path, outcome.holder);
    }
  },
});

const acquire = async <T>(
  folder: string,
  path: string,
  options: LockOptions<T>,
  clock: Clock,
): Promise<Outcome<T>> => {
  const self = selfAsHolder(options.doing);
  const since = clock.now();
  let hasTold = false;
  for (;;) {
    const published = await tryPublish(folder, path, self);
    if (published === undefined) return { kind: 'no locks here' };
    if (published) {
      sweepDrafts(folder, clock.now());
      return { kind: 'got', holder: self };
    }
    const now = clock.now();
    const look = lookAtLock(path, now);
    const done = await options.isDone?.();
    if (done !== undefined) return { kind: 'done', result: done as T };
    if (look.kind === 'free') continue;
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
const tryPublish = async (folder: string, path: string, self: Holder): Promise<boolean | undefined> => {
  try {
    await ensurePrivateFolder(folder);
    return await publish(path, self);
  } catch (error) {
    if (NOT_WRITABLE.has((error as NodeJS.ErrnoException).code ?? '')) return undefined;
    throw fileError('lock', path, error);
  }
};

const NOT_WRITABLE = new Set(['EACCES', 'EPERM', 'EROFS', 'ENOSPC', 'EDQUOT', 'ENOTDIR', 'EEXIST']);

/** What is at a lock's place now; a dead holder's lock is taken away first, and is free then. */
const lookAtLock = (path: string, now: number): ReturnType<typeof lookAt> => {
  try {
    const look = lookAt(path, now);
    return look.kind === 'dead' && removeDead(path, look.nonce, now) ? { kind: 'free' } : look;
  } catch (error) {
    throw fileError('lock', path, error);
  }
};

const shown = ({ pid, doing }: Holder): LockHolder => ({ pid, doing });

const tookTooLong = (path: string, holder: Holder | undefined, waited: number): AwsroleError =>
  new AwsroleError(
    `waited ${Math.round(waited / 1000)} seconds for ${holder ? `pid ${holder.pid} (awsrole, ${holder.doing})` : 'another awsrole'}`,
    {
      hints: [
        holder ? `let it finish, or end it: kill ${holder.pid}` : `remove ${path} when no awsrole is running`,
      ],
    },
  );
