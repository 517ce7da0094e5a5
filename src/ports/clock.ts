/** The clock; tests bring their own. */
export interface Clock {
  /** epoch milliseconds */
  now(): number;
  /** Resolves after `milliseconds`; rejects with the signal's reason when it is aborted. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
}
