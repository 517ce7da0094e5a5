import { constants } from 'node:fs';
import { dirname, join } from 'node:path';
import type { RecordedFile } from '../../core/records/live-record.ts';
import type { FileState, FilesState, LiveRecords } from '../../ports/cache.ts';
import type { Clock } from '../../ports/clock.ts';
import type { SharedFiles } from '../../ports/files.ts';
import { sha256 } from '../files/crypto.ts';
import { fileError } from '../files/file-error.ts';
import { access, readdir, readlink, realpath, rm, stat, symlink } from '../files/file-system.ts';
import {
  closeFolder,
  ensurePrivateFolder,
  makeFolder,
  readPrivateFile,
  writePrivateFile,
} from '../files/private-file.ts';

/** A file modified within the last 2 s may change again without a new modification time (milliseconds). */
const SETTLED_MS = 2_000;
/** No user edited a shared file before 2006, when AWS began: a build tool or an archive set such a time (epoch ms). */
const EARLIEST = 1_136_073_600_000;
/**
 * The modification time of every record (epoch seconds). Who may write a file without owning it can give it the present
 * time only. So a reader that finds the record newer than a shared file knows that awsrole did not write it.
 */
const RECORD_TIME = 0;
/** A record older than this holds no live session, because a role session lasts at most twelve hours (milliseconds). */
const EXPIRED_MS = 13 * 3_600_000;
const MAX_STAMPS = 64;
/** What the name of a stamp ends with when it is a link to a shared file. */
const LINK = '.link';

/**
 * Creates the records below `folder`: `live/PROFILE`, `names`, and the stamps `stamps/ID`. A stamp is an empty file
 * with the exact modification time of a shared file. A shell can compare two modification times with builtins alone.
 * The shared file is unchanged when it is neither newer nor older than the stamp; an older copy in its place also
 * differs. Where links lead to the shared file, `stamps/ID.link` is a link to the file itself: a shell can also compare
 * where two paths lead, and so notices a link that leads elsewhere.
 */
export const createLiveRecords = (options: {
  folder: string;
  /** whether the user named the folder, which then keeps its mode */
  isNamed: boolean;
  files: Pick<SharedFiles, 'configPath' | 'credentialsPath'>;
  clock: Pick<Clock, 'now'>;
}): LiveRecords => {
  const live = join(options.folder, 'live');
  const stamps = join(options.folder, 'stamps');
  const names = join(options.folder, 'names');
  const { configPath, credentialsPath } = options.files;
  const write = async (
    path: string,
    seen: FilesState,
    record: Parameters<LiveRecords['write']>[2],
  ): Promise<void> => {
    const now = options.clock.now();
    const [config, credentials] = await Promise.all([
      stampFor(seen.config, stamps, now),
      stampFor(seen.credentials, stamps, now),
    ]);
    const text = config && credentials && record({ config, credentials });
    if (text === undefined) return;
    await makeFolder(options.folder);
    if (!options.isNamed) await closeFolder(options.folder);
    if (path !== names) await ensurePrivateFolder(live);
    if (await isIntact(path, text)) return;
    await writePrivateFile(path, text, { durable: false, modifiedAt: RECORD_TIME });
  };
  return {
    observe: async () => {
      const [config, credentials] = await Promise.all([stateOf(configPath), stateOf(credentialsPath)]);
      return { config, credentials };
    },
    async write(profile, seen, record) {
      try {
        await write(join(live, profile), seen, record);
        await sweep(live, stamps, options.clock.now());
      } catch {
        // a record only saves time: the shell starts awsrole without it
      }
    },
    async writeNames(seen, record) {
      await write(names, seen, record).catch(() => undefined);
    },
    clear: async () => {
      for (const folder of [live, stamps, names])
        await rm(folder, { recursive: true, force: true }).catch(error => {
          // the cache folder is a file, so there are no records
          if ((error as NodeJS.ErrnoException).code !== 'ENOTDIR') throw fileError('remove', folder, error);
        });
    },
  };
};

const stateOf = async (path: string): Promise<FileState> => {
  const state = await stat(path, { bigint: true }).catch(() => undefined);
  return { path, state };
};

/** Whether a record has this text already, and no other user can have written it. */
const isIntact = async (path: string, text: string): Promise<boolean> => {
  const read = await readPrivateFile(path);
  return 'text' in read && read.text === text && (await stat(path)).mtimeMs === RECORD_TIME * 1000;
};

const isSame = (a: FileState['state'], b: FileState['state']): boolean =>
  a?.mtimeNs === b?.mtimeNs && a?.ctimeNs === b?.ctimeNs && a?.ino === b?.ino && a?.size === b?.size;

/**
 * Creates the stamp of a shared file. Its name begins with a hash of the path and its time, and ends with a hash of what
 * a shell cannot compare. Returns undefined when the file changed, or may change unnoticed.
 */
const stampFor = async (
  { path, state }: FileState,
  folder: string,
  now: number,
): Promise<RecordedFile | undefined> => {
  const target = await realpath(path).catch(() => path);
  if (!isSame((await stateOf(target)).state, state)) return undefined;
  if (!state) return { path, stamp: undefined };
  if (!(await wouldShowChange(state.mtimeNs, path, target, now))) return undefined;
  const begin = sha256(`${state.mtimeNs} ${path}`).slice(0, 10);
  const stamp = begin + sha256([target, state.ino, state.size, state.ctimeNs].join('\n')).slice(0, 6);
  const file = join(folder, stamp);
  const hasStamp = async (): Promise<boolean> =>
    'text' in (await readPrivateFile(file)) &&
    (await stateOf(file)).state?.mtimeNs === state.mtimeNs &&
    (await readlink(file + LINK).catch(() => path)) === target;
  await ensurePrivateFolder(folder);
  if (!(await hasStamp())) {
    await rm(file + LINK, { recursive: true, force: true });
    if (target !== path) await symlink(target, file + LINK);
    await writePrivateFile(file, '', { durable: false });
    await copyTime(target, file);
    // the stamps of another file at this path, which has the same time: they would fit this one
    for (const name of await readdir(folder))
      if (name.startsWith(begin) && !name.startsWith(stamp)) await rm(join(folder, name), { force: true });
  }
  return (await hasStamp()) ? { path, stamp: target === path ? stamp : stamp + LINK } : undefined;
};

/**
 * Whether a shell would notice a change of a shared file. Its modification time must be in the past. A time that no edit
 * can have set stays the same when the file is replaced. Such a file must be behind a link and out of the user's reach, as in
 * the store of Nix: then the link changes.
 */
const wouldShowChange = async (
  mtimeNs: bigint,
  path: string,
  target: string,
  now: number,
): Promise<boolean> => {
  const modifiedAt = Number(mtimeNs / 1_000_000n);
  if (modifiedAt <= RECORD_TIME || modifiedAt > now - SETTLED_MS) return false;
  if (modifiedAt >= EARLIEST) return true;
  return target !== path && !(await isWritable(target)) && !(await isWritable(dirname(target)));
};

const isWritable = (path: string): Promise<boolean> =>
  access(path, constants.W_OK).then(
    () => true,
    () => false,
  );

/** Copies the modification time with `touch`, which sets nanoseconds. Node sets microseconds only. */
const copyTime = async (from: string, to: string): Promise<void> => {
  const { spawn } = await import('node:child_process');
  await new Promise((resolve, reject) => {
    const child = spawn('touch', ['-r', from, to], { stdio: 'ignore' });
    child.on('error', reject).on('exit', resolve);
  });
};

/** Removes expired records and the oldest stamps with their links. awsrole writes a record again when its stamp is missing. */
const sweep = async (live: string, stamps: string, now: number): Promise<void> => {
  for (const name of (await readdir(live)).slice(0, 200)) {
    const path = join(live, name);
    if (now - (await stat(path)).ctimeMs > EXPIRED_MS) await rm(path, { force: true });
  }
  const names = (await readdir(stamps)).filter(name => !name.endsWith(LINK));
  if (names.length <= MAX_STAMPS) return;
  const byAge = await Promise.all(
    names.map(async name => ({ name, at: (await stat(join(stamps, name))).ctimeMs })),
  );
  byAge.sort((a, b) => a.at - b.at);
  for (const { name } of byAge.slice(0, names.length - MAX_STAMPS / 2))
    for (const path of [join(stamps, name), join(stamps, name + LINK)]) await rm(path, { force: true });
};
