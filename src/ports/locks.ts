export interface LockHolder {
  readonly pid: number;
  readonly doing: string;
}

export interface Locks {
  /**
   * Runs `work` while holding the lock `name`; a holder that died never blocks. While waiting, `isDone` is asked at
   * every poll, and once more when the lock was taken: once it gives a value, that is the result and no work is done. `onWait` is told the holder
   * once, after a second. Gives up with an AwsroleError after `timeoutMs`.
   */
  withLock<T>(
    name: string,
    work: () => Promise<T>,
    options: {
      doing: string;
      timeoutMs: number;
      isDone?: () => Promise<T | undefined>;
      onWait?: (holder: LockHolder | undefined) => void;
    },
  ): Promise<T>;
}
