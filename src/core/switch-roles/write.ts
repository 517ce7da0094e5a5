import { partitionOf } from '../aws/partition.ts';
import type { Entry } from '../edit/section-edit.ts';
import { at } from '../ini/setting.ts';
import { MFA_PROFILE } from '../plan/chain.ts';
import { colorDigits } from '../profiles/color.ts';
import { settingOf } from '../profiles/lookup.ts';
import type { Profile, Profiles } from '../profiles/profiles.ts';
import { summarizeNames } from '../text/names.ts';
import { basesOf, type ExportedRole, profilesOfBase } from './bases.ts';
import { flawOfName, flawOfValue, SHARED_KEYS } from './keys.ts';

/** Keys that the section of a base account copies from its profile. */
const BASE_KEYS = ['aws_account_alias', 'target_role_name', 'target_region'] as const;

interface BaseSection {
  readonly name: string;
  readonly entries: readonly Entry[];
}

/**
 * Writes the roles in the extension's format, each base account before its first role. The extension shows only the
 * roles of the first base section with the signed-in account, so each account has one section.
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
  const written = new Set<BaseSection>();
  notes.push(...noteOnSourceless(roles, sources));
  const sections = roles.flatMap(role => {
    const base = bases.get(accounts.get(role.base ?? '') ?? '');
    const own = sectionText(role.profile.name, roleEntries(role, base, sources.has(role), notes));
    if (!base || written.has(base)) return [own];
    written.add(base);
    return [sectionText(base.name, base.entries), own];
  });
  return { text: sections.join('\n'), notes };
};

/** Makes one section for each account; the key of the map is the account. */
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
    const basesOfAccount = bases.filter(base => accounts.get(base) === account);
    const usable = basesOfAccount.find(
      base => !usedNames.has(base) && !(flawOfName(base) ?? flawOfValue(base)),
    );
    const name = usable ?? unusedName(account, usedNames);
    usedNames.add(name);
    const candidates = basesOfAccount.flatMap(base => profilesOfBase(profiles, base));
    const more = BASE_KEYS.flatMap(key =>
      entryOf(
        candidates.find(profile => settingOf(profile, key)),
        key,
        notes,
      ),
    );
    sections.set(account, { name, entries: [['aws_account_id', account], ...more] });
  }
  return sections;
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
  isSource: boolean,
  notes: string[],
): Entry[] => {
  const { profile, source } = role;
  const shared = SHARED_KEYS.flatMap(key => entryOf(profile, key, notes));
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
