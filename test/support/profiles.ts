import { parseIni } from '../../src/core/ini/ini.ts';
import { buildProfiles, type Profiles } from '../../src/core/profiles/profiles.ts';

/** The profiles of two shared files. Places name the files `config` and `credentials`. */
export const profilesFrom = (config: string, credentials = ''): Profiles =>
  buildProfiles(parseIni(config, 'config'), parseIni(credentials, 'credentials'));

/** A section of the shared credentials file with long-term keys, whose access key ID is `id`. */
export const keysOf = (name: string, id = 'AKIAALICE'): string =>
  `[${name}]\naws_access_key_id=${id}\naws_secret_access_key=secret\n`;

/** A section of the shared config file with a role in account 111122223333. The role has the profile's name. */
export const roleOf = (name: string, ...lines: string[]): string =>
  [`[profile ${name}]`, `role_arn=arn:aws:iam::111122223333:role/${name}`, ...lines, ''].join('\n');

/** The serial number of a virtual MFA device. */
export const SERIAL = 'arn:aws:iam::111122223333:mfa/alice';

/** A managed section of the shared credentials file, as `awsrole mfa` writes it. */
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
