import type { Session } from '../aws/credentials.ts';
import { CLOCK_TOLERANCE, ROLE_WINDOW } from '../aws/credentials.ts';
import {
  type Activation,
  activate,
  type Environment,
  SET_NAMES,
  SHELL_NAMES,
} from '../environment/environment.ts';
import { type Plan, type PlanOptions, SOURCE_FACTS } from '../plan/types.ts';

/** Variables that change the endpoint of a plan. A record holds under the values that they had when it was written. */
export const DECIDING_NAMES = [
  'AWS_ENDPOINT_URL',
  'AWS_ENDPOINT_URL_STS',
  'AWS_ENDPOINT_URL_IAM',
  'AWS_IGNORE_CONFIGURED_ENDPOINT_URLS',
  'AWS_STS_REGIONAL_ENDPOINTS',
  'AWS_USE_FIPS_ENDPOINT',
  'AWS_USE_DUALSTACK_ENDPOINT',
] as const;

/** A shared file on which a record depends, and the name of its stamp; undefined when the file does not exist. */
export interface RecordedFile {
  readonly path: string;
  readonly stamp: string | undefined;
}

/** The variables of the first lines, in this order. Readers reject a record without them. */
export const REQUIRED_NAMES: readonly string[] = [
  'AWS_ACCESS_KEY_ID',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
  'AWS_CREDENTIAL_EXPIRATION',
  'AWSROLE_PROFILE',
];

/**
 * The variables that may follow `REQUIRED_NAMES`. A record holds nothing of the shell that reads it, and is written only
 * while this machine's clock is right.
 */
export const OPTIONAL_NAMES: readonly string[] = SET_NAMES.filter(
  name => !REQUIRED_NAMES.includes(name) && !SHELL_NAMES.includes(name),
);

const CONTROL = /\p{Cc}/u;

/** What stands between the values of a `calls` line. */
export const CALLS_SEPARATOR = '|';

/** Whether a profile's name can be the name of a record file. */
const isRecordName = (profile: string): boolean =>
  /^[^./-][^/]*$/.test(profile) && !CONTROL.test(profile) && new TextEncoder().encode(profile).length <= 200;

/**
 * Whether a record can hold the role session of a plan: one that depends only on the two shared files and on what the
 * `calls` line says.
 */
export const isRecordable = (plan: Plan, options: PlanOptions, env: Environment): boolean =>
  plan.roles.length > 0 &&
  isRecordName(plan.profile) &&
  Object.values(options).every(value => value === undefined) &&
  DECIDING_NAMES.every(name => !env[name]?.includes(CALLS_SEPARATOR)) &&
  !SOURCE_FACTS[plan.source.kind].usesEnvironment;

/**
 * The line that says where the calls of a session go: the region of the shell, or `-` where the profile has its own, and
 * the values of `DECIDING_NAMES`. Readers make the same line from their environment, so that one comparison tells
 * whether the record holds there. An empty variable counts as unset, as in the plan.
 */
const callsLine = (region: Activation['region'], env: Environment): string => {
  const place = region?.own ? '-' : (region?.value ?? '');
  return `calls ${[place, ...DECIDING_NAMES.map(name => env[name] ?? '')].join(CALLS_SEPARATOR)}`;
};

/**
 * The content of a live record, from which the shell functions and the launcher activate a profile: the time span in
 * which they may use the session (epoch seconds), the stamps of the shared files, and the variables that `use` sets. The
 * span begins when the record is written: a clock that shows an earlier time was set back. A record is data, never code:
 * every reader checks each line.
 *
 * @param made.env the environment in which the session was obtained
 * @param made.writtenAt epoch milliseconds on this machine's clock, which must be right
 * @returns undefined when a value contains a control character or is not well-formed Unicode
 */
export const liveRecord = (
  activation: Activation,
  session: Session,
  files: { config: RecordedFile; credentials: RecordedFile },
  { env, writtenAt }: { readonly env: Environment; readonly writtenAt: number },
): string | undefined => {
  const from = Math.ceil((writtenAt - CLOCK_TOLERANCE) / 1000);
  const until = Math.floor((session.expiresAt - ROLE_WINDOW) / 1000);
  const values = new Map(
    activate(activation, {}).flatMap(({ name, value }) =>
      value === null ? [] : [[name, value] as [string, string]],
    ),
  );
  const names = [...REQUIRED_NAMES, ...[...values.keys()].filter(name => !REQUIRED_NAMES.includes(name))];
  const lines = [
    `awsrole-live 2 ${from} ${until}`,
    `config ${files.config.stamp ?? '-'} ${files.config.path}`,
    `credentials ${files.credentials.stamp ?? '-'} ${files.credentials.path}`,
    callsLine(activation.region, env),
    ...names.map(name => `${name}=${values.get(name) ?? ''}`),
    'end',
  ];
  return lines.some(line => CONTROL.test(line) || !line.isWellFormed()) ? undefined : `${lines.join('\n')}\n`;
};
