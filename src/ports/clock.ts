import type { ClockMeasurement } from '../core/aws/service-clock.ts';

/** The clock of this machine. */
export interface Clock {
  /** epoch milliseconds */
  now(): number;
  /** Resolves after `milliseconds`; rejects with the reason of `signal` when that is aborted. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
}

/** The clock of this machine, with the time since its start. */
export interface MachineClock extends Clock {
  /** milliseconds since this machine started; setting the clock does not change it */
  uptime(): number;
}

/**
 * The clock of AWS. Every answer of AWS has its time: when this machine's clock differs by a minute or more, awsrole says
 * so once, stores the measurement for the next commands, and removes the live records.
 */
export interface ServiceClock {
  /** Returns epoch milliseconds: the time of this machine, corrected by what the last answer of AWS showed. */
  now(): Promise<number>;
  /** Takes the measurement of an answer: the clock of AWS minus this machine's clock, in milliseconds. */
  measure(offset: number): Promise<void>;
  /** Returns the measurement, while this machine's clock is known to be wrong. */
  wrong(): Promise<ClockMeasurement | undefined>;
}
