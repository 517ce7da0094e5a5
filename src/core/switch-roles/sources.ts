import { at } from '../ini/setting.ts';
import { MFA_PROFILE, MFA_SOURCE } from '../plan/chain.ts';
import { settingOf } from '../profiles/lookup.ts';
import type { Profile, Profiles } from '../profiles/profiles.ts';
import { summarizeNames } from '../text/names.ts';
import { isAccount, isAccountId } from './account.ts';
import { profilesOfBase } from './bases.ts';
import { BASE_KEYS } from './keys.ts';
import type { OfferedBase, OfferedRole } from './tree.ts';

/** What decides which profile becomes the source profile of a base account's roles. */
export interface SourceOptions {
  /** `--source BASE=PROFILE`, by base account */
  readonly given: ReadonlyMap<string, string>;
  /** `--source PROFILE`, for all other base accounts */
  readonly source: string | undefined;
  readonly profiles: Profiles;
  /** profile without a role → its account (ID or alias), as far as it is known without a call to AWS */
  readonly accounts: ReadonlyMap<string, string>;
}

/**
 * Chooses the source profile for the roles of each base account: the given one; else the profile with the name of the
 * base account, `mfa`, or the only other profile in its account. A profile that is in another account is the last
 * resort.
 *
 * @returns base account → profile; and a message for each base account that the profiles do not represent: one in
 *   another account, and one with settings that its profile lacks, so that an export would lose them
 */
export const sourcesOfBases = (
  bases: readonly OfferedBase[],
  roles: readonly OfferedRole[],
  options: SourceOptions,
): { sources: Map<string, string>; notes: string[] } => {
  const sources = new Map<string, string>();
  const notes: string[] = [];
  for (const base of bases) {
    const { profile, note } = choose(base, bases.length > 1, options);
    const shares = [...sources].find(([, other]) => other === profile)?.[0];
    sources.set(base.name, profile);
    const names = summarizeNames(roles.filter(role => role.base === base.name).map(({ name }) => name));
    notes.push(...note(names), ...settingNotes(base, { profile, shares }, options));
  }
  return { sources, notes };
};

interface Choice {
  readonly profile: string;
  readonly note: (roles: string) => string[];
}

const choose = (base: OfferedBase, isOneOfSeveral: boolean, options: SourceOptions): Choice => {
  const given = options.given.get(base.name) ?? options.source;
  if (given !== undefined)
    return { profile: given, note: roles => otherAccount(base, given, roles, options) };
  const named = hasOwnProfile(base, options.profiles) ? base.name : undefined;
  for (const profile of [named, MFA_PROFILE])
    if (
      profile !== undefined &&
      (profile === named ? isIn(base, profile, options) !== false : isIn(base, profile, options))
    )
      return { profile, note: () => [] };
  const others = inAccountOf(base, options);
  const [other] = others;
  if (other !== undefined && others.length === 1)
    return {
      profile: other,
      note: roles => [
        `no profile for base account '${base.name}': the source_profile of ${roles} becomes ${other}, which is in the same account`,
      ],
    };
  const profile = named ?? MFA_PROFILE;
  return {
    profile,
    note: roles => {
      const mismatch = otherAccount(base, profile, roles, options);
      if (mismatch.length > 0) return [...mismatch, wayToKeep(base, others)];
      return isOneOfSeveral && base.name !== profile && base.name !== MFA_SOURCE
        ? [
            `no profile for base account '${base.name}': the source_profile of ${roles} becomes ${profile}; to use another one, add --source ${base.name}=PROFILE`,
          ]
        : [];
    },
  };
};

const hasOwnProfile = ({ name }: OfferedBase, profiles: Profiles): boolean =>
  name !== MFA_SOURCE && isSource(profiles.byName.get(name));

const isSource = (profile: Profile | undefined): boolean =>
  profile !== undefined && !settingOf(profile, 'role_arn');

/** The profiles in the account of a base account; of several, those that sign in with its role. */
const inAccountOf = (base: OfferedBase, options: SourceOptions): string[] => {
  const all = [...options.accounts.keys()].filter(profile => isIn(base, profile, options));
  const role = base.settings.get('role_name')?.value;
  const ofRole = all.filter(name => {
    const profile = options.profiles.byName.get(name);
    // the extension's role_name is the permission set of an Identity Center sign-in
    const roles = [settingOf(profile, 'role_name'), settingOf(profile, 'sso_role_name')];
    return role !== undefined && roles.some(found => found?.value === role);
  });
  return ofRole.length > 0 ? ofRole : all;
};

/**
 * Whether a profile is in the account of a base account, by account ID when both have one, else by alias; undefined when
 * they have neither in common.
 */
const isIn = (
  base: OfferedBase,
  profile: string,
  { accounts, profiles }: SourceOptions,
): boolean | undefined => {
  const ofBase = [base.account, base.settings.get('aws_account_alias')?.value];
  const ofProfile = [
    accounts.get(profile),
    ...profilesOfBase(profiles, profile).map(found => settingOf(found, 'aws_account_alias')?.value),
  ];
  for (const isKind of [isAccountId, isAlias]) {
    const one = ofBase.find(text => text !== undefined && isKind(text));
    const other = ofProfile.find(text => text !== undefined && isKind(text));
    if (one !== undefined && other !== undefined) return one === other;
  }
  return undefined;
};

const isAlias = (text: string): boolean => isAccount(text) && !isAccountId(text);

const otherAccount = (base: OfferedBase, profile: string, roles: string, options: SourceOptions): string[] =>
  isIn(base, profile, options) === false
    ? [
        `base account '${base.name}' is ${base.account}, but its roles get source_profile = ${profile}, which is in ${options.accounts.get(profile) ?? 'another account'}: ${roles}`,
      ]
    : [];

const wayToKeep = (base: OfferedBase, inAccount: readonly string[]): string =>
  inAccount.length > 0
    ? `hint: to keep the base account, choose a profile in ${base.account}: --source ${base.name}=${inAccount.join(` or --source ${base.name}=`)}`
    : `hint: to keep the base account, add a profile '${base.name}' with credentials of ${base.account}, or name one: --source ${base.name}=PROFILE`;

/**
 * Messages about settings of a base account that its profile lacks. Its roles have its `target_…` settings.
 *
 * @param chosen.shares another base account whose roles have the same source profile
 */
const settingNotes = (
  base: OfferedBase,
  { profile, shares }: { readonly profile: string; readonly shares: string | undefined },
  options: SourceOptions,
): string[] => {
  const settings = [...base.settings.values()].filter(
    ({ key }) => key !== 'aws_account_id' && !key.startsWith('target_'),
  );
  // the profile of another account must not get the settings of this one
  if (isIn(base, profile, options) === false)
    return settings.map(
      ({ key, ...line }) => `${at(line)}: ${key} of base account '${base.name}' is not imported`,
    );
  const { profiles, accounts } = options;
  const found = profilesOfBase(profiles, profile);
  const has = (key: string, value: string): boolean =>
    found.some(each => settingOf(each, key)?.value === value);
  const target = found.at(-1)?.name ?? profile;
  const keep = (key: string, value: string): string => {
    const owner = found.find(each => settingOf(each, key));
    return owner
      ? `profile '${owner.name}' has ${key} = ${settingOf(owner, key)?.value}`
      : `to keep it, add ${key} = ${value} to profile '${target}'`;
  };
  const notes: string[] = [];
  const place = at(base.settings.get('aws_account_id') ?? base);
  if (!isAccount(base.account)) {
    notes.push(`${place}: aws_account_id '${base.account}' of base account '${base.name}' is not an account`);
  } else if (
    !isAccountId(base.account) &&
    !has('aws_account_alias', base.account) &&
    !has('aws_account_id', base.account)
  ) {
    notes.push(
      `${place}: the account alias of base account '${base.name}' is not imported; ${keep('aws_account_alias', base.account)}`,
    );
  } else if (isAccountId(base.account) && !accounts.has(profile)) {
    notes.push(
      `${place}: the account of base account '${base.name}' is not imported; ${keep('aws_account_id', base.account)}`,
    );
  }
  for (const { key, value, ...line } of settings) {
    if (has(key, value)) continue;
    const what = `${at(line)}: ${key} of base account '${base.name}' is not imported`;
    if (key === 'role_name' && shares !== undefined)
      notes.push(
        `${what}: the roles of '${shares}' have the same source_profile; to separate them, add --source ${base.name}=PROFILE`,
      );
    else if ((BASE_KEYS as readonly string[]).includes(key)) notes.push(`${what}; ${keep(key, value)}`);
    else notes.push(`${what}: the extension does not use it for a base account`);
  }
  const ownRole = found.find(each => settingOf(each, 'role_name'));
  if (ownRole && !base.settings.has('role_name'))
    notes.push(
      `profile '${ownRole.name}' has role_name = ${settingOf(ownRole, 'role_name')?.value}: an export shows the roles of base account '${base.name}' only to users who sign in with that role`,
    );
  return notes;
};
