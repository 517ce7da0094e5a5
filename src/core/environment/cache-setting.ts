import { usageError } from '../errors.ts';
import type { Environment } from './environment.ts';

/**
 * Whether `AWSROLE_CACHE` allows awsrole to store sessions on disk. The default is `on`.
 *
 * @throws AwsroleError (usage) for values other than `on` and `off`: after a typo in `off`, awsrole must not write
 * files
 */
export const keepsSessions = (env: Environment): boolean => {
  const setting = env['AWSROLE_CACHE'] || 'on';
  if (setting === 'on' || setting === 'off') return setting === 'on';
  throw usageError(
    `AWSROLE_CACHE is '${setting}', which is neither 'on' nor 'off'`,
    'set AWSROLE_CACHE=off to store no sessions on disk, or unset it for the default (on)',
  );
};

/**
 * The cache folder: `AWSROLE_CACHE_DIR`, else `awsrole` in `XDG_CACHE_HOME`, else `~/.cache/awsrole`. A relative
 * `XDG_CACHE_HOME` counts as unset (XDG Base Directory Specification). The shell functions and the launcher follow the
 * same rule.
 *
 * @param home the absolute path of the home folder
 * @throws AwsroleError (usage) for a relative `AWSROLE_CACHE_DIR`, which would mean another cache in each current
 * folder
 */
export const cacheFolder = (env: Environment, home: string): string => {
  const named = env['AWSROLE_CACHE_DIR'];
  const xdg = env['XDG_CACHE_HOME'];
  if (!named) return `${xdg?.startsWith('/') ? xdg : `${home}/.cache`}/awsrole`;
  const folder = named === '~' || named.startsWith('~/') ? `${home}${named.slice(1)}` : named;
  if (folder.startsWith('/')) return folder;
  throw usageError(
    `AWSROLE_CACHE_DIR is '${named}', which is not an absolute path`,
    'start it with / or ~/, for example AWSROLE_CACHE_DIR=~/.cache/awsrole',
  );
};
