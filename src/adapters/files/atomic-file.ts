import { constants } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { isAlive, machineName } from '../process/process-facts.ts';
import { randomHex, sha256 } from './crypto.ts';
import { fileError } from './file-error.ts';
import { lstat, type OpenFile, open, readdir, rename, rm, stat } from './file-system.ts';
import { linkTarget } from './link-target.ts';
import { refuseFolderOfOther } from './owner.ts';

/** The file status fields that identify one state of a file. */
export interface FileStamp {
  readonly ino: number;
  readonly size: number;
  readonly mtimeMs: number;
  readonly ctimeMs: number;
}

/** Another program changed the file between reading and replacing it. The caller reads the file again. */
export class ChangedMeanwhile extends Error {
  override readonly name = 'ChangedMeanwhile';
}

/** How a file is written. */
export interface WriteOptions {
  /** whether the file must survive a power failure; true by default */
  readonly durable?: boolean;
  /** the mode of the file; 0600 by default */
  readonly mode?: number;
  /** keep the owner, the mode, the ACL and the extended attributes of an existing file, or grant less */
  readonly keepMode?: boolean;
  /** the modification time that the file gets (epoch seconds); that of the write by default */
  readonly modifiedAt?: number;
  /** the state that the file must still have; null when the file must not exist; any state by default */
  readonly expect?: FileStamp | null | undefined;
}

/** The state of the file behind a path and its links, or null when there is none. */
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
 * Replaces a file's text atomically: a reader sees the old text or the new one, even when this process is killed.
 * Creates a temporary file beside the target of the links (links stay), with at most the final mode, and renames it
 * once it is on the disk.
 *
 * @throws ChangedMeanwhile when the file is not in the state `expect`; AwsroleError with a remedy when the write fails
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
    if (!options.keepMode || before === undefined) refuseFolderOfOther(dirname(target));
    temporary = temporaryFor(target);
    const { O_WRONLY, O_CREAT, O_EXCL, O_NOFOLLOW } = constants;
    const file = await open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, 0o600);
    try {
      if (options.keepMode && before) await takeOver(file, temporary, target, before);
      else await file.chmod(options.mode ?? 0o600);
      // the file has its final mode now, so that no other user can read the text at any moment
      await file.truncate();
      await file.writeFile(text, 'utf8');
      if (options.modifiedAt !== undefined) await file.utimes(options.modifiedAt, options.modifiedAt);
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

/**
 * Gives a new, empty file the owner, the group, the mode, the ACL and the extended attributes of the file it replaces.
 * It never grants more:
 *
 * - When the group cannot be kept, the new group gets no rights, and others get at most the rights of the old group,
 *   which they now include.
 * - When the ACL cannot be copied, the group gets no rights. The group bits of a file with an ACL are its mask, not the
 *   rights of the group. And the new file can have an ACL of its own, from its folder, which these bits would enable.
 */
const takeOver = async (file: OpenFile, path: string, from: string, replaced: Status): Promise<void> => {
  const [uid, gid, mode] = [Number(replaced.uid), Number(replaced.gid), Number(replaced.mode) & 0o777];
  const own = await file.stat();
  if (own.uid !== uid || own.gid !== gid)
    await file
      .chown(uid, gid)
      .catch(() => file.chown(own.uid, gid))
      .catch(() => undefined);
  if ((await file.stat()).gid !== gid) await file.chmod((mode & 0o700) | (mode & 0o007 & (mode >> 3)));
  else if (!(await copyAttributes(from, path))) await file.chmod(mode & 0o707);
};

/** Has no option that copies attributes only, but copies ACLs and extended attributes with the text. */
const MACOS_CP = ['/bin/cp', '-p'] as const;
/** GNU coreutils. Other programs of this name refuse the options. */
const GNU_CP = ['cp', '--attributes-only', '--preserve=all'] as const;

/**
 * Copies mode, ACL and extended attributes from one file to another. Node cannot read an ACL, so this starts a program.
 *
 * @returns false when the program is missing or fails
 */
const copyAttributes = async (from: string, to: string): Promise<boolean> => {
  const { spawn } = await import('node:child_process');
  const [program, ...options] = process.platform === 'darwin' ? MACOS_CP : GNU_CP;
  return new Promise(resolve => {
    const child = spawn(program, [...options, '--', from, to], {
      stdio: 'ignore',
      env: { PATH: process.env['PATH'] },
    });
    child.on('error', () => resolve(false)).on('exit', code => resolve(code === 0));
  });
};

const isSame = (a: FileStamp | null, b: FileStamp | null): boolean =>
  a === b ||
  (a !== null &&
    b !== null &&
    a.ino === b.ino &&
    a.size === b.size &&
    a.mtimeMs === b.mtimeMs &&
    a.ctimeMs === b.ctimeMs);

/**
 * Syncs a folder. Ignores failures, because some file systems cannot sync a folder and the file itself is on the disk.
 */
const syncFolder = async (folder: string): Promise<void> => {
  const handle = await open(folder, 'r').catch(() => undefined);
  await handle?.sync().catch(() => undefined);
  await handle?.close();
};

/** Identifies this machine in the name of a temporary file, because process IDs are comparable only on one machine. */
const machineMark = (): string => sha256(machineName()).slice(0, 8);

/**
 * A unique path for a temporary file beside `target`. Its name contains the machine and the process ID of the writer.
 */
export const temporaryFor = (target: string): string =>
  join(dirname(target), `.${basename(target)}.awsrole-${machineMark()}-${process.pid}-${randomHex(6)}.tmp`);

/** A temporary file of another machine or container counts as abandoned after this time, in milliseconds. */
const ABANDONED_MS = 3_600_000;

/** Removes the temporary files of killed writers of `target`. */
const sweepTemporaries = (target: string): Promise<void> =>
  sweepTemporariesIn(dirname(target), name => name === basename(target));

/**
 * Removes the temporary files of killed writers in a folder. Ignores failures and keeps the files of other users.
 *
 * @param isWanted selects the target files by name
 */
export const sweepTemporariesIn = async (
  folder: string,
  isWanted: (target: string) => boolean,
): Promise<void> => {
  for (const name of await readdir(folder).catch(() => [])) {
    const [, target = '', machine, pid] = TEMPORARY.exec(name) ?? [];
    if (pid === undefined || !isWanted(target)) continue;
    const path = join(folder, name);
    if (!(await isOwn(path))) continue;
    const isLeftOver = machine === machineMark() ? !isAlive(Number(pid)) : await isAbandoned(path);
    if (isLeftOver) await rm(path, { force: true }).catch(() => undefined);
  }
};

const TEMPORARY = /^\.(.+)\.awsrole-([0-9a-f]{8})-(\d+)-[0-9a-f]{12}\.tmp$/s;

const isOwn = async (path: string): Promise<boolean> => {
  const status = await lstat(path).catch(() => undefined);
  const self = process.getuid?.();
  return status?.isFile() === true && (self === undefined || Number(status.uid) === self);
};

const isAbandoned = async (path: string): Promise<boolean> => {
  const status = await lstat(path).catch(() => undefined);
  return status !== undefined && Date.now() - status.mtimeMs > ABANDONED_MS;
};
