import { parseIni } from '../../src/core/ini/ini.ts';
import { buildProfiles, type Profiles } from '../../src/core/profiles/profiles.ts';

/** Profiles as the two shared files define them; the files are called `config` and `credentials` in every place. */
export const profilesFrom = (config: string, credentials = ''): Profiles =>
  buildProfiles(parseIni(config, 'config'), parseIni(credentials, 'credentials'));

/** A credentials section with long-term keys that are recognised by `id`. */
export const keysOf = (name: string, id = 'AKIAALICE'): string =>
  `[${name}]\naws_access_key_id=${id}\naws_secret_access_key=secret\n`;

/** A config section with a role in account 111122223333 that is called like the profile. */
export const roleOf = (name: string, ...lines: string[]): string =>
  [`[profile ${name}]`, `role_arn=arn:aws:iam::111122223333:role/${name}`, ...lines, ''].join('\n');

/** A virtual MFA device. */
export const SERIAL = 'arn:aws:iam::111122223333:mfa/alice';

/** A credentials section as `awsrole mfa` writes it. */
export const managedSection = (name: string, from = 'default', sourceKey = 'AKIAALICE'): string =>
  [
    `[${name}]`,
    'aws_access_key_id=ASIAMFA',
    'aws_secret_access_key=secret',
    'aws_session_token=token',
    'aws_credential_expiration=2026-11-24T12:00:00Z',
    `awsrole_source_profile=${from}`,
    `awsrole_source_key=${sourceKey}`,
    `awsrole_mfa_serial=${SERIAL}`,
    '',
  ].join('\n');
