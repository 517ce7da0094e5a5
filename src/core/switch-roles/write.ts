import { partitionOf } from '../aws/partition.ts';
import type { Entry } from '../edit/section-edit.ts';
import { at } from '../ini/setting.ts';
import { MFA_PROFILE } from '../plan/chain.ts';
import { colorDigits } from '../profiles/color.ts';
import { settingOf } from '../profiles/lookup.ts';
import type { Profile, Profiles } from '../profiles/profiles.ts';
import { summarizeNames } from '../text/names.ts';
import { isAccountId } from './account.ts';
import { basesOf, type ExportedRole, profilesOfBase } from './bases.ts';
import { flawOfName, flawOfValue, SHARED_KEYS } from './keys.ts';

/** The section of a base account. */
interface BaseSection {
  readonly name: string;
  readonly account: string;
  readonly entries: readonly Entry[];
  /** the profile of its keys; undefined when it has no section */
  readonly keysProfile: Profile | undefined;
}

/**
 * Writes the roles in the extension's format, the base sections of an account before its first role. The extension
 * shows only the roles of the first base section with the signed-in account and role. Each account therefore has one
 * section, or one for each role of the sign-in (`role_name` of a base
 * profile).
 *
 * @param accounts base profile → account, for each base of the roles
 * @returns the text, and a message for each value that it omits and for each role that the extension treats differently
 */
export const rolesText = (
  roles: readonly ExportedRole[],
  accounts: ReadonlyMap<string, string>,
  profiles: Profiles,
): { text: string; notes: string[] } => {
  const notes: string[] = [];
  const bases = baseSections(roles, accounts, profiles, notes);
  const sources = new Set(roles.flatMap(({ source }) => source ?? []));
  const written = new Set<string>();
  notes.push(...noteOnSourceless(roles, sources));
  const sections = roles.flatMap(role => {
    const base = bases.get(role.base ?? '');
    const own = sectionText(
      role.profile.name,
      roleEntries(role, base, { profiles, isSource: sources.has(role) }, notes),
    );
    if (!base || written.has(base.account)) return [own];
    written.add(base.account);
    const ofAccount = [...new Set(bases.values())].filter(({ account }) => account === base.account);
    return [...ofAccount.map(({ name, entries }) => sectionText(name, entries)), own];
  });
  notes.push(...noteOnAliases([...new Set(bases.values())]));
  return { text: sections.join('\n'), notes };
};

/**
 * Makes the sections of the base accounts.
 *
 * @returns base profile → its section. Of one account, the sections with a role come before the one without a role,
 *   which matches every sign-in
 */
const baseSections = (
  roles: readonly ExportedRole[],
  accounts: ReadonlyMap<string, string>,
  profiles: Profiles,
  notes: string[],
): Map<string, BaseSection> => {
  const sections = new Map<string, BaseSection>();
  const usedNames = new Set(roles.map(role => role.profile.name));
  const bases = basesOf(roles);
  for (const account of new Set(bases.map(base => accounts.get(base) ?? ''))) {
    const groups = byLoginRole(
      bases.filter(base => accounts.get(base) === account),
      profiles,
      notes,
    );
    const alias = aliasEntry(
      groups.flatMap(({ bases }) => bases.flatMap(base => profilesOfBase(profiles, base))),
      notes,
    );
    for (const { role, bases } of groups) {
      const usable = bases.find(base => !usedNames.has(base) && !(flawOfName(base) ?? flawOfValue(base)));
      const name = usable ?? unusedName(account, usedNames);
      usedNames.add(name);
      const owners = bases.map(base => profilesOfBase(profiles, base));
      const entries: Entry[] = [
        ['aws_account_id', account],
        ...alias,
        ...(role === undefined ? [] : [['role_name', role] as const]),
        ...DEFAULT_KEYS.flatMap(key => defaultEntry(owners, key, notes)),
      ];
      const [keysProfile] = owners.flat().slice(-1);
      const section = { name, account, entries, keysProfile };
      for (const base of bases) sections.set(base, section);
    }
  }
  return sections;
};

/**
 * The base profiles of one account by the role of the sign-in, their `role_name`. The group without one is last, since
 * its section matches every sign-in.
 */
const byLoginRole = (
  bases: readonly string[],
  profiles: Profiles,
  notes: string[],
): { role: string | undefined; bases: string[] }[] => {
  const roleOf = (base: string): string | undefined => {
    const owner = profilesOfBase(profiles, base).find(profile => settingOf(profile, 'role_name'));
    return entryOf(owner, 'role_name', notes)[0]?.[1];
  };
  const roles = new Map(bases.map(base => [base, roleOf(base)]));
  const distinct = [...new Set(roles.values())].sort((one, other) => Number(!one) - Number(!other));
  return distinct.map(role => ({ role, bases: bases.filter(base => roles.get(base) === role) }));
};

/** The alias belongs to the account: each section of the account has it. */
const aliasEntry = (owners: readonly Profile[], notes: string[]): Entry[] => {
  const values = owners.map(owner => settingOf(owner, 'aws_account_alias'));
  const first = owners[values.findIndex(value => value)];
  const entry = entryOf(first, 'aws_account_alias', notes);
  const other = values.find(value => value && value.value !== settingOf(first, 'aws_account_alias')?.value);
  if (other)
    notes.push(
      `${at(other)}: aws_account_alias is omitted: profile '${first?.name}' in the same account has another`,
    );
  return entry;
};

/** Defaults of a base section for its roles. */
const DEFAULT_KEYS = ['target_role_name', 'target_region'] as const;

/**
 * The entry of a base section for `key`, when its base profiles agree on it. Else it would reach the roles of another
 * base profile: `inheritedRegion` gives a region to the roles one by one, and every role has a role name of its own.
 *
 * @param bases for each base profile, itself and the profile with its keys
 */
const defaultEntry = (
  bases: readonly (readonly Profile[])[],
  key: (typeof DEFAULT_KEYS)[number],
  notes: string[],
): Entry[] => {
  const owners = bases.map(profiles => profiles.find(profile => settingOf(profile, key)));
  const values = new Set(owners.map(owner => settingOf(owner, key)?.value));
  if (values.size <= 1) return entryOf(owners[0], key, notes);
  if (key === 'target_role_name')
    for (const owner of owners)
      if (owner)
        notes.push(
          `profile '${owner.name}': ${key} is omitted: another source profile in its account does not have it`,
        );
  return [];
};

/** A message about base accounts that have no alias in the files. */
const noteOnAliases = (bases: readonly BaseSection[]): string[] => {
  const targets = bases
    .filter(
      ({ account, entries }) =>
        isAccountId(account) && entryValue(entries, 'aws_account_alias') === undefined,
    )
    .map(({ account, keysProfile }) => `profile '${keysProfile?.name ?? MFA_PROFILE}' (${account})`);
  return targets.length === 0
    ? []
    : [
        `the extension finds an account that has an alias only by the alias: if it has one, add aws_account_alias = ALIAS to ${summarizeNames([...new Set(targets)])}`,
      ];
};

const unusedName = (name: string, usedNames: ReadonlySet<string>): string =>
  usedNames.has(name) ? unusedName(`${name}-base`, usedNames) : name;

/** Messages about roles with a credential_source or a web identity, which the extension's text cannot express. */
const noteOnSourceless = (roles: readonly ExportedRole[], sources: ReadonlySet<ExportedRole>): string[] => {
  const sourceless = roles.filter(({ source, base }) => source === undefined && base === undefined);
  const names = (subset: readonly ExportedRole[]): string =>
    summarizeNames(subset.map(({ profile }) => profile.name));
  const bases = sourceless.filter(role => sources.has(role));
  return [
    ...(sourceless.length > 0
      ? [
          `no source_profile: ${names(sourceless)}: the browser switches with the signed-in user, and import would write source_profile = ${MFA_PROFILE}`,
        ]
      : []),
    ...(bases.length > 0
      ? [`the extension treats these as base accounts and does not offer them as roles: ${names(bases)}`]
      : []),
  ];
};

const roleEntries = (
  role: ExportedRole,
  base: BaseSection | undefined,
  { profiles, isSource }: { profiles: Profiles; isSource: boolean },
  notes: string[],
): Entry[] => {
  const { profile, source } = role;
  const own = SHARED_KEYS.flatMap(key => entryOf(profile, key, notes));
  const inherited = source || entryValue(own, 'region') ? [] : inheritedRegion(role, base, profiles, notes);
  const shared = [...inherited, ...own];
  if (settingOf(profile, 'external_id')) {
    notes.push(
      `profile '${profile.name}': the console cannot send an external_id: the browser cannot switch to a role that requires one`,
    );
  }
  const from = source?.profile.name ?? base?.name;
  return [
    ...roleIdentityEntries(
      role,
      entryValue(shared, 'region') ?? (source ? undefined : entryValue(base?.entries, 'target_region')),
      isSource && from === undefined,
    ),
    ...(from === undefined ? [] : [['source_profile', from] as const]),
    ...shared,
  ];
};

/** The `target_region` of a role's base profile, when the base section does not have it for all its roles. */
const inheritedRegion = (
  role: ExportedRole,
  base: BaseSection | undefined,
  profiles: Profiles,
  notes: string[],
): Entry[] => {
  if (!base || entryValue(base.entries, 'target_region')) return [];
  const owner = profilesOfBase(profiles, role.base ?? '').find(profile =>
    settingOf(profile, 'target_region'),
  );
  return entryOf(owner, 'target_region', notes).flatMap(([, value]) =>
    partitionOf(value).name === role.partition ? [['region', value] as const] : [],
  );
};

/**
 * Account and role as two entries, as users of the extension write them, when the region determines the partition; else
 * the role ARN.
 *
 * @param looksLikeBase whether other roles name it as their source_profile and it has none. It then needs the ARN:
 *   without it, import would read the section as a base account
 */
const roleIdentityEntries = (
  { partition, account, role }: ExportedRole,
  region: string | undefined,
  looksLikeBase: boolean,
): Entry[] =>
  !looksLikeBase && partitionOf(region ?? '').name === partition
    ? [
        ['aws_account_id', account],
        ['role_name', role],
      ]
    : [['role_arn', `arn:${partition}:iam::${account}:role/${role}`]];

const entryValue = (entries: readonly Entry[] | undefined, wanted: string): string | undefined =>
  entries?.find(([key]) => key === wanted)?.[1];

/** The entry for `key` of a profile in the extension's spelling; no entry, but a message, for a value it cannot contain. */
const entryOf = (profile: Profile | undefined, key: string, notes: string[]): Entry[] => {
  const setting = settingOf(profile, key);
  if (!profile || !setting) return [];
  const color = key === 'color' ? colorDigits(setting.value) : undefined;
  if (color) return [[key, color]];
  const flaw = key === 'color' ? 'is not a six-digit colour' : flawOfValue(setting.value);
  if (flaw === undefined) return [[key, setting.value]];
  notes.push(`profile '${profile.name}': ${key} (${at(setting)}) is omitted: it ${flaw}`);
  return [];
};

/** Adds `profile ` to a name that starts with it, since the extension removes that word once. */
const sectionText = (name: string, entries: readonly Entry[]): string => {
  const header = /^profile\s/i.test(name) ? `profile ${name}` : name;
  return `[${header}]\n${entries.map(([key, value]) => `${key} = ${value}\n`).join('')}`;
};
