/** The process that holds a lock, and its task as text for the user. */
export interface LockHolder {
  readonly pid: number;
  readonly doing: string;
}

/** Locks between the awsrole processes of one user. */
export interface Locks {
  /**
   * Runs `work` while holding the lock `name`. A lock whose holder has died counts as free.
   *
   * @param options.isDone called at every poll, and once more when the lock is taken; a value from it is the result, and
   *   `work` does not run
   * @param options.onWait called once with the holder, after a second of waiting
   * @throws AwsroleError after `timeoutMs` of waiting
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
