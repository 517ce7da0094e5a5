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
import { utimes } from 'node:fs/promises';
import { randomHex } from '../files/crypto.ts';
import { bootId, isAlive, isAnotherProcess, machineName, markOfSelf } from '../process/process-facts.ts';

/** Who holds a lock, as the lock file says. */
export interface Holder {
  readonly pid: number;
  /** tells the process from a later one of the same number; empty when nothing does */
  readonly start: string;
  readonly boot: string;
  readonly host: string;
  readonly nonce: string;
  readonly doing: string;
}

/** What a look at a lock file tells. */
export type Look =
  | { kind: 'free' }
  | { kind: 'held'; holder: Holder | undefined }
  | { kind: 'dead'; nonce: string };

/** A thief, or a lock file that makes no sense, is given this long (milliseconds). */
export const PATIENCE = 2_000;
/** A holder on another machine shows that it lives by touching the file this often; unseen for longer it is dead. */
export const TOUCH_EVERY = 10_000;
const UNSEEN = 120_000;

/** This process as a holder. */
export const selfAsHolder = (doing: string): Holder => ({
  pid: process.pid,
  start: markOfSelf(),
  boot: bootId(),
  host: machineName(),
  nonce: randomHex(12),
  doing: doing.replaceAll(/[^\x20-\x7e]/g, '?').slice(0, 80),
});

/**
 * Publishes a complete lock file under its name, which link(2) does at once or not at all.
 *
 * @returns whether the lock is ours now; if not, somebody else may have it, or nobody
 * @throws the system's error when the folder cannot be written
 */
export const publish = (path: string, holder: Holder): boolean => {
  const draft = `${path}.${holder.pid}-${holder.nonce}`;
  try {
    const file = openSync(draft, 'wx', 0o600);
    try {
      // whatever the umask is, who waits must be able to read it
      fchmodSync(file, 0o600);
      writeFileSync(file, JSON.stringify(holder));
    } finally {
      closeSync(file);
    }
    linkSync(draft, path);
    return true;
  } catch (error) {
    const { code, syscall } = error as NodeJS.ErrnoException;
    // a draft that took its time (a busy disk, a laptop put to sleep) may have been swept as a dead process's
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
    // out of reach: swept by whoever comes next
  }
};

/**
 * Looks who holds a lock, and whether that process still lives. A stopped holder lives. Synchronous, so that nothing
 * of this process comes between a look and what follows from it.
 *
 * @param now epoch milliseconds
 * @throws the system's error when there is a lock file and it cannot be read
 */
export const lookAt = (path: string, now: number): Look => {
  let file: { text: string; age: number };
  try {
    file = readLock(path, now);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { kind: 'free' };
    throw error;
  }
  const { text, age } = file;
  const holder = parseHolder(text);
  // one from the future was left before the clock was set back
  if (!holder)
    return Math.abs(age) > PATIENCE ? { kind: 'dead', nonce: text } : { kind: 'held', holder: undefined };
  return isDead(holder, age) ? { kind: 'dead', nonce: holder.nonce } : { kind: 'held', holder };
};

/** What is no plain file (a link, a pipe) has no text: it is never followed, and nobody waits at its other end. */
const readLock = (path: string, now: number): { text: string; age: number } => {
  const there = lstatSync(path);
  if (!there.isFile() && !there.isDirectory()) return { text: '', age: now - there.mtimeMs };
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
  if (!isHere(holder)) return age > UNSEEN;
  return holder.boot !== bootId() || !isAlive(holder.pid) || isAnotherProcess(holder.pid, holder.start);
};

/** Whether the holder's process number means something to this process. */
export const isHere = (holder: Holder): boolean => holder.host === machineName();

/** Gives a lock up, unless it was taken away. */
export const release = (path: string, holder: Holder): void => {
  try {
    if (parseHolder(readFileSync(path, 'utf8'))?.nonce === holder.nonce) rmSync(path, { force: true });
  } catch {
    // gone with its folder, or out of reach: who waits sees this process end
  }
};

/** Shows other machines that the holder lives. */
export const touch = async (path: string, now: number): Promise<void> => {
  await utimes(path, now / 1000, now / 1000).catch(() => undefined);
};
