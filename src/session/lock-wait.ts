import type { LockHolder } from '../ports/locks.ts';
import type { Ports } from '../ports/ports.ts';

/**
 * How long to wait for another process: as long as a question may stand open, or, where nobody sees what is waited
 * for, less than the minute after which the Go SDK gives up on a credential process.
 */
export const lockTimes = (ports: Ports): { timeoutMs: number } => ({
  timeoutMs: ports.terminal.canAsk ? 150_000 : 55_000,
});

/** Tells a person once what is being waited for. */
export const waitingNote =
  (ports: Ports) =>
  (holder: LockHolder | undefined): void =>
    ports.terminal.note(
      holder ? `waiting for pid ${holder.pid} (awsrole, ${holder.doing})` : 'waiting for another awsrole',
    );
