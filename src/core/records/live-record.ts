import type { Session } from '../aws/credentials.ts';
import { CLOCK_TOLERANCE, ROLE_WINDOW } from '../aws/credentials.ts';
import { type Activation, activate, type Environment, SET_NAMES } from '../environment/environment.ts';
import type { Plan, PlanOptions } from '../plan/types.ts';

/** Variables that change where a plan leads without standing in a shared file: with one of them set, no record serves. */
export const DECIDING_NAMES = [
  'AWS_ENDPOINT_URL',
  'AWS_ENDPOINT_URL_STS',
  'AWS_ENDPOINT_URL_IAM',
  'AWS_IGNORE_CONFIGURED_ENDPOINT_URLS',
  'AWS_STS_REGIONAL_ENDPOINTS',
  'AWS_USE_FIPS_ENDPOINT',
  'AWS_USE_DUALSTACK_ENDPOINT',
] as const;

/** A shared file that a record depends on, and the stamp with its time of change; no stamp where there is no file. */
export interface RecordedFile {
  readonly path: string;
  readonly stamp: string | undefined;
}

/** The lines that are always there, in this order; readers refuse a record without them. */
export const FIRST: readonly string[] = [
  'AWS_ACCESS_KEY_ID',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
  'AWS_CREDENTIAL_EXPIRATION',
  'AWSROLE_PROFILE',
];

/** The variables that may follow those of `FIRST`; a record holds one profile and no previous one. */
export const OTHERS: readonly string[] = SET_NAMES.filter(
  name => !FIRST.includes(name) && name !== 'AWSROLE_PREVIOUS',
);

const CONTROL = /\p{Cc}/u;

/** Whether a profile's name can be the name of its record's file. */
export const isRecordName = (profile: string): boolean =>
  /^[^./-][^/]*$/.test(profile) && !CONTROL.test(profile) && new TextEncoder().encode(profile).length <= 200;

/**
 * Whether a plan's outcome can be recorded for the shells: a role's session, got without options, that depends on
 * nothing but both shared files.
 */
export const isRecordable = (plan: Plan, options: PlanOptions, env: Environment): boolean =>
  plan.roles.length > 0 &&
  isRecordName(plan.profile) &&
  Object.values(options).every(value => value === undefined) &&
  DECIDING_NAMES.every(name => !env[name]) &&
  plan.region?.own !== false &&
  plan.source.kind !== 'environment' &&
  plan.source.kind !== 'container';

/**
 * A live session as the shells and the launcher read it: the time in which it may be handed out (epoch seconds of this
 * machine), the state of the files it depends on, and what `use` would set. Data, never code: every reader checks
 * each line.
 *
 * @returns undefined when a value does not fit on a line
 */
export const liveRecord = (
  activation: Activation,
  session: Session,
  files: { config: RecordedFile; credentials: RecordedFile },
): string | undefined => {
  const from = Math.ceil((session.obtainedAt - CLOCK_TOLERANCE) / 1000);
  const until = Math.floor((session.expiresAt - session.clockOffset - ROLE_WINDOW) / 1000);
  const values = new Map(
    activate(activation, {}).flatMap(({ name, value }) =>
      value === null ? [] : [[name, value] as [string, string]],
    ),
  );
  const names = [...FIRST, ...[...values.keys()].filter(name => !FIRST.includes(name))];
  const lines = [
    `awsrole-live 1 ${from} ${until}`,
    `config ${files.config.stamp ?? '-'} ${files.config.path}`,
    `credentials ${files.credentials.stamp ?? '-'} ${files.credentials.path}`,
    `region ${activation.region ? 'own' : 'none'}`,
    ...names.map(name => `${name}=${values.get(name) ?? ''}`),
    'end',
  ];
  return lines.some(line => CONTROL.test(line) || !line.isWellFormed()) ? undefined : `${lines.join('\n')}\n`;
};
