import { constants } from 'node:fs';
import { type FileHandle, lstat, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { isAlive, machineName } from '../process/process-facts.ts';
import { randomHex, sha256 } from './crypto.ts';
import { fileError } from './file-error.ts';
import { linkTarget } from './link-target.ts';

/** What identifies one state of a file. */
export interface FileStamp {
  readonly ino: number;
  readonly size: number;
  readonly mtimeMs: number;
  readonly ctimeMs: number;
}

/** Somebody else changed the file between reading and replacing it: read it again. */
export class ChangedMeanwhile extends Error {
  override readonly name = 'ChangedMeanwhile';
}

/** How a file is written. */
export interface WriteOptions {
  /** false for what only saves time: it may be lost with the power, never torn unseen by its reader */
  readonly durable?: boolean;
  /** of a new file; 0600 unless told */
  readonly mode?: number;
  /** keep mode and owner of a file that is there */
  readonly keepMode?: boolean;
  /** the state the file must still be in; null: it must not exist. Left out: any */
  readonly expect?: FileStamp | null | undefined;
}

/** The state of the file a path leads to, or null where there is none. */
export const stampOf = async (path: string): Promise<FileStamp | null> => {
  try {
    const { ino, size, mtimeMs, ctimeMs } = await stat(path);
    return { ino, size, mtimeMs, ctimeMs };
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return null;
    throw fileError('read', path, error);
  }
};

/**
 * Replaces a file's text: a reader sees the old text or the new one, whenever this process dies. The new file is made
 * beside the real target (links stay), is never wider than its final mode, and is on the disk before it takes the name.
 *
 * @throws ChangedMeanwhile when the file is not what `expect` says; AwsroleError with a remedy when it cannot be written
 */
export const writeAtomically = async (
  path: string,
  text: string,
  options: WriteOptions = {},
): Promise<void> => {
  const { durable = true } = options;
  let temporary: string | undefined;
  try {
    const target = await linkTarget(path);
    await sweepTemporaries(target);
    const before = await statusOf(target);
    temporary = temporaryFor(target);
    const { O_WRONLY, O_CREAT, O_EXCL, O_NOFOLLOW } = constants;
    const file = await open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, 0o600);
    try {
      await fill(file, text, options.keepMode ? before : undefined, options.mode ?? 0o600);
      if (durable) await file.sync();
    } finally {
      await file.close();
    }
    if (options.expect !== undefined && !isSame(await stampOf(target), options.expect))
      throw new ChangedMeanwhile(target);
    await rename(temporary, target);
    temporary = undefined;
    if (durable) await syncFolder(dirname(target));
  } catch (error) {
    if (error instanceof ChangedMeanwhile) throw error;
    throw fileError('write', path, error);
  } finally {
    if (temporary !== undefined) await rm(temporary, { force: true }).catch(() => undefined);
  }
};

type Status = Awaited<ReturnType<typeof lstat>>;

const statusOf = async (path: string): Promise<Status | undefined> => {
  try {
    return await lstat(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
};

/** Owner and mode come before the text: at no moment can anybody read it who should not. */
const fill = async (
  file: FileHandle,
  text: string,
  kept: Status | undefined,
  mode: number,
): Promise<void> => {
  await file.chmod(kept ? await modeLike(file, kept) : mode);
  await file.writeFile(text, 'utf8');
};

/**
 * Gives a new file the owner of the one it replaces. A group that cannot be kept takes its rights with it: another group
 * gets none, and its own people, who are among the others now, get no more than they had.
 */
const modeLike = async (file: FileHandle, kept: Status): Promise<number> => {
  const [uid, gid, mode] = [Number(kept.uid), Number(kept.gid), Number(kept.mode) & 0o777];
  const own = await file.stat();
  if (own.uid === uid && own.gid === gid) return mode;
  await file
    .chown(uid, gid)
    .catch(() => file.chown(own.uid, gid))
    .catch(() => undefined);
  if ((await file.stat()).gid === gid) return mode;
  return (mode & 0o700) | (mode & 0o007 & (mode >> 3));
};

const isSame = (a: FileStamp | null, b: FileStamp | null): boolean =>
  a === b ||
  (a !== null &&
    b !== null &&
    a.ino === b.ino &&
    a.size === b.size &&
    a.mtimeMs === b.mtimeMs &&
    a.ctimeMs === b.ctimeMs);

/** Some file systems cannot sync a folder; the file itself is safe all the same. */
const syncFolder = async (folder: string): Promise<void> => {
  const handle = await open(folder, 'r').catch(() => undefined);
  await handle?.sync().catch(() => undefined);
  await handle?.close();
};

/** Process numbers mean something only on one machine: whose they are is told apart by its name's first bytes. */
const mark = (): string => sha256(machineName()).slice(0, 8);

/** A name beside `target`, used by nobody else, that tells who is writing. */
export const temporaryFor = (target: string): string =>
  join(dirname(target), `.${basename(target)}.awsrole-${mark()}-${process.pid}-${randomHex(6)}.tmp`);

/** A temporary file of another machine (or container) is nobody's after this long, in milliseconds. */
const FORSAKEN = 3_600_000;

/** Removes what writers of this very file left when they were killed. What cannot be removed is in nobody's way. */
export const sweepTemporaries = (target: string): Promise<void> =>
  sweepTemporariesIn(dirname(target), name => name === basename(target));

/** The same for every file of a folder whose name is wanted. Another user's are left alone. */
export const sweepTemporariesIn = async (
  folder: string,
  isWanted: (target: string) => boolean,
): Promise<void> => {
  for (const name of await readdir(folder).catch(() => [])) {
    const [, target = '', machine, pid] = TEMPORARY.exec(name) ?? [];
    if (pid === undefined || !isWanted(target)) continue;
    const path = join(folder, name);
    if (!(await isOwn(path))) continue;
    const isLeft = machine === mark() ? !isAlive(Number(pid)) : await isForsaken(path);
    if (isLeft) await rm(path, { force: true }).catch(() => undefined);
  }
};

const TEMPORARY = /^\.(.+)\.awsrole-([0-9a-f]{8})-(\d+)-[0-9a-f]{12}\.tmp$/s;

const isOwn = async (path: string): Promise<boolean> => {
  const status = await lstat(path).catch(() => undefined);
  const self = process.getuid?.();
  return status?.isFile() === true && (self === undefined || Number(status.uid) === self);
};

const isForsaken = async (path: string): Promise<boolean> => {
  const status = await lstat(path).catch(() => undefined);
  return status !== undefined && Date.now() - status.mtimeMs > FORSAKEN;
};
