import type { Environment } from './environment.ts';
import { usageError } from './errors.ts';

/**
 * Whether sessions are kept on the disk, as `AWSROLE_CACHE` says; they are where it says nothing.
 *
 * @throws AwsroleError (usage) for any other word: whoever wants no file must not get one by a slip of the finger
 */
export const keepsSessions = (env: Environment): boolean => {
  const setting = env['AWSROLE_CACHE'] || 'on';
  if (setting === 'on' || setting === 'off') return setting === 'on';
  throw usageError(
    `AWSROLE_CACHE is '${setting}', which is neither on nor off`,
    'write AWSROLE_CACHE=off to keep no session on the disk; on is how it is without the variable',
  );
};
