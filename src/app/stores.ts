import { tmpdir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { createAwsCliCache } from '../adapters/cache/aws-cli-cache.ts';
import { inMemoryStores } from '../adapters/cache/in-memory-stores.ts';
import { createLiveRecords } from '../adapters/cache/live-records.ts';
import { createMemory } from '../adapters/cache/memory.ts';
import { createServiceClock } from '../adapters/cache/service-clock.ts';
import { createSessionCache } from '../adapters/cache/session-cache.ts';
import { createCacheWarning } from '../adapters/files/private-file.ts';
import { createSharedFiles } from '../adapters/files/shared-files.ts';
import { createLocks } from '../adapters/locks/lock.ts';
import { cacheFolder, keepsSessions } from '../core/environment/cache-setting.ts';
import type { Environment } from '../core/environment/environment.ts';
import type { AwsCliCache } from '../ports/cache.ts';
import type { MachineClock } from '../ports/clock.ts';
import type { Ports } from '../ports/ports.ts';
import type { Terminal } from '../ports/terminal.ts';

/** The ports that store sessions, records and facts. */
type Stores = Pick<Ports, 'cache' | 'live' | 'memory' | 'awsCliCache'>;

/** The cache folder, the stores, the locks and the shared files of a command. */
export interface Storage extends Pick<Ports, 'locks' | 'files' | 'serviceClock'> {
  /** the absolute path of the cache folder, which may not exist yet */
  readonly folder: string;
  readonly stores: Stores;
  /** makes the stores on disk, whatever the settings are: `logout` clears what was stored before */
  readonly stored: () => Stores & { awsCliCache: AwsCliCache };
}

/**
 * Chooses the stores by `AWSROLE_CACHE`, `AWSROLE_CACHE_DIR` and `AWSROLE_SHARE_CLI_CACHE`.
 *
 * @throws AwsroleError (usage) for an invalid `AWSROLE_CACHE` or `AWSROLE_CACHE_DIR`
 */
export const makeStores = (
  home: string,
  { env, clock, terminal }: { env: Environment; clock: MachineClock; terminal: Terminal },
): Storage => {
  const folder = cacheFolder(env, home);
  const isPersistent = keepsSessions(env);
  const note = (text: string): void => terminal.note(text);
  const warn = createCacheWarning(folder, note);
  const locks = isPersistent
    ? createLocks(join(folder, 'locks'), clock, warn)
    : createLocks(volatileFolder(env), clock);
  const files = createSharedFiles(env, locks);
  const stored = (): Stores & { awsCliCache: AwsCliCache } => ({
    cache: createSessionCache({ folder: join(folder, 'sessions'), now: () => clock.now(), note, warn }),
    awsCliCache: createAwsCliCache({
      folder: join(home, '.aws', 'cli', 'cache'),
      now: () => clock.now(),
      note,
    }),
    live: createLiveRecords({ folder, isNamed: Boolean(env['AWSROLE_CACHE_DIR']), files, clock }),
    memory: createMemory(join(folder, 'memory'), warn),
  });
  const unshared = { awsCliCache: undefined };
  const stores: Stores = {
    ...(isPersistent ? stored() : { ...inMemoryStores(), ...unshared }),
    ...(env['AWSROLE_SHARE_CLI_CACHE'] === '0' && unshared),
  };
  const serviceClock = createServiceClock({
    path: isPersistent ? join(folder, 'clock') : undefined,
    env,
    clock,
    live: stores.live,
    note,
    warn,
  });
  return { folder, locks, files, serviceClock, stores, stored };
};

/**
 * The folder of the locks with `AWSROLE_CACHE=off`: below `XDG_RUNTIME_DIR`, which is in memory on most machines (XDG
 * Base Directory Specification), else in the folder for temporary files. Locks contain no secrets.
 */
const volatileFolder = (env: Environment): string => {
  const runtimeFolder = env['XDG_RUNTIME_DIR'];
  return runtimeFolder && isAbsolute(runtimeFolder)
    ? join(runtimeFolder, 'awsrole-locks')
    : join(tmpdir(), `awsrole-locks-${process.getuid?.()}`);
};
