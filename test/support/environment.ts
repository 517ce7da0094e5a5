import { join } from 'node:path';

/**
 * The whole environment of a program under test. Only PATH and TMPDIR come from the developer's environment. The shared
 * files are below `home`, instance metadata is disabled, time zone and language are fixed. `more` overrides variables;
 * undefined removes one.
 */
export const cleanEnvironment = (
  home: string,
  more: Record<string, string | undefined> = {},
): Record<string, string> => {
  const environment: Record<string, string | undefined> = {
    PATH: process.env['PATH'],
    HOME: home,
    TMPDIR: process.env['TMPDIR'],
    XDG_CACHE_HOME: join(home, '.cache'),
    XDG_CONFIG_HOME: join(home, '.config'),
    XDG_DATA_HOME: join(home, '.local', 'share'),
    AWS_CONFIG_FILE: join(home, '.aws', 'config'),
    AWS_SHARED_CREDENTIALS_FILE: join(home, '.aws', 'credentials'),
    AWS_EC2_METADATA_DISABLED: 'true',
    LANG: 'C.UTF-8',
    TZ: 'UTC',
    TERM: 'xterm-256color',
    ...more,
  };
  const defined = Object.entries(environment).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  return Object.fromEntries(defined);
};
