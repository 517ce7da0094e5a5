import { accountOf } from '../aws/arn.ts';
import { MFA_PROFILE, MFA_SOURCE } from '../plan/chain.ts';
import { settingOf } from '../profiles/lookup.ts';
import type { Profile, Profiles } from '../profiles/profiles.ts';
import { MARKS, managedSectionOf } from '../profiles/static-keys.ts';
import { isAccount } from './account.ts';

/** The base profiles of the roles, without duplicates, in the order of the roles. */
export const basesOf = (roles: readonly ExportedRole[]): string[] => [
  ...new Set(roles.flatMap(role => role.base ?? [])),
];

/**
 * The account in which users sign in before they switch to the roles of `base`. It comes from the first of these in the
 * shared files: `aws_account_id`, the MFA device or the Identity Center account of `base` or of the profile from which
 * its MFA session is made; then the MFA device of its roles.
 *
 * @returns twelve digits, or the account's alias where `aws_account_id` is an alias; undefined when none of them is set
 */
export const accountInFiles = (
  profiles: Profiles,
  base: string,
  roles: readonly ExportedRole[],
): string | undefined => {
  const sameAccount = profilesOfBase(profiles, base);
  const directRoles = roles.filter(role => role.base === base && !role.source).map(role => role.profile);
  return (
    firstFound(sameAccount, accountSetting) ??
    firstFound(
      sameAccount,
      profile => accountInArn(profile, 'mfa_serial') ?? accountInArn(profile, MARKS.serial),
    ) ??
    firstFound(sameAccount, profile => accountIdSetting(profile, 'sso_account_id')) ??
    firstFound(directRoles, profile => accountInArn(profile, 'mfa_serial'))
  );
};

/** The profile `base` and, when it is an MFA session, the profile with its long-term keys: both have one account. */
export const profilesOfBase = (profiles: Profiles, base: string): Profile[] => {
  const profile = profiles.byName.get(base);
  const isUnwritten = base === MFA_PROFILE && !settingOf(profile, 'aws_access_key_id');
  const from = (profile && managedSectionOf(profile)?.from) ?? (isUnwritten ? MFA_SOURCE : undefined);
  return [profile, from === undefined ? undefined : profiles.byName.get(from)].filter(
    found => found !== undefined,
  );
};

const firstFound = <T>(
  profiles: readonly Profile[],
  find: (profile: Profile) => T | undefined,
): T | undefined => {
  for (const profile of profiles) {
    const found = find(profile);
    if (found !== undefined) return found;
  }
  return undefined;
};

/** The extension accepts an account's alias in place of its ID. */
const accountSetting = (profile: Profile): string | undefined => {
  const value = settingOf(profile, 'aws_account_id')?.value;
  return value !== undefined && isAccount(value) ? value : undefined;
};

const accountIdSetting = (profile: Profile, key: string): string | undefined => {
  const value = settingOf(profile, key)?.value;
  return value !== undefined && /^\d{12}$/.test(value) ? value : undefined;
};

const accountInArn = (profile: Profile, key: string): string | undefined => {
  const value = settingOf(profile, key)?.value;
  return value === undefined ? undefined : accountOf(value);
};

/** A role profile that awsrole exports to the extension. */
export interface ExportedRole {
  readonly profile: Profile;
  readonly partition: string;
  readonly account: string;
  /** the role name with its path: `team/Admin` */
  readonly role: string;
  /** the role from which it is assumed; undefined for a role assumed with the credentials of a base account */
  readonly source: ExportedRole | undefined;
  /** the last profile of its chain, whose keys sign the first call; undefined without a source profile */
  readonly base: string | undefined;
}
