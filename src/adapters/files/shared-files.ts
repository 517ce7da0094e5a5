import { userInfo } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';
import { getHomeDir } from '@aws-sdk/shared-ini-file-loader';
import { withoutManagedSections } from '../../core/edit/credentials-section.ts';
import { AwsroleError } from '../../core/errors.ts';
import type { Clock } from '../../ports/clock.ts';
import type { FileChange, FileEdit, SharedFiles, SourceFile } from '../../ports/files.ts';
import type { Locks } from '../../ports/locks.ts';
import { systemClock } from '../clock.ts';
import { editFile, readTextFile } from './edit-file.ts';
import { fileError } from './file-error.ts';
import { stat } from './file-system.ts';
import { linkTarget } from './link-target.ts';

type Env = Readonly<Record<string, string | undefined>>;

/**
 * The user's home folder by the SDK's rule, else by the system's user database, else `/`. Ignores an empty or relative
 * `HOME`, because awsrole would then read the shared files, and the programs they name, from the current folder.
 */
export const homeFolder = (): string => [getHomeDir, systemHome].map(absoluteOf).find(Boolean) ?? '/';

const systemHome = (): string => userInfo().homedir;

/** The result of `find` if it is an absolute path. `userInfo` throws when the system does not know this user. */
const absoluteOf = (find: () => string): string | undefined => {
  try {
    const folder = find();
    return isAbsolute(folder) ? folder : undefined;
  } catch {
    return undefined;
  }
};

/** Replaces a leading `~` with the home folder, as botocore does. */
export const expandTilde = (path: string): string =>
  path === '~' || path.startsWith('~/') ? join(homeFolder(), path.slice(1)) : path;

/** Creates the access to the shared files that the environment names, by the rules of the AWS CLI. */
export const createSharedFiles = (env: Env, locks: Locks, clock: Clock = systemClock): SharedFiles => {
  const configPath = pathOf(env['AWS_CONFIG_FILE'], 'config');
  const credentialsPath = pathOf(env['AWS_SHARED_CREDENTIALS_FILE'], 'credentials');
  const editUnderLock = async (
    path: string,
    edit: FileEdit,
    doing: string,
    backupOf?: (before: string) => string,
  ): Promise<FileChange> => {
    await refuseSpecialFile(path);
    const work = (): Promise<FileChange> => editFile(path, edit, clock, backupOf);
    return locks.withLock(`file ${path}`, work, { doing, timeoutMs: 20_000 });
  };
  return {
    configPath,
    credentialsPath,
    changedAt: async () => Math.max(await changedAt(configPath), await changedAt(credentialsPath)),
    read: async () => {
      const [config, credentials] = await Promise.all([readFile(configPath), readFile(credentialsPath)]);
      return { config, credentials };
    },
    readCredentials: () => readFile(credentialsPath),
    checkCredentials: async () => {
      try {
        await linkTarget(credentialsPath);
      } catch (error) {
        throw fileError('write', credentialsPath, error);
      }
    },
    // the backup omits managed sections, because `awsrole logout` would leave their sessions in it
    editCredentials: edit =>
      editUnderLock(credentialsPath, edit, 'writing the credentials file', withoutManagedSections),
    editConfig: edit => editUnderLock(configPath, edit, 'writing the config file'),
  };
};

const readFile = async (path: string): Promise<SourceFile> => {
  await refuseSpecialFile(path);
  return readTextFile(path);
};

/**
 * Refuses a pipe, a socket or a device, because reading one may never end. Accepts `/dev/null`, with which users
 * disable a shared file.
 *
 * @throws AwsroleError when the path is neither a file nor a folder
 */
const refuseSpecialFile = async (path: string): Promise<void> => {
  const status = await stat(path).catch(() => undefined);
  if (!status || status.isFile() || status.isDirectory() || path === '/dev/null') return;
  throw new AwsroleError(`cannot read ${path}: it is a pipe, a socket or a device, not a file`, {
    hints: ['set AWS_CONFIG_FILE and AWS_SHARED_CREDENTIALS_FILE to regular files'],
  });
};

const pathOf = (named: string | undefined, name: string): string =>
  named ? resolve(expandTilde(named)) : join(homeFolder(), '.aws', name);

const changedAt = async (path: string): Promise<number> => {
  try {
    const { mtimeMs, ctimeMs } = await stat(path);
    // a file that was moved into place keeps its old mtime, but its ctime changes
    return Math.max(mtimeMs, ctimeMs);
  } catch {
    return 0;
  }
};
