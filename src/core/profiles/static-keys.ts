import { AwsroleError } from '../errors.ts';
import type { IniSection } from '../ini/ini.ts';
import { at, type Place, type Setting } from '../ini/setting.ts';
import { parseForeignInstant } from '../text/instant.ts';
import { settingOf } from './lookup.ts';
import type { Profile } from './profiles.ts';
import { STATIC_KEYS } from './sections.ts';

/**
 * The keys under which tools write the expiration of a section's static keys, the official one first. The others are
 * those of aws-mfa and awsume (`expiration`), saml2aws and okta-aws-cli, aws-google-auth, gsts and yawsso, and
 * aws-azure-login and clisso.
 */
export const EXPIRY_KEYS = [
  'aws_credential_expiration',
  'expiration',
  'x_security_token_expires',
  'aws_session_expiration',
  'aws_expiration',
];

/** Whether a key that is not in `EXPIRY_KEYS` has an expiration of session keys: `session_expiry`, `expires_at`. */
export const isExpiryKey = (key: string): boolean =>
  /expir|valid_(?:un)?til|valid_to/.test(key) &&
  !/refresh|registration|client|cookie|password|sso_|source_/.test(key);

/** The results by profile. `awsrole list` plans every profile, and many plans read the same static keys. */
const cache = new WeakMap<Profile, StaticKeys>();

/**
 * The static keys of a profile, or undefined when it has none.
 *
 * @throws AwsroleError when the profile has only one of access key ID and secret access key
 */
export const staticKeysOf = (profile: Profile): StaticKeys | undefined => {
  const known = cache.get(profile) ?? readStaticKeys(profile);
  if (known) cache.set(profile, known);
  return known;
};

const readStaticKeys = (profile: Profile): StaticKeys | undefined => {
  const accessKeyId = settingOf(profile, 'aws_access_key_id');
  const secretAccessKey = settingOf(profile, 'aws_secret_access_key');
  if (!accessKeyId && !secretAccessKey) return undefined;
  if (!accessKeyId || !secretAccessKey) {
    const [present, missing] = accessKeyId
      ? [accessKeyId, 'aws_secret_access_key']
      : [secretAccessKey ?? { file: '', line: 0 }, 'aws_access_key_id'];
    throw new AwsroleError(`profile '${profile.name}': incomplete key pair at ${at(present)}`, {
      hints: [`add ${missing} to the same section`],
    });
  }
  // botocore prefers the old name; a section with both names was written by two tools
  const sessionToken = settingOf(profile, 'aws_session_token') ?? settingOf(profile, 'aws_security_token');
  const expiry = expiryOf(profile, accessKeyId, sessionToken !== undefined);
  return { accessKeyId, secretAccessKey, sessionToken, expiresAt: expiry?.expiresAt, expiry };
};

/** Reads the expiration beside the keys. A key with an unknown name counts for session keys: only these expire. */
const expiryOf = (profile: Profile, { file }: Place, isSession: boolean): Expiry | undefined => {
  const others = isSession ? [...profile.settings.keys()].filter(isExpiryKey) : [];
  // awsume marks its sections, and writes the local time
  const isAwsume = settingOf(profile, 'autoawsume') || settingOf(profile, 'manager')?.value === 'awsume';
  const zone = isAwsume ? 'local' : 'UTC';
  for (const key of [...EXPIRY_KEYS, ...others]) {
    const setting = settingOf(profile, key);
    const instant = setting?.file === file ? parseForeignInstant(setting.value, zone) : undefined;
    if (setting && instant)
      return { expiresAt: instant.epochMs, setting, assumedZone: instant.hasZone ? undefined : zone };
  }
  return undefined;
};

/** The name of a zone in which awsrole read a time without one, for messages. */
export const zoneName = (zone: 'UTC' | 'local'): string => (zone === 'UTC' ? 'UTC' : 'local time');

/** The keys that mark a managed section. */
export const MARKS = {
  from: 'awsrole_source_profile',
  sourceAccessKeyId: 'awsrole_source_key',
  serial: 'awsrole_mfa_serial',
  endpoint: 'awsrole_endpoint',
} as const;

/** Reads a profile as a managed section; undefined when the user or another tool wrote its section. */
export const managedSectionOf = (profile: Profile): ManagedSection | undefined => {
  const from = settingOf(profile, MARKS.from);
  const serial = settingOf(profile, MARKS.serial);
  const sourceKey = settingOf(profile, MARKS.sourceAccessKeyId);
  const hasKeyPair = settingOf(profile, 'aws_access_key_id') && settingOf(profile, 'aws_secret_access_key');
  const keys = hasKeyPair && staticKeysOf(profile);
  if (!from || !serial || !sourceKey || !keys?.sessionToken) return undefined;
  return {
    profile: profile.name,
    keys,
    from: from.value,
    sourceAccessKeyId: sourceKey.value,
    serial: serial.value,
    endpoint: settingOf(profile, MARKS.endpoint)?.value,
  };
};

/** The settings that describe a session and are worthless without it, in the spellings of awsrole and other tools. */
const SESSION_FACT = /expir|^assumed_role|^x_principal_arn$|^awsrole_/;

/**
 * Whether a section of the credentials file holds nothing but the keys of a temporary session and facts about it, as
 * scripts leave them. Long-term keys, other settings and lines that cannot be read are of lasting value.
 */
export const holdsOnlySession = ({ settings, nested, problems }: IniSection): boolean => {
  const written = settings.filter(({ value }) => value !== '');
  const has = (...keys: string[]): boolean => written.some(({ key }) => keys.includes(key));
  const hasToken = has('aws_session_token', 'aws_security_token');
  const keyIds = written.filter(({ key }) => key === 'aws_access_key_id');
  return (
    problems.length === 0 &&
    nested.size === 0 &&
    written.every(({ key }) => STATIC_KEYS.has(key) || SESSION_FACT.test(key)) &&
    keyIds.every(({ value }) => isTemporary(value, hasToken)) &&
    (keyIds.length > 0 || !has('aws_secret_access_key'))
  );
};

/** IAM: the ID of a temporary access key starts with ASIA, that of a long-term one with AKIA. Other services differ. */
const isTemporary = (accessKeyId: string, hasToken: boolean): boolean =>
  accessKeyId.startsWith('ASIA') || (hasToken && !accessKeyId.startsWith('AKIA'));

/** The static keys of a profile with their places. */
export interface StaticKeys {
  readonly accessKeyId: Setting;
  readonly secretAccessKey: Setting;
  readonly sessionToken: Setting | undefined;
  /** epoch milliseconds; undefined when the section has no expiration */
  readonly expiresAt: number | undefined;
  readonly expiry?: Expiry | undefined;
}

/** The expiration of static keys, with its place. */
export interface Expiry {
  /** epoch milliseconds */
  readonly expiresAt: number;
  readonly setting: Setting;
  /** how awsrole read a time that has no zone; undefined for a time with a zone */
  readonly assumedZone: 'UTC' | 'local' | undefined;
}

/** A section of the shared credentials file that `awsrole mfa` wrote. */
export interface ManagedSection {
  readonly profile: string;
  readonly keys: StaticKeys;
  /** the source profile of the MFA session */
  readonly from: string;
  readonly sourceAccessKeyId: string;
  readonly serial: string;
  /** the custom STS endpoint that issued the session, if any */
  readonly endpoint: string | undefined;
}
