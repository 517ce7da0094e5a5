import { tmpdir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { createAwsCliCache } from '../adapters/cache/aws-cli-cache.ts';
import { inMemoryStores } from '../adapters/cache/in-memory-stores.ts';
import { createLiveRecords } from '../adapters/cache/live-records.ts';
import { createMemory } from '../adapters/cache/memory.ts';
import { createSessionCache } from '../adapters/cache/session-cache.ts';
import { createCacheWarning } from '../adapters/files/private-file.ts';
import { createSharedFiles } from '../adapters/files/shared-files.ts';
import { createLocks } from '../adapters/locks/lock.ts';
import { cacheFolder, keepsSessions } from '../core/environment/cache-setting.ts';
import type { Environment } from '../core/environment/environment.ts';
import type { Clock } from '../ports/clock.ts';
import type { Ports } from '../ports/ports.ts';
import type { Terminal } from '../ports/terminal.ts';

/** What keeps sessions and facts, and what is shared with the AWS CLI. */
type Stores = Pick<Ports, 'cache' | 'live' | 'memory' | 'awsCliCache'>;

/** Where things are kept, and how. */
export interface Storage extends Pick<Ports, 'locks' | 'files'> {
  /** a whole path; nothing of it need be there */
  readonly folder: string;
  readonly stores: Stores;
  /** those on the disk, also where `AWSROLE_CACHE=off` keeps the program from them */
  readonly stored: () => Stores;
}

/**
 * Picks what keeps sessions, by `AWSROLE_CACHE` and `AWSROLE_CACHE_DIR`.
 *
 * @throws AwsroleError (usage) when one of them makes no sense
 */
export const makeStores = (
  home: string,
  { env, clock, terminal }: { env: Environment; clock: Clock; terminal: Terminal },
): Storage => {
  const folder = cacheFolder(env, home);
  const isPersistent = keepsSessions(env);
  const note = (text: string): void => terminal.note(text);
  const warn = createCacheWarning(folder, note);
  const locks = isPersistent
    ? createLocks(join(folder, 'locks'), clock, warn)
    : createLocks(volatileFolder(env), clock);
  const files = createSharedFiles(env, locks);
  const stored = (): Stores => ({
    cache: createSessionCache({ folder: join(folder, 'sessions'), now: () => clock.now(), note, warn }),
    awsCliCache:
      env['AWSROLE_SHARE_CLI_CACHE'] === '0'
        ? undefined
        : createAwsCliCache({ folder: join(home, '.aws', 'cli', 'cache'), now: () => clock.now(), note }),
    live: createLiveRecords({ folder, files, clock }),
    memory: createMemory(join(folder, 'memory'), warn),
  });
  const stores = isPersistent ? stored() : { ...inMemoryStores(), awsCliCache: undefined };
  return { folder, locks, files, stores, stored };
};

/**
 * Without a cache a lock is all there is: who waits for whom, and no secret. It stands in memory where the machine
 * has such a folder (XDG Base Directory Specification), else among the temporary files.
 */
const volatileFolder = (env: Environment): string => {
  const named = env['XDG_RUNTIME_DIR'];
  return named && isAbsolute(named)
    ? join(named, 'awsrole-locks')
    : join(tmpdir(), `awsrole-locks-${process.getuid?.()}`);
};
