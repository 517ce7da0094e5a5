import {
  closeSync,
  constants,
  fchmodSync,
  fstatSync,
  linkSync,
  lstatSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { randomHex } from '../files/crypto.ts';
import { utimes } from '../files/file-system.ts';
import { bootId, isAlive, isAnotherProcess, machineName, markOfSelf } from '../process/process-facts.ts';

/** The holder of a lock: the content of the lock file. */
export interface Holder {
  readonly pid: number;
  /** distinguishes the process from a later one with the same process ID (`markOfSelf`); empty when unknown */
  readonly start: string;
  readonly boot: string;
  readonly host: string;
  /** identifies one acquisition of the lock */
  readonly nonce: string;
  /** the holder's work, for the message to waiting users */
  readonly doing: string;
}

/** The state of a lock. A holder is undefined when the lock file is invalid but may still be completed. */
export type LockState =
  | { kind: 'free' }
  | { kind: 'held'; holder: Holder | undefined }
  | { kind: 'dead'; nonce: string };

/** An invalid lock file counts as dead after this time, in milliseconds. */
const INVALID_GRACE_MS = 2_000;
/** How often a holder updates the modification time of its lock, in milliseconds. */
export const TOUCH_INTERVAL_MS = 10_000;
/** A holder on another machine counts as dead when it has not touched its lock for this time, in milliseconds. */
const REMOTE_DEAD_MS = 120_000;

/** Describes this process as a holder. `doing` is its work, for the message to waiting users. */
export const selfAsHolder = (doing: string): Holder => ({
  pid: process.pid,
  start: markOfSelf(),
  boot: bootId(),
  host: machineName(),
  nonce: randomHex(12),
  doing: doing.replaceAll(/[^\x20-\x7e]/g, '?').slice(0, 80),
});

/**
 * Tries to acquire a lock. Writes a draft and gives it the name of the lock with link(2), which is atomic, so that
 * every reader finds a complete lock file.
 *
 * @returns whether this process holds the lock now
 * @throws the system's error when the folder cannot be written
 */
export const publish = (path: string, holder: Holder): boolean => {
  const draft = `${path}.${holder.pid}-${holder.nonce}`;
  try {
    const file = openSync(draft, 'wx', 0o600);
    try {
      // waiting processes must be able to read the file, whatever the umask is
      fchmodSync(file, 0o600);
      writeFileSync(file, JSON.stringify(holder));
    } finally {
      closeSync(file);
    }
    linkSync(draft, path);
    return true;
  } catch (error) {
    const { code, syscall } = error as NodeJS.ErrnoException;
    // ENOENT: after a delay (a busy disk, a suspended laptop) another process may have swept the draft as stale
    if (code === 'EEXIST' || (code === 'ENOENT' && syscall === 'link')) return false;
    throw error;
  } finally {
    removeQuietly(draft);
  }
};

const removeQuietly = (path: string): void => {
  try {
    rmSync(path, { force: true });
  } catch {
    // a later process sweeps the file
  }
};

/**
 * Reads a lock file and checks whether its holder still runs. A stopped process still runs. This function is
 * synchronous, so that no other code of this process runs between the check and the action on its result.
 *
 * @param now epoch milliseconds
 * @throws the system's error when the lock file exists and cannot be read
 */
export const inspectLock = (path: string, now: number): LockState => {
  let file: { text: string; age: number };
  try {
    file = readLock(path, now);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { kind: 'free' };
    throw error;
  }
  const { text, age } = file;
  const holder = parseHolder(text);
  // a modification time in the future is from before the clock was set back
  if (!holder)
    return Math.abs(age) > INVALID_GRACE_MS
      ? { kind: 'dead', nonce: text }
      : { kind: 'held', holder: undefined };
  return isDead(holder, age) ? { kind: 'dead', nonce: holder.nonce } : { kind: 'held', holder };
};

/** Reads a lock file and its age in milliseconds. Does not open a link or a pipe; its text is empty. */
const readLock = (path: string, now: number): { text: string; age: number } => {
  const status = lstatSync(path);
  if (!status.isFile() && !status.isDirectory()) return { text: '', age: now - status.mtimeMs };
  const file = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  try {
    return { text: readFileSync(file, 'utf8'), age: now - fstatSync(file).mtimeMs };
  } finally {
    closeSync(file);
  }
};

const parseHolder = (text: string): Holder | undefined => {
  try {
    const { pid, start, boot, host, nonce, doing } = JSON.parse(text) as Partial<Holder>;
    const isWhole =
      Number.isSafeInteger(pid) &&
      [start, boot, host, nonce, doing].every(field => typeof field === 'string');
    return isWhole ? ({ pid, start, boot, host, nonce, doing } as Holder) : undefined;
  } catch {
    return undefined;
  }
};

const isDead = (holder: Holder, age: number): boolean => {
  if (!isOnThisMachine(holder)) return age > REMOTE_DEAD_MS;
  return holder.boot !== bootId() || !isAlive(holder.pid) || isAnotherProcess(holder.pid, holder.start);
};

/** Whether the holder runs on this machine and in this PID namespace, so that its process ID is valid here. */
export const isOnThisMachine = (holder: Holder): boolean => holder.host === machineName();

/** Releases a lock, unless another process has taken it over. */
export const release = (path: string, holder: Holder): void => {
  try {
    if (parseHolder(readFileSync(path, 'utf8'))?.nonce === holder.nonce) rmSync(path, { force: true });
  } catch {
    // the folder is gone or inaccessible; waiting processes take the lock over when this process has ended
  }
};

/** Updates the modification time of a lock, which shows other machines that its holder runs. */
export const touch = async (path: string, now: number): Promise<void> => {
  await utimes(path, now / 1000, now / 1000).catch(() => undefined);
};
