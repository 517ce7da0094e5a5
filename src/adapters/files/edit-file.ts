import { dirname } from 'node:path';
import { AwsroleError } from '../../core/errors.ts';
import { safe } from '../../core/text/terminal-text.ts';
import type { Clock } from '../../ports/clock.ts';
import type { SourceFile } from '../../ports/files.ts';
import { ChangedMeanwhile, type FileStamp, stampOf, writeAtomically } from './atomic-file.ts';
import { fileError } from './file-error.ts';
import { readFile } from './file-system.ts';
import { makeFolder } from './private-file.ts';

/** The maximum number of attempts at an edit while other tools change the file. */
const ATTEMPTS = 5;

/**
 * Replaces a file's text with the result of `edit` and saves the old text as `PATH.awsrole-backup` (0600). Other tools
 * write the file without awsrole's lock, so the edit is repeated when the file changed between reading and replacing.
 *
 * @param backupOf selects the part of the old text for the backup; all of it by default
 * @throws AwsroleError when the file cannot be read or written, is not UTF-8, or keeps changing; the error of `edit`
 */
export const editFile = async (
  path: string,
  edit: (text: string | undefined) => string,
  clock: Clock,
  backupOf = (before: string): string => before,
): Promise<{ changed: boolean; backup?: string }> => {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const { text, expect } = await readStableText(path, clock);
    const next = edit(text);
    if (next === (text ?? '')) return { changed: false };
    const backup = text === undefined ? undefined : `${path}.awsrole-backup`;
    try {
      if (backup === undefined) await makeFolderOf(path);
      else await writeAtomically(backup, backupOf(text as string), { mode: 0o600 });
      await writeAtomically(path, next, { mode: 0o600, keepMode: true, expect });
      return { changed: true, ...(backup !== undefined && { backup }) };
    } catch (error) {
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
