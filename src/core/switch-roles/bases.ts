import { accountOf } from '../aws/arn.ts';
import { MFA_PROFILE, MFA_SOURCE } from '../plan/chain.ts';
import { settingOf } from '../profiles/lookup.ts';
import type { Profile, Profiles } from '../profiles/profiles.ts';
import { MARKS, managedSectionOf } from '../profiles/static-keys.ts';

/** The profiles that the roles start from, in the order of the roles. */
export const basesOf = (roles: readonly ExportedRole[]): string[] => [
  ...new Set(roles.flatMap(role => role.base ?? [])),
];

/**
 * The account that people sign in to before they switch to the roles behind `base`, as far as the files tell: its
 * `aws_account_id`, the account of its MFA device or its Identity Center account, those of the profile an MFA session
 * is made from, and the device that its roles name.
 *
 * @returns twelve digits, or the account's alias where `aws_account_id` has one; undefined where nothing tells
 */
export const accountInFiles = (
  profiles: Profiles,
  base: string,
  roles: readonly ExportedRole[],
): string | undefined => {
  const owners = ownersOf(profiles, base);
  const behind = roles.filter(role => role.base === base && !role.source).map(role => role.profile);
  return (
    firstOf(owners, writtenAccount) ??
    firstOf(owners, profile => inArn(profile, 'mfa_serial') ?? inArn(profile, MARKS.serial)) ??
    firstOf(owners, profile => digits(profile, 'sso_account_id')) ??
    firstOf(behind, profile => inArn(profile, 'mfa_serial'))
  );
};

/** The profile of that name, and behind an MFA session the one with the keys: either may say whose account it is. */
export const ownersOf = (profiles: Profiles, base: string): Profile[] => {
  const profile = profiles.byName.get(base);
  const isUnwritten = base === MFA_PROFILE && !settingOf(profile, 'aws_access_key_id');
  const from = (profile && managedSectionOf(profile)?.from) ?? (isUnwritten ? MFA_SOURCE : undefined);
  return [profile, from === undefined ? undefined : profiles.byName.get(from)].filter(
    owner => owner !== undefined,
  );
};

const firstOf = <T>(
  profiles: readonly Profile[],
  find: (profile: Profile) => T | undefined,
): T | undefined => {
  for (const profile of profiles) {
    const found = find(profile);
    if (found !== undefined) return found;
  }
  return undefined;
};

/** The extension takes an account's alias for its ID (IAM: CreateAccountAlias has the pattern). */
const writtenAccount = (profile: Profile): string | undefined => {
  const value = settingOf(profile, 'aws_account_id')?.value;
  return value !== undefined && isAccount(value) ? value : undefined;
};

/** Twelve digits, or an alias. */
export const isAccount = (text: string): boolean =>
  /^(\d{12}|(?!\d+$)[a-z0-9](?:-?[a-z0-9]){2,62})$/.test(text) && text.length <= 63;

const digits = (profile: Profile, key: string): string | undefined => {
  const value = settingOf(profile, key)?.value;
  return value !== undefined && /^\d{12}$/.test(value) ? value : undefined;
};

const inArn = (profile: Profile, key: string): string | undefined => {
  const value = settingOf(profile, key)?.value;
  return value === undefined ? undefined : accountOf(value);
};

/** A role profile that goes to the extension. */
export interface ExportedRole {
  readonly profile: Profile;
  readonly partition: string;
  readonly account: string;
  /** with its path: `team/Admin` */
  readonly role: string;
  /** the role it is assumed from; undefined for one that a base account leads to, or that nobody knows the way to */
  readonly source: ExportedRole | undefined;
  /** the profile at the end of its chain, whose keys sign the first call; undefined where that is no profile */
  readonly base: string | undefined;
}
