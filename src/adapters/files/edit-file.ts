import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { AwsroleError } from '../../core/errors.ts';
import { safe } from '../../core/text/terminal-text.ts';
import type { Clock } from '../../ports/clock.ts';
import type { SourceFile } from '../../ports/files.ts';
import { ChangedMeanwhile, type FileStamp, stampOf, writeAtomically } from './atomic-file.ts';
import { fileError } from './file-error.ts';
import { makeFolder } from './private-file.ts';

/** How often an edit is made anew when other tools keep changing the file. */
const ATTEMPTS = 5;

/**
 * Replaces a file's text by what `edit` makes of it and keeps the text before as `PATH.awsrole-backup` (0600). Other
 * tools write the file without our lock: when it changed between reading and replacing, the edit is made anew.
 *
 * @param worthKeeping what of the text before goes into the backup; all of it unless told
 * @throws AwsroleError when it cannot be read or written, is not UTF-8, or never rests; and what `edit` throws
 */
export const editFile = async (
  path: string,
  edit: (text: string | undefined) => string,
  clock: Clock,
  worthKeeping = (before: string): string => before,
): Promise<{ changed: boolean; backup?: string }> => {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const { text, expect } = await restingText(path, clock);
    const next = edit(text);
    if (next === (text ?? '')) return { changed: false };
    const backup = text === undefined ? undefined : `${path}.awsrole-backup`;
    try {
      if (backup === undefined) await makeFolderOf(path);
      else await writeAtomically(backup, worthKeeping(text as string), { mode: 0o600 });
      await writeAtomically(path, next, { mode: 0o600, keepMode: true, expect });
      return { changed: true, ...(backup !== undefined && { backup }) };
    } catch (error) {
      if (!(error instanceof ChangedMeanwhile)) throw error;
    }
  }
  throw new AwsroleError(
    `${safe(path)} was changed by another program again and again: nothing was written`,
    {
      hints: ['run the command again'],
    },
  );
};

/**
 * The text and the state it belongs to. The AWS CLI truncates the file and then writes it: caught in between it is
 * empty, or ends in the middle of a line, and an edit of that would cost the rest. Such a text is believed when it lasts.
 */
const restingText = async (
  path: string,
  clock: Clock,
): Promise<{ text: string | undefined; expect: FileStamp | null }> => {
  for (let attempt = 1; ; attempt++) {
    const expect = await stampOf(path);
    const { text } = await readTextFile(path);
    const isWhole = text === undefined || text.endsWith('\n');
    const isOld = expect !== null && Math.abs(clock.now() - expect.mtimeMs) > 1_000;
    if (isWhole || isOld || attempt >= ATTEMPTS) return { text, expect };
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
 * The text of a file that other tools write, byte for byte as it is, a byte order mark too; undefined without a file.
 *
 * @throws AwsroleError when it cannot be read or is not UTF-8: it would not survive being written again
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
  return new AwsroleError(`cannot read ${safe(path)}: ${why ?? 'it cannot be read'}`, {
    hints: [
      isRefused
        ? 'give yourself the right to read it: chmod u+r'
        : 'let AWS_CONFIG_FILE and AWS_SHARED_CREDENTIALS_FILE name readable files',
    ],
    cause,
  });
};
