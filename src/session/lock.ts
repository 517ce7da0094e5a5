import type { Ports } from '../ports/ports.ts';

/** How long to wait for a process that may be prompting, in milliseconds. */
const WITH_TERMINAL_MS = 150_000;
/** How long to wait without a terminal: less than the minute after which the Go SDK ends a credential process. */
const WITHOUT_TERMINAL_MS = 55_000;

/**
 * Does a job in one process at a time, under the lock `name`. Other processes that need the result wait for it and share
 * it; a note tells the user once for which process awsrole waits.
 *
 * @param job.doing the job as text for the note
 * @param job.find returns the result of another process, undefined while there is none
 * @throws AwsroleError when the wait takes too long
 */
export const doOnce = <T>(
  name: string,
  job: { doing: string; work: () => Promise<T>; find?: () => Promise<T | undefined> },
  { locks, terminal }: Pick<Ports, 'locks' | 'terminal'>,
): Promise<T> =>
  locks.withLock(name, job.work, {
    doing: job.doing,
    timeoutMs: terminal.canAsk ? WITH_TERMINAL_MS : WITHOUT_TERMINAL_MS,
    ...(job.find && { isDone: job.find }),
    onWait: holder =>
      terminal.note(
        holder
          ? `waiting for pid ${holder.pid} (awsrole, ${holder.doing})`
          : 'waiting for another awsrole process',
      ),
  });
