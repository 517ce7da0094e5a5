import { stat } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';
import { getHomeDir } from '@aws-sdk/shared-ini-file-loader';
import { withoutManagedSections } from '../../core/edit/credentials-section.ts';
import { AwsroleError } from '../../core/errors.ts';
import type { Clock } from '../../ports/clock.ts';
import type { SharedFiles, SourceFile } from '../../ports/files.ts';
import type { Locks } from '../../ports/locks.ts';
import { systemClock } from '../clock.ts';
import { editFile, readTextFile } from './edit-file.ts';
import { fileError } from './file-error.ts';
import { linkTarget } from './link-target.ts';

type Env = Readonly<Record<string, string | undefined>>;
type Edit = (text: string | undefined) => string;
type Edited = Awaited<ReturnType<typeof editFile>>;

/**
 * The person's home folder, by the SDK's rule. An empty or relative `HOME` counts as none: it would make the current
 * folder, which may be anybody's, the place of the config file and of the programs that it names.
 */
export const homeFolder = (): string => [getHomeDir, systemHome].map(absoluteOf).find(Boolean) ?? '/';

const systemHome = (): string => userInfo().homedir;

/** Undefined too where the system does not know this user. */
const absoluteOf = (find: () => string): string | undefined => {
  try {
    const folder = find();
    return isAbsolute(folder) ? folder : undefined;
  } catch {
    return undefined;
  }
};

/** A leading `~` as the home folder, as botocore has it. */
export const expandTilde = (path: string): string =>
  path === '~' || path.startsWith('~/') ? join(homeFolder(), path.slice(1)) : path;

/** The shared files that the environment names, as the AWS CLI finds them. */
export const createSharedFiles = (env: Env, locks: Locks, clock: Clock = systemClock): SharedFiles => {
  const configPath = pathOf(env['AWS_CONFIG_FILE'], 'config');
  const credentialsPath = pathOf(env['AWS_SHARED_CREDENTIALS_FILE'], 'credentials');
  const editUnderLock = async (
    path: string,
    edit: Edit,
    doing: string,
    worthKeeping?: (before: string) => string,
  ): Promise<Edited> => {
    await refuseSpecial(path);
    const work = (): Promise<Edited> => editFile(path, edit, clock, worthKeeping);
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
    checkCredentials: async () => {
      try {
        await linkTarget(credentialsPath);
      } catch (error) {
        throw fileError('write', credentialsPath, error);
      }
    },
    // a session in the backup would outlive `awsrole logout`
    editCredentials: edit =>
      editUnderLock(credentialsPath, edit, 'writing the credentials file', withoutManagedSections),
    editConfig: edit => editUnderLock(configPath, edit, 'writing the config file'),
  };
};

const readFile = async (path: string): Promise<SourceFile> => {
  await refuseSpecial(path);
  return readTextFile(path);
};

/**
 * Reading a pipe waits for a writer, and a device may never end. `/dev/null` is how people say that there is no file.
 *
 * @throws AwsroleError when the path is neither a file nor a folder
 */
const refuseSpecial = async (path: string): Promise<void> => {
  const status = await stat(path).catch(() => undefined);
  if (!status || status.isFile() || status.isDirectory() || path === '/dev/null') return;
  throw new AwsroleError(`cannot read ${path}: it is no file, but a pipe, a socket or a device`, {
    hints: ['let AWS_CONFIG_FILE and AWS_SHARED_CREDENTIALS_FILE name plain files'],
  });
};

const pathOf = (named: string | undefined, name: string): string =>
  named ? resolve(expandTilde(named)) : join(homeFolder(), '.aws', name);

const changedAt = async (path: string): Promise<number> => {
  try {
    const { mtimeMs, ctimeMs } = await stat(path);
    // a file put in place by rename keeps its old mtime: the inode's change tells
    return Math.max(mtimeMs, ctimeMs);
  } catch {
    return 0;
  }
};
