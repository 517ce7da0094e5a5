import type { LockHolder } from '../ports/ports.ts';
import type { World } from './world.ts';

/**
 * How long to wait for another process: as long as a question may stand open, or, where nobody sees what is waited
 * for, less than the minute after which the Go SDK gives up on a credential process.
 */
export const lockTimes = (world: World): { timeoutMs: number } => ({
  timeoutMs: world.terminal.canAsk ? 150_000 : 55_000,
});

/** Tells a person once what is being waited for. */
export const waitingNote =
  (world: World) =>
  (holder: LockHolder | undefined): void =>
    world.terminal.note(
      holder ? `waiting for pid ${holder.pid} (awsrole, ${holder.doing})` : 'waiting for another awsrole',
    );
