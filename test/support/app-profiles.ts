import type { Outcome } from './app.ts';

/** The demo world's user and her device. */
export const USER = 'arn:aws:iam::111122223333:user/alice';
export const SERIAL = 'arn:aws:iam::111122223333:mfa/alice';

/** One section of a config file. */
export const profile = (name: string, settings: Record<string, string | number>): string => {
  const lines = Object.entries(settings).map(([key, value]) => `${key} = ${value}\n`);
  return `[${name === 'default' ? name : `profile ${name}`}]\n${lines.join('')}`;
};

/**
 * What `use PROFILE --format ini` comes to when it hands out the `number`th session of the sandbox.
 *
 * @param until `10:00:05` of the first day, or a whole instant
 */
export const serves = (name: string, number: number, until: string, stderr = ''): Outcome => ({
  exitCode: 0,
  stdout:
    `[${name}]\naws_access_key_id = <key ${number}>\naws_secret_access_key = <secret ${number}>\n` +
    `aws_session_token = <token ${number}>\n` +
    `aws_credential_expiration = ${until.length > 8 ? until : `2026-03-02T${until}Z`}\n`,
  stderr,
});

/** The demo world's roles by the name of their profile. */
export const ROLES = {
  dev: 'arn:aws:iam::222233334444:role/Developer',
  uat: 'arn:aws:iam::333344445555:role/Developer',
  prod: 'arn:aws:iam::444455556666:role/ReadOnly',
  deploy: 'arn:aws:iam::444455556666:role/Deployer',
  audit: 'arn:aws:iam::555566667777:role/Auditor',
} as const;

/** A role profile behind `default`. */
export const role = (name: keyof typeof ROLES, settings: Record<string, string | number> = {}): string =>
  profile(name, { role_arn: ROLES[name], source_profile: 'default', ...settings });

/** `default` with its device written down, and one profile for each of three roles behind it. */
export const WITH_SERIAL =
  profile('default', { mfa_serial: SERIAL }) + role('dev') + role('uat') + role('prod');
