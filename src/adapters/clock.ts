import { uptime } from 'node:os';
import { setTimeout as wait } from 'node:timers/promises';
import type { MachineClock } from '../ports/clock.ts';

/** The clock of this machine. */
export const systemClock: MachineClock = {
  now: () => Date.now(),
  uptime: () => uptime() * 1000,
  sleep: async (milliseconds, signal) => {
    try {
      await wait(Math.max(0, milliseconds), undefined, signal ? { signal } : {});
    } catch (error) {
      // Node's AbortError wraps the signal's reason as its cause
      throw signal?.aborted ? signal.reason : error;
    }
  },
};
