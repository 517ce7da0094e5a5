import { utimesSync } from 'node:fs';
import { join } from 'node:path';
import type { App, Outcome } from './app.ts';

/** The ARN of the demo world's user. */
export const USER = 'arn:aws:iam::111122223333:user/alice';
/** The serial number of that user's MFA device. */
export const SERIAL = 'arn:aws:iam::111122223333:mfa/alice';

/** A profile section of the shared config file. */
export const profile = (name: string, settings: Record<string, string | number>): string => {
  const lines = Object.entries(settings).map(([key, value]) => `${key} = ${value}\n`);
  return `[${name === 'default' ? name : `profile ${name}`}]\n${lines.join('')}`;
};

/** The ARNs of the demo world's roles, by profile. */
export const ROLES = {
  dev: 'arn:aws:iam::222233334444:role/Developer',
  uat: 'arn:aws:iam::333344445555:role/Developer',
  prod: 'arn:aws:iam::444455556666:role/ReadOnly',
  deploy: 'arn:aws:iam::444455556666:role/Deployer',
  audit: 'arn:aws:iam::555566667777:role/Auditor',
} as const;

/** A role profile with `default` as its source profile. */
export const role = (name: keyof typeof ROLES, settings: Record<string, string | number> = {}): string =>
  profile(name, { role_arn: ROLES[name], source_profile: 'default', ...settings });

/** `default` with `mfa_serial`, and three role profiles with `default` as their source profile. */
export const WITH_SERIAL =
  profile('default', { mfa_serial: SERIAL }) + role('dev') + role('uat') + role('prod');

/** The usual set-up: `default` has the MFA device, `dev` and `uat` use the managed section `[mfa]`, `prod` uses `default`. */
export const DAY =
  profile('default', { mfa_serial: SERIAL, region: 'eu-west-1' }) +
  role('dev', { source_profile: 'mfa', region: 'eu-central-1', color: '3fb950' }) +
  role('uat', { source_profile: 'mfa', mfa_serial: SERIAL }) +
  role('prod', { mfa_serial: SERIAL });

/**
 * The outcome of `use PROFILE --format ini` that prints the `number`th session of the sandbox.
 *
 * @param until the expiration: a time of 2026-03-02 such as `10:00:05`, or a full timestamp
 */
export const serves = (name: string, number: number, until: string, stderr = ''): Outcome => ({
  exitCode: 0,
  stdout:
    `[${name}]\naws_access_key_id = <key ${number}>\naws_secret_access_key = <secret ${number}>\n` +
    `aws_session_token = <token ${number}>\n` +
    `aws_credential_expiration = ${until.length > 8 ? until : `2026-03-02T${until}Z`}\n`,
  stderr,
});

/** The outcome of a successful command. */
export const done = (stdout: string, stderr = ''): Outcome => ({ exitCode: 0, stdout, stderr });

/** The outcome of a failed command: an error line, then one line for each hint. */
export const fails = (
  exitCode: 1 | 2,
  stdout: '' | 'false\n',
  error: string,
  ...hints: string[]
): Outcome => ({
  exitCode,
  stdout,
  stderr: [`error: ${error}`, ...hints.map(hint => `hint: ${hint}`)]
    .map(line => `awsrole: ${line}\n`)
    .join(''),
});

/** The variables that every `use` and `clear` unsets, whether they are set or not. */
export const LEFTOVERS =
  'AWS_PROFILE AWS_DEFAULT_PROFILE AWS_EB_PROFILE AWS_PROFILE_REGION AWS_SECURITY_TOKEN EC2_SECURITY_TOKEN AWS_SESSION_EXPIRATION ' +
  'AWS_CREDENTIAL_FILE AWSUME_EXPIRATION AWSUME_COMMAND AWS_VAULT AWSU_PROFILE AWSU_EXPIRES AWSRUNAS_PROFILE ' +
  'SAML2AWS_PROFILE ASSUMED_ROLE AWS_SSO AWS_SSO_PROFILE AWS_SSO_ACCOUNT_ID AWS_SSO_ROLE_NAME AWS_SSO_ROLE_ARN ' +
  'AWS_SSO_SESSION_EXPIRATION AWS_SSO_DEFAULT_REGION GRANTED_SSO GRANTED_SSO_START_URL GRANTED_SSO_ROLE_NAME ' +
  'GRANTED_SSO_REGION GRANTED_SSO_ACCOUNT_ID GRANTED_COMMAND AWS_CONTAINER_CREDENTIALS_FULL_URI ' +
  'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI AWS_CONTAINER_AUTHORIZATION_TOKEN ' +
  'AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE AWS_ROLE_ARN AWS_ROLE_SESSION_NAME AWS_WEB_IDENTITY_TOKEN_FILE AWSROLE_RESOLVING';

/** The variables that `use dev` sets with the profiles of `DAY` and the `number`th session of the sandbox. */
export const devVariables = (number: number): Record<string, string> => ({
  AWS_ACCESS_KEY_ID: `<key ${number}>`,
  AWS_SECRET_ACCESS_KEY: `<secret ${number}>`,
  AWS_SESSION_TOKEN: `<token ${number}>`,
  AWS_CREDENTIAL_EXPIRATION: '2026-03-02T10:00:05Z',
  AWS_REGION: 'eu-central-1',
  AWS_DEFAULT_REGION: 'eu-central-1',
  AWSROLE_PROFILE: 'dev',
  AWSROLE_ACCOUNT_ID: '222233334444',
  AWSROLE_ROLE_ARN: 'arn:aws:iam::222233334444:role/Developer',
  AWSROLE_EXPIRES: '1772445605',
  AWSROLE_COLOR: '3fb950',
  AWSROLE_KEY: `<key ${number}>`,
  AWSROLE_REGION: 'eu-central-1',
  AWSUME_PROFILE: 'dev',
});

/** Gives the shared files a time before that of the app's clock, so that records about them can be written. */
export const age = (app: App): void => {
  for (const name of ['config', 'credentials'])
    utimesSync(join(app.home, '.aws', name), 1, 1_600_000_000.123456);
};
