import { AwsroleError } from '../errors.ts';
import { at, type Setting } from '../ini/setting.ts';
import { parseInstant } from '../text/instant.ts';
import { settingOf } from './lookup.ts';
import type { Profile } from './profiles.ts';

/** Keys under which tools note until when a section's keys live, the official one first. */
const EXPIRY_KEYS = ['aws_credential_expiration', 'expiration', 'x_security_token_expires'];

/** Read once for all plans of the same files: `list` makes one for every profile behind the same few keys. */
const read = new WeakMap<Profile, StaticKeys>();

/**
 * The keys that stand in a profile's section, or undefined when there are none.
 *
 * @throws AwsroleError when only half a pair is there
 */
export const staticKeysOf = (profile: Profile): StaticKeys | undefined => {
  const known = read.get(profile) ?? readStaticKeys(profile);
  if (known) read.set(profile, known);
  return known;
};

const readStaticKeys = (profile: Profile): StaticKeys | undefined => {
  const accessKeyId = settingOf(profile, 'aws_access_key_id');
  const secretAccessKey = settingOf(profile, 'aws_secret_access_key');
  if (!accessKeyId && !secretAccessKey) return undefined;
  if (!accessKeyId || !secretAccessKey) {
    const [there, missing] = accessKeyId
      ? [accessKeyId, 'aws_secret_access_key']
      : [secretAccessKey ?? { file: '', line: 0 }, 'aws_access_key_id'];
    throw new AwsroleError(`profile '${profile.name}': half a pair of keys at ${at(there)}`, {
      hints: [`add ${missing} to the same section`],
    });
  }
  return {
    accessKeyId,
    secretAccessKey,
    // botocore reads the old name first; a section that has both was written by two tools
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

/** The marks that `awsrole mfa` leaves in the section it writes. */
export const MARKS = {
  from: 'awsrole_source_profile',
  sourceAccessKeyId: 'awsrole_source_key',
  serial: 'awsrole_mfa_serial',
  endpoint: 'awsrole_endpoint',
} as const;

/** A profile read as a section that `awsrole mfa` wrote, or undefined when a person or another tool did. */
export const managedSectionOf = (profile: Profile): ManagedSection | undefined => {
  const from = settingOf(profile, MARKS.from);
  const serial = settingOf(profile, MARKS.serial);
  const sourceKey = settingOf(profile, MARKS.sourceAccessKeyId);
  const isWhole = settingOf(profile, 'aws_access_key_id') && settingOf(profile, 'aws_secret_access_key');
  const keys = isWhole && staticKeysOf(profile);
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

/** Keys as they stand in a shared file. */
export interface StaticKeys {
  readonly accessKeyId: Setting;
  readonly secretAccessKey: Setting;
  readonly sessionToken: Setting | undefined;
  /** epoch milliseconds, when the section says until when they live */
  readonly expiresAt: number | undefined;
}

/** A section of the shared credentials file that `awsrole mfa` wrote, and for whom. */
export interface ManagedSection {
  readonly profile: string;
  readonly keys: StaticKeys;
  /** the source profile whose MFA session it holds */
  readonly from: string;
  readonly sourceAccessKeyId: string;
  readonly serial: string;
  /** the custom endpoint it was made at, if any */
  readonly endpoint: string | undefined;
}
