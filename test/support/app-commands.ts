import type { Outcome } from './app.ts';
import { profile, role, SERIAL } from './app-profiles.ts';

/** The day's set-up: the device at `default`, `dev` behind the section that `mfa` writes, `prod` past it. */
export const DAY =
  profile('default', { mfa_serial: SERIAL, region: 'eu-west-1' }) +
  role('dev', { source_profile: 'mfa', region: 'eu-central-1', color: '3fb950' }) +
  role('uat', { source_profile: 'mfa', mfa_serial: SERIAL }) +
  role('prod', { mfa_serial: SERIAL });

/** A command that did what it was asked for. */
export const done = (stdout: string, stderr = ''): Outcome => ({ exitCode: 0, stdout, stderr });

/** A failed command: the error, then one line for each hint. */
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

/** What every `use` and `clear` takes away, whether it sees it or not. */
export const LEFTOVERS =
  'AWS_PROFILE AWS_DEFAULT_PROFILE AWS_EB_PROFILE AWS_SECURITY_TOKEN EC2_SECURITY_TOKEN AWS_SESSION_EXPIRATION ' +
  'AWS_CREDENTIAL_FILE AWSUME_EXPIRATION AWSUME_COMMAND AWS_VAULT AWSU_PROFILE AWSU_EXPIRES AWSRUNAS_PROFILE ' +
  'SAML2AWS_PROFILE ASSUMED_ROLE AWS_SSO AWS_SSO_PROFILE AWS_SSO_ACCOUNT_ID AWS_SSO_ROLE_NAME AWS_SSO_ROLE_ARN ' +
  'AWS_SSO_SESSION_EXPIRATION AWS_SSO_DEFAULT_REGION GRANTED_SSO GRANTED_SSO_START_URL GRANTED_SSO_ROLE_NAME ' +
  'GRANTED_SSO_REGION GRANTED_SSO_ACCOUNT_ID GRANTED_COMMAND AWS_CONTAINER_CREDENTIALS_FULL_URI ' +
  'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI AWS_CONTAINER_AUTHORIZATION_TOKEN ' +
  'AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE AWS_ROLE_ARN AWS_ROLE_SESSION_NAME AWS_WEB_IDENTITY_TOKEN_FILE AWSROLE_RESOLVING';

/** What `use dev` of the day's set-up sets, by name, with the `number`th session that the sandbox gave out. */
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
