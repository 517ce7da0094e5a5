import { lstat, readdir, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { randomHex, sha256 } from './crypto.ts';
import { isAlive, machineName } from './process-facts.ts';

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
