import { readdir, rm, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { AwsroleError } from '../../core/errors.ts';
import type { SessionKey } from '../../core/plan/session-key.ts';
import type { SessionCache } from '../../ports/cache.ts';
import { sweepTemporariesIn } from '../files/atomic-file.ts';
import { fileError } from '../files/file-error.ts';
import {
  type CacheWarning,
  ensurePrivateFolder,
  type FileProblem,
  readPrivateFile,
  writePrivateFile,
} from '../files/private-file.ts';
import { entryName, keyIn, parseEntry, serializeEntry } from './session-entry.ts';

const NAME = /^[0-9a-f]{40}\.json$/;
/** What a writer that was killed left of an entry. */
const LEFT_OVER = /^\.[0-9a-f]{40}\.json\.awsrole-.*\.tmp$/;
/** An expired entry is kept this long (milliseconds), so that a clock that jumps does not empty the cache. */
const KEPT = 86_400_000;
/** No session lasts longer (GetSessionToken's maximum), in milliseconds. */
const LONGEST = 129_600_000;

/**
 * Sessions as owner-only files, one each, in `folder`. An entry that others could have written or read, or that makes
 * no sense, is ignored with a note (one each: while waiting, an entry is read many times) and replaced by the next write.
 */
export const createSessionCache = (options: {
  folder: string;
  now: () => number;
  note: (text: string) => void;
  /** told when the folder cannot be used */
  warn: CacheWarning;
}): SessionCache => {
  const { folder } = options;
  const told = new Set<string>();
  const noteOnce = (text: string): void => {
    if (!told.has(text)) options.note(text);
    told.add(text);
  };
  const pathOf = (key: SessionKey): string => join(folder, entryName(key));
  const read: SessionCache['read'] = async key => {
    const path = pathOf(key);
    const found = await readPrivateFile(path);
    if ('problem' in found) {
      if (found.problem !== 'absent') noteOnce(`warning: ${path} is not used: ${WHY[found.problem]}`);
      return undefined;
    }
    const entry = parseEntry(found.text, key);
    if (entry === 'spoiled') noteOnce(`warning: ${path} is not used: it is not a session that awsrole wrote`);
    return typeof entry === 'string' ? undefined : entry;
  };
  return {
    isPersistent: true,
    read,
    async readerFor(count) {
      const names = (await namesIn(folder)).filter(name => NAME.test(name));
      // with more entries than keys it is less work to look for each key
      if (names.length > count) return read;
      const there = new Set<string>();
      for (const name of names) {
        const found = await readPrivateFile(join(folder, name));
        const key = 'problem' in found ? undefined : keyIn(found.text);
        // whose place this is only its name tells: every key may have to complain of what is in it
        if (!key || entryName(key) !== name) return read;
        there.add(textOf(key));
      }
      return async key => (there.has(textOf(key)) ? read(key) : undefined);
    },
    async write(key, session, label) {
      try {
        await ensurePrivateFolder(folder);
        await writePrivateFile(pathOf(key), serializeEntry(key, session, label));
      } catch (error) {
        if (!(error instanceof AwsroleError)) throw error;
        options.warn(error);
        return;
      }
      await sweep(folder, basename(pathOf(key)), options.now());
    },
    remove: key => take(pathOf(key)),
    async clear() {
      const names = await namesIn(folder);
      for (const name of names.filter(candidate => LEFT_OVER.test(candidate))) await take(join(folder, name));
      const entries = names.filter(name => NAME.test(name));
      for (const name of entries) await take(join(folder, name));
      return entries.length;
    },
  };
};

const textOf = ({ kind, identity }: SessionKey): string => `${kind}\n${identity}`;

const WHY: Record<Exclude<FileProblem, 'absent'>, string> = {
  open: 'others can read it',
  foreign: 'it belongs to another user',
  link: 'it is a link',
  'not a file': 'it is no file',
  'too large': 'it is too large for a session',
  unreadable: 'it cannot be read',
};

/** Removes whatever is there. */
const take = async (path: string): Promise<void> => {
  try {
    await rm(path, { force: true, recursive: true });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOTDIR') throw fileError('remove', path, error);
  }
};

const namesIn = async (folder: string): Promise<string[]> => {
  try {
    return await readdir(folder);
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return [];
    throw fileError('read', folder, error);
  }
};

/** More are not looked at by one write, which is waited for. */
const SWEPT_AT_ONCE = 200;

/** Tidying up, so no failure is worth a word. What is another user's, or no file, stays as it is. */
const sweep = async (folder: string, written: string, now: number): Promise<void> => {
  await sweepTemporariesIn(folder, target => NAME.test(target));
  const names = (await readdir(folder).catch(() => [])).filter(name => NAME.test(name)).sort();
  // names are hashes, so each write looks at other neighbours: among many live entries none is out of reach for good
  const from = names.indexOf(written) + 1;
  for (const name of [...names.slice(from), ...names.slice(0, from)].slice(0, SWEPT_AT_ONCE)) {
    const path = join(folder, name);
    if (await isUseless(path, now)) await rm(path, { force: true }).catch(() => undefined);
  }
};

const isUseless = async (path: string, now: number): Promise<boolean> => {
  const read = await readPrivateFile(path);
  if ('problem' in read) return read.problem === 'open' || read.problem === 'too large';
  const entry = parseEntry(read.text);
  if (typeof entry !== 'string') return entry.expiresAt + KEPT < now;
  // another version may still be in use: its sessions are over when nobody can have one that old
  return entry === 'spoiled' || (await changedAt(path)) + LONGEST + KEPT < now;
};

const changedAt = async (path: string): Promise<number> =>
  (await stat(path).catch(() => undefined))?.mtimeMs ?? Number.POSITIVE_INFINITY;
