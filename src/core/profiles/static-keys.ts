import { AwsroleError } from '../errors.ts';
import { at, type Setting } from '../ini/setting.ts';
import { parseInstant } from '../text/instant.ts';
import { settingOf } from './lookup.ts';
import type { Profile } from './profiles.ts';

/** The keys under which tools write the expiration of a section's static keys, the official one first. */
export const EXPIRY_KEYS = ['aws_credential_expiration', 'expiration', 'x_security_token_expires'];

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
  return {
    accessKeyId,
    secretAccessKey,
    // botocore prefers the old name; a section with both names was written by two tools
    sessionToken: settingOf(profile, 'aws_session_token') ?? settingOf(profile, 'aws_security_token'),
    expiresAt: expiryOf(profile),
  };
};

const expiryOf = (profile: Profile): number | undefined => {
  for (const key of EXPIRY_KEYS) {
    const setting = settingOf(profile, key);
    const instant = setting && parseInstant(setting.value);
    if (instant !== undefined) return instant;
  }
  return undefined;
};

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

/** The static keys of a profile with their places. */
export interface StaticKeys {
  readonly accessKeyId: Setting;
  readonly secretAccessKey: Setting;
  readonly sessionToken: Setting | undefined;
  /** epoch milliseconds; undefined when the section has no expiration */
  readonly expiresAt: number | undefined;
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
