import { basename, dirname, join } from 'node:path';
import { AwsroleError } from '../../core/errors.ts';
import { safe } from '../../core/text/terminal-text.ts';
import type { Clock } from '../../ports/clock.ts';
import type { FileChange, FileEdit, SourceFile } from '../../ports/files.ts';
import { ChangedMeanwhile, type FileStamp, stampOf, writeAtomically } from './atomic-file.ts';
import { fileError } from './file-error.ts';
import { readdir, readFile, rm } from './file-system.ts';
import { makeFolder } from './private-file.ts';

/** The maximum number of attempts at an edit while other tools change the file. */
const ATTEMPTS = 5;

/**
 * Replaces a file's text with the result of `edit`, and saves the old text as a backup (0600) if the edit needs one.
 * Other tools write the file without awsrole's lock, so the edit is repeated when the file changed between reading and
 * replacing.
 *
 * @param backupOf selects the part of the old text for the backup; all of it by default
 * @throws AwsroleError when the file cannot be read or written, is not UTF-8, or keeps changing; the error of `edit`
 */
export const editFile = async (
  path: string,
  edit: FileEdit,
  clock: Clock,
  backupOf = (before: string): string => before,
): Promise<FileChange> => {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const { text, expect } = await readStableText(path, clock);
    const next = edit(text);
    if (next.text === (text ?? '')) return { changed: false };
    let backup: string | undefined;
    try {
      if (text === undefined) await makeFolderOf(path);
      else if (next.needsBackup) backup = await writeBackup(path, backupOf(text));
      await writeAtomically(path, next.text, { mode: 0o600, keepMode: true, expect });
      return { changed: true, ...(backup !== undefined && { backup }) };
    } catch (error) {
      if (backup !== undefined) await rm(backup, { force: true }).catch(() => undefined);
      if (!(error instanceof ChangedMeanwhile)) throw error;
    }
  }
  throw new AwsroleError(`another program keeps changing ${safe(path)}: nothing was written`, {
    hints: ['run the command again'],
  });
};

/**
 * Reads the text of a file and the file's state. The AWS CLI truncates the file and then writes it. In between, the
 * text is empty or ends in the middle of a line, and editing it would lose the rest. So this function reads a recently
 * modified text without a final newline again, until it stays so.
 */
const readStableText = async (
  path: string,
  clock: Clock,
): Promise<{ text: string | undefined; expect: FileStamp | null }> => {
  for (let attempt = 1; ; attempt++) {
    const expect = await stampOf(path);
    const { text } = await readTextFile(path);
    const isComplete = text === undefined || text.endsWith('\n');
    const isOld = expect !== null && Math.abs(clock.now() - expect.mtimeMs) > 1_000;
    if (isComplete || isOld || attempt >= ATTEMPTS) return { text, expect };
    await clock.sleep(30);
  }
};

/** The paths of the backups of a file. Earlier versions of awsrole wrote one backup, without a number. */
const backupsOf = async (path: string): Promise<string[]> => {
  const names = await readdir(dirname(path)).catch(() => []);
  const prefix = `${basename(path)}.awsrole-backup`;
  return names
    .filter(name => name.startsWith(prefix) && /^(-\d+)?$/.test(name.slice(prefix.length)))
    .map(name => join(dirname(path), name));
};

/** Writes a backup of a file under the next number, so that it replaces no earlier backup. Returns its path. */
const writeBackup = async (path: string, text: string): Promise<string> => {
  const numbers = (await backupsOf(path)).map(name => Number(/-(\d+)$/.exec(name)?.[1] ?? 0));
  const backup = `${path}.awsrole-backup-${Math.max(0, ...numbers) + 1}`;
  await writeAtomically(backup, text, { mode: 0o600, expect: null });
  return backup;
};

/** Removes the backups of a file. Returns their number; a backup that cannot be removed does not count. */
export const removeBackups = async (path: string): Promise<number> => {
  const removals = (await backupsOf(path)).map(backup =>
    rm(backup).then(
      () => 1,
      () => 0,
    ),
  );
  return (await Promise.all(removals)).reduce<number>((sum, count) => sum + count, 0);
};

const makeFolderOf = async (path: string): Promise<void> => {
  try {
    await makeFolder(dirname(path));
  } catch (error) {
    throw fileError('make', dirname(path), error);
  }
};

/**
 * Reads the text of a file that other tools also write. Keeps a byte order mark. The text is undefined without a file.
 *
 * @throws AwsroleError when the file cannot be read, or is not UTF-8: writing it again would change it
 */
export const readTextFile = async (path: string): Promise<SourceFile> => {
  let bytes: Buffer;
  try {
    bytes = await readFile(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return { path, text: undefined };
    throw unreadable(path, code, error);
  }
  const text = bytes.toString('utf8');
  if (Buffer.from(text, 'utf8').equals(bytes)) return { path, text };
  throw new AwsroleError(`${safe(path)} is not UTF-8 text`, {
    hints: ['save it as UTF-8: the AWS tools cannot read it either'],
  });
};

const unreadable = (path: string, code: string | undefined, cause: unknown): AwsroleError => {
  const isRefused = code === 'EACCES';
  const why = code === 'EISDIR' ? 'it is a folder' : isRefused ? 'permission denied' : code;
  return new AwsroleError(`cannot read ${safe(path)}: ${why ?? 'unknown error'}`, {
    hints: [
      isRefused
        ? 'give yourself read permission: chmod u+r'
        : 'set AWS_CONFIG_FILE and AWS_SHARED_CREDENTIALS_FILE to readable files',
    ],
    cause,
  });
};
