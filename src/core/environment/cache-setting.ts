import { usageError } from '../errors.ts';
import type { Environment } from './environment.ts';

/**
 * Whether `AWSROLE_CACHE` lets awsrole keep sessions on the disk. The default is yes.
 *
 * @throws AwsroleError (usage) for any value but `on` and `off`: a typo must not write files that the user refused
 */
export const keepsSessions = (env: Environment): boolean => {
  const setting = env['AWSROLE_CACHE'] || 'on';
  if (setting === 'on' || setting === 'off') return setting === 'on';
  throw usageError(
    `AWSROLE_CACHE is '${setting}', which is neither on nor off`,
    'write AWSROLE_CACHE=off to keep no session on the disk; on is how it is without the variable',
  );
};

/**
 * The cache folder: `AWSROLE_CACHE_DIR`, else `awsrole` in `XDG_CACHE_HOME`, else `~/.cache/awsrole`. A relative
 * `XDG_CACHE_HOME` counts as unset (XDG Base Directory Specification). The shells and the launcher follow the same rule.
 *
 * @param home the absolute path of the home folder
 * @throws AwsroleError (usage) for a relative `AWSROLE_CACHE_DIR`, which would make a cache in every current folder
 */
export const cacheFolder = (env: Environment, home: string): string => {
  const named = env['AWSROLE_CACHE_DIR'];
  const xdg = env['XDG_CACHE_HOME'];
  if (!named) return `${xdg?.startsWith('/') ? xdg : `${home}/.cache`}/awsrole`;
  const folder = named === '~' || named.startsWith('~/') ? `${home}${named.slice(1)}` : named;
  if (folder.startsWith('/')) return folder;
  throw usageError(
    `AWSROLE_CACHE_DIR is '${named}', which is not a whole path`,
    'write it from / or ~/ on, for example AWSROLE_CACHE_DIR=~/.cache/awsrole',
  );
};
