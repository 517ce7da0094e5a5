import { dirname, join } from 'node:path';
import type { FileState, FilesState, LiveRecords } from '../../ports/cache.ts';
import type { Clock } from '../../ports/clock.ts';
import type { SharedFiles } from '../../ports/files.ts';
import { sha256 } from '../files/crypto.ts';
import { fileError } from '../files/file-error.ts';
import { readdir, readFile, rm, stat } from '../files/file-system.ts';
import { ensurePrivateFolder, writePrivateFile } from '../files/private-file.ts';

/** A file modified within the last 2 s may change again without a new modification time (milliseconds). */
const SETTLED_MS = 2_000;
/** A record older than this holds no live session, because a role session lasts at most twelve hours (milliseconds). */
const EXPIRED_MS = 13 * 3_600_000;
const MAX_STAMPS = 64;

/**
 * Creates the records below `folder`: `live/PROFILE`, `names`, and the stamps `stamps/ID`. A stamp is an empty file
 * with the exact modification time of a shared file. A shell can compare two modification times with builtins alone.
 * The shared file is unchanged when it is neither newer nor older than the stamp; an older copy in its place also
 * differs.
 */
export const createLiveRecords = (options: {
  folder: string;
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
    if (text === undefined || (await readFile(path, 'utf8').catch(() => undefined)) === text) return;
    await ensurePrivateFolder(dirname(path));
    await writePrivateFile(path, text, { durable: false });
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

const isUnchanged = async (seen: FileState): Promise<boolean> => {
  const { state } = await stateOf(seen.path);
  return (
    state?.mtimeNs === seen.state?.mtimeNs &&
    state?.ino === seen.state?.ino &&
    state?.size === seen.state?.size
  );
};

/** Creates the stamp of a shared file. Returns undefined when the file changed, or may still change unnoticed. */
const stampFor = async (
  seen: FilesState['config'],
  folder: string,
  now: number,
): Promise<{ path: string; stamp: string | undefined } | undefined> => {
  const { path, state } = seen;
  if (!(await isUnchanged(seen))) return undefined;
  if (!state) return { path, stamp: undefined };
  if (Math.abs(now - Number(state.mtimeNs / 1_000_000n)) < SETTLED_MS) return undefined;
  const stamp = sha256(`${state.mtimeNs} ${path}`).slice(0, 16);
  const file = join(folder, stamp);
  const hasStamp = async (): Promise<boolean> => (await stateOf(file)).state?.mtimeNs === state.mtimeNs;
  if (!(await hasStamp())) {
    await ensurePrivateFolder(folder);
    await writePrivateFile(file, '', { durable: false });
    await copyTime(path, file);
  }
  return (await hasStamp()) ? { path, stamp } : undefined;
};

/** Copies the modification time with `touch`, which sets nanoseconds. Node sets microseconds only. */
const copyTime = async (from: string, to: string): Promise<void> => {
  const { spawn } = await import('node:child_process');
  await new Promise((resolve, reject) => {
    const child = spawn('touch', ['-r', from, to], { stdio: 'ignore' });
    child.on('error', reject).on('exit', resolve);
  });
};

/** Removes expired records and the oldest stamps. awsrole writes a record again when its stamp is missing. */
const sweep = async (live: string, stamps: string, now: number): Promise<void> => {
  for (const name of (await readdir(live)).slice(0, 200)) {
    const path = join(live, name);
    if (now - (await stat(path)).mtimeMs > EXPIRED_MS) await rm(path, { force: true });
  }
  const names = await readdir(stamps);
  if (names.length <= MAX_STAMPS) return;
  const byAge = await Promise.all(
    names.map(async name => ({ name, at: (await stat(join(stamps, name))).ctimeMs })),
  );
  byAge.sort((a, b) => a.at - b.at);
  for (const { name } of byAge.slice(0, names.length - MAX_STAMPS / 2))
    await rm(join(stamps, name), { force: true });
};
