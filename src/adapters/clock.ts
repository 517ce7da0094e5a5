import { setTimeout as wait } from 'node:timers/promises';
import type { Clock } from '../ports/clock.ts';

/** This machine's clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: async (milliseconds, signal) => {
    try {
      await wait(Math.max(0, milliseconds), undefined, signal ? { signal } : {});
    } catch (error) {
      // node's own error only has the reason as its cause
      throw signal?.aborted ? signal.reason : error;
    }
  },
};
