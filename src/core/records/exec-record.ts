import type { EnvChange } from '../environment/environment.ts';
import { AwsroleError } from '../errors.ts';

/**
 * The content of an exec record, from which the launcher sets the environment of a command: a first line with the
 * version and `words`, then a line `NAME=value` per variable to set and `-NAME` per variable to unset. A record is data,
 * never code: the launcher checks every name and evaluates nothing.
 *
 * @param words how many words at the end of the command line form the command
 * @throws AwsroleError naming the variable when a value contains a line break
 */
export const execRecord = (changes: readonly EnvChange[], words: number): string => {
  const lines = changes.map(({ name, value }) => {
    if (value?.match(/[\n\r\0]/))
      throw new AwsroleError(`the value of ${name} has a line break`, {
        hints: ['fix it in the config file'],
      });
    return value === null ? `-${name}` : `${name}=${value}`;
  });
  return `awsrole-exec 1 ${words}\n${lines.join('\n')}\nend\n`;
};
