import type { EnvChange } from '../environment/environment.ts';
import { AwsroleError } from '../errors.ts';

/**
 * The environment of a command as the `sh` launcher reads it: a first line with version and number of words of the
 * command, then `NAME=value` and `-NAME` lines. Data, never code: the launcher checks every name and evaluates nothing.
 *
 * @param words how many words at the end of the command line are the command
 * @throws AwsroleError when a value does not fit on one line
 */
export const execRecord = (changes: readonly EnvChange[], words: number): string => {
  const lines = changes.map(({ name, value }) => {
    if (value?.match(/[\n\r\0]/))
      throw new AwsroleError(`the value of ${name} has a line break`, {
        hints: ['mend it in the config file'],
      });
    return value === null ? `-${name}` : `${name}=${value}`;
  });
  return `awsrole-exec 1 ${words}\n${lines.join('\n')}\nend\n`;
};
