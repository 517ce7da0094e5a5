/** The clock of this machine. */
export interface Clock {
  /** epoch milliseconds */
  now(): number;
  /** Resolves after `milliseconds`; rejects with the reason of `signal` when that is aborted. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
}
