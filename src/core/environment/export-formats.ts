import { AwsroleError } from '../errors.ts';

/** Values that need no quotes. `docker --env-file` keeps quotes as part of the value. */
const PLAIN = /^[\w+,./:=@-]*$/;

/**
 * Formats a variable as a line of a dotenv file, `NAME=value`. Users often source such a file in a shell, so it
 * puts a value with special characters in single quotes.
 *
 * @throws AwsroleError when the value contains a single quote, a control character or an unpaired surrogate, for which
 * no quoting works with all readers
 */
export const dotenvLine = (name: string, value: string): string => {
  if (PLAIN.test(value)) return `${name}=${value}\n`;
  if (/['\p{Cc}\p{Cs}\u2028\u2029]/u.test(value))
    throw new AwsroleError(`the value of ${name} cannot be written in dotenv format`, {
      hints: [
        'it contains a single quote, a control character or invalid Unicode: change it where it is set',
      ],
    });
  return `${name}='${value}'\n`;
};

/** Converts the variables of an activation to keys and values of a section of the shared credentials file. */
export const credentialsEntries = (variables: ReadonlyMap<string, string>): [string, string][] =>
  (
    [
      ['aws_access_key_id', 'AWS_ACCESS_KEY_ID'],
      ['aws_secret_access_key', 'AWS_SECRET_ACCESS_KEY'],
      ['aws_session_token', 'AWS_SESSION_TOKEN'],
      ['aws_credential_expiration', 'AWS_CREDENTIAL_EXPIRATION'],
      ['region', 'AWS_REGION'],
    ] as const
  ).flatMap(([key, name]) => {
    const value = variables.get(name);
    return value === undefined ? [] : [[key, value] as [string, string]];
  });

/** The fields that `credential-process` prints beside `Version`, each with the variable that has its value. */
export const PROCESS_FIELDS = [
  ['AccessKeyId', 'AWS_ACCESS_KEY_ID'],
  ['SecretAccessKey', 'AWS_SECRET_ACCESS_KEY'],
  ['SessionToken', 'AWS_SESSION_TOKEN'],
  ['Expiration', 'AWS_CREDENTIAL_EXPIRATION'],
  ['AccountId', 'AWSROLE_ACCOUNT_ID'],
] as const;

/**
 * The version-1 answer of a `credential_process` (AWS SDKs reference, "Process credential provider").
 *
 * @param values the variables that `use` would set
 */
export const processAnswer = (values: ReadonlyMap<string, string>): Record<string, unknown> => ({
  Version: 1,
  ...Object.fromEntries(
    PROCESS_FIELDS.flatMap(([field, name]) => {
      const value = values.get(name);
      return value === undefined ? [] : [[field, value]];
    }),
  ),
});
