import { basename, join } from 'node:path';
import { AwsroleError } from '../../core/errors.ts';
import type { SessionKey } from '../../core/plan/session-key.ts';
import type { SessionCache } from '../../ports/cache.ts';
import { sweepTemporariesIn } from '../files/atomic-file.ts';
import { fileError } from '../files/file-error.ts';
import { readdir, rm, stat } from '../files/file-system.ts';
import {
  type CacheWarning,
  ensurePrivateFolder,
  type FileProblem,
  namesIn,
  readPrivateFile,
  writePrivateFile,
} from '../files/private-file.ts';
import { entryName, keyIn, parseEntry, serializeEntry } from './session-entry.ts';

const ENTRY_NAME = /^[0-9a-f]{40}\.json$/;
/** The temporary file of an entry. It remains when its writer is killed. */
const TEMPORARY_NAME = /^\.[0-9a-f]{40}\.json\.awsrole-.*\.tmp$/;
/** How long an expired entry stays (milliseconds), so that a clock that jumps does not empty the cache. */
const KEEP_EXPIRED_MS = 86_400_000;
/** The longest duration of a session, which is GetSessionToken's maximum (milliseconds). */
const LONGEST_SESSION_MS = 129_600_000;

/**
 * Creates the cache of sessions in `folder`: one file per session, for the owner only. An invalid entry, and one that
 * others can read or write, is ignored and replaced by the next write. The user gets one note for each problem.
 */
export const createSessionCache = (options: {
  folder: string;
  now: () => number;
  note: (text: string) => void;
  /** called when the folder cannot be used */
  warn: CacheWarning;
}): SessionCache => {
  const { folder } = options;
  const noted = new Set<string>();
  const noteOnce = (text: string): void => {
    if (!noted.has(text)) options.note(text);
    noted.add(text);
  };
  const pathOf = (key: SessionKey): string => join(folder, entryName(key));
  const read: SessionCache['read'] = async key => {
    const path = pathOf(key);
    const found = await readPrivateFile(path);
    if ('problem' in found) {
      if (found.problem !== 'absent') noteOnce(`warning: ${path} is not used: ${REASONS[found.problem]}`);
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
      const names = (await namesIn(folder)).filter(name => ENTRY_NAME.test(name));
      // with more entries than keys, reading each key's entry is less work
      if (names.length > count) return read;
      const cached = new Set<string>();
      for (const name of names) {
        const found = await readPrivateFile(join(folder, name));
        const key = 'problem' in found ? undefined : keyIn(found.text);
        // an invalid entry belongs to the key with this file name; `read` notes it when that key is read
        if (!key || entryName(key) !== name) return read;
        cached.add(textOf(key));
      }
      return async key => (cached.has(textOf(key)) ? read(key) : undefined);
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
    remove: key => removeAll(pathOf(key)),
    async clear() {
      const names = await namesIn(folder);
      const temporary = names.filter(name => TEMPORARY_NAME.test(name));
      const entries = names.filter(name => ENTRY_NAME.test(name));
      for (const name of [...temporary, ...entries]) await removeAll(join(folder, name));
      return entries.length;
    },
  };
};

const textOf = ({ kind, identity }: SessionKey): string => `${kind}\n${identity}`;

const REASONS: Record<Exclude<FileProblem, 'absent'>, string> = {
  open: 'others can read it',
  foreign: 'it belongs to another user',
  link: 'it is a link',
  'not a file': 'it is not a regular file',
  'too large': 'it is too large for a session',
  unreadable: 'it cannot be read',
};

/** Removes a file or a folder with its contents. */
const removeAll = async (path: string): Promise<void> => {
  try {
    await rm(path, { force: true, recursive: true });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOTDIR') throw fileError('remove', path, error);
  }
};

/** One write checks at most this many entries, because the user waits for it. */
const MAX_CHECKED = 200;

/**
 * Removes temporary files and unusable entries; ignores failures. A file of another user stays, and so does a folder.
 */
const sweep = async (folder: string, written: string, now: number): Promise<void> => {
  await sweepTemporariesIn(folder, target => ENTRY_NAME.test(target));
  const names = (await readdir(folder).catch(() => [])).filter(name => ENTRY_NAME.test(name)).sort();
  // names are hashes, so each write starts at another place and repeated writes reach every entry
  const from = names.indexOf(written) + 1;
  for (const name of [...names.slice(from), ...names.slice(0, from)].slice(0, MAX_CHECKED)) {
    const path = join(folder, name);
    if (await isUnusable(path, now)) await rm(path, { force: true }).catch(() => undefined);
  }
};

const isUnusable = async (path: string, now: number): Promise<boolean> => {
  const read = await readPrivateFile(path);
  if ('problem' in read) return read.problem === 'open' || read.problem === 'too large';
  const entry = parseEntry(read.text);
  if (typeof entry !== 'string') return entry.expiresAt + KEEP_EXPIRED_MS < now;
  // another version of awsrole may still use its entry, until the longest session has expired
  return entry === 'spoiled' || (await changedAt(path)) + LONGEST_SESSION_MS + KEEP_EXPIRED_MS < now;
};

const changedAt = async (path: string): Promise<number> =>
  (await stat(path).catch(() => undefined))?.mtimeMs ?? Number.POSITIVE_INFINITY;
