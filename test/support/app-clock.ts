import type { TestContext } from 'node:test';
import type { Clock } from '../../src/ports/clock.ts';

/** A clock that stands still until it is moved; whoever sleeps on it moves it. */
export interface MovableClock extends Clock {
  /** Moves it on by `milliseconds`. */
  advance(milliseconds: number): void;
  /** milliseconds of every sleep so far */
  readonly sleeps: readonly number[];
}

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;

/**
 * The clock of a test, in place of this machine's: `Date.now` follows it too, since the SDK dates its signatures by it.
 *
 * @param at epoch milliseconds
 */
export const movableClock = (t: TestContext, at: number): MovableClock => {
  let now = at;
  const sleeps: number[] = [];
  t.mock.method(Date, 'now', () => now);
  return {
    now: () => now,
    advance: milliseconds => {
      now += milliseconds;
    },
    sleeps,
    sleep: async (milliseconds, signal) => {
      signal?.throwIfAborted();
      sleeps.push(milliseconds);
      now += Math.max(0, milliseconds);
    },
  };
};
