import type { Ports } from '../ports/ports.ts';

/** How long to wait while a question to a person may stand open, in milliseconds. */
const WITH_QUESTION_MS = 150_000;
/** Without a terminal: less than the minute after which the Go SDK gives up on a credential process. */
const WITHOUT_QUESTION_MS = 55_000;

/**
 * Lets one process do the work while all others that want the same result wait for it and share it. A person is told
 * once what awsrole is waiting for.
 *
 * @param job.doing what other processes are told while they wait
 * @param job.find the result of another process, once there is one
 */
export const doOnce = <T>(
  name: string,
  job: { doing: string; work: () => Promise<T>; find?: () => Promise<T | undefined> },
  { locks, terminal }: Pick<Ports, 'locks' | 'terminal'>,
): Promise<T> =>
  locks.withLock(name, job.work, {
    doing: job.doing,
    timeoutMs: terminal.canAsk ? WITH_QUESTION_MS : WITHOUT_QUESTION_MS,
    ...(job.find && { isDone: job.find }),
    onWait: holder =>
      terminal.note(
        holder ? `waiting for pid ${holder.pid} (awsrole, ${holder.doing})` : 'waiting for another awsrole',
      ),
  });
