import { lstatSync, statSync } from 'node:fs';
import { readOwnFile } from '../adapters/own-file.ts';
import type { Environment } from '../domain/environment.ts';
import { isRecordName, type RecordedFile } from '../domain/live-record.ts';
import { isForNow, readLiveRecord } from '../domain/read-live-record.ts';

/**
 * The variables of a profile's session from the record that an earlier call left.
 *
 * @param minLeft seconds that the session must last beyond what every use needs
 * @returns undefined when there is no record that holds: the command line knows what to do
 */
export const liveSession = (
  profile: string,
  minLeft: number,
  env: Environment,
): ReadonlyMap<string, string> | undefined => {
  const folder = cacheFolder(env);
  if (folder === undefined || !isRecordName(profile)) return undefined;
  const text = recordText(`${folder}/live/${profile}`);
  const record = text === undefined ? undefined : readLiveRecord(text, profile);
  const paths = {
    config: env['AWS_CONFIG_FILE'] || `${env['HOME'] ?? ''}/.aws/config`,
    credentials: env['AWS_SHARED_CREDENTIALS_FILE'] || `${env['HOME'] ?? ''}/.aws/credentials`,
  };
  if (!record || !isForNow(record, env, paths, Math.floor(Date.now() / 1000), minLeft)) return undefined;
  const isTied = [record.config, record.credentials].every(file => isAsRecorded(file, `${folder}/stamps`));
  return isTied ? record.values : undefined;
};

/** The folder by the rule of the launcher and the shells; undefined where there is to be none, or only the command line can tell. */
export const cacheFolder = (env: Environment): string | undefined => {
  if ((env['AWSROLE_CACHE'] || 'on') !== 'on') return undefined;
  const home = env['XDG_CACHE_HOME']?.startsWith('/') ? env['XDG_CACHE_HOME'] : `${env['HOME'] ?? ''}/.cache`;
  const folder = env['AWSROLE_CACHE_DIR'] || `${home}/awsrole`;
  return folder.startsWith('/') ? folder : undefined;
};

/** The text of a record; undefined when it is another user's, a link, or no text. */
const recordText = (path: string): string | undefined => {
  const bytes = readOwnFile(path, 0);
  const text = bytes?.toString('utf8');
  // what is no UTF-8 would come out changed
  return text?.includes('\ufffd') ? undefined : text;
};

/** Whether a file is the one that was read: its time of change is exactly its stamp's, to the nanosecond. */
const isAsRecorded = ({ path, stamp }: RecordedFile, stamps: string): boolean => {
  try {
    if (stamp === undefined) return lstatSync(path, { throwIfNoEntry: false }) === undefined;
    const stamped = statSync(`${stamps}/${stamp}`, { bigint: true });
    const isOwn = Number(stamped.uid) === process.geteuid?.();
    return isOwn && stamped.mtimeNs === statSync(path, { bigint: true }).mtimeNs;
  } catch {
    return false;
  }
};
