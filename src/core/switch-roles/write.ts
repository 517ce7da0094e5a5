import { partitionOf } from '../aws/partition.ts';
import type { Entry } from '../edit/section-edit.ts';
import { at } from '../ini/setting.ts';
import { MFA_PROFILE } from '../plan/chain.ts';
import { colorDigits } from '../profiles/color.ts';
import { settingOf } from '../profiles/lookup.ts';
import type { Profile, Profiles } from '../profiles/profiles.ts';
import { summarizeNames } from '../text/names.ts';
import { basesOf, type ExportedRole, ownersOf } from './bases.ts';
import { SHARED_KEYS, unholdableName, unholdableValue } from './keys.ts';

/** What a base account's section may say of the roles behind it, when its profile says so. */
const BASE_KEYS = ['aws_account_alias', 'target_role_name', 'target_region'] as const;

interface BaseSection {
  readonly name: string;
  readonly entries: readonly Entry[];
}

/**
 * The roles in the extension's text, each base account before the first role behind it. The extension shows only the
 * roles of the first base section whose account is the one signed in to, so every account gets one section.
 *
 * @param accounts base profile → account, for each base of the roles
 * @returns the text, and a sentence for each value that it cannot hold
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

/** Account → its section. */
const baseSections = (
  roles: readonly ExportedRole[],
  accounts: ReadonlyMap<string, string>,
  profiles: Profiles,
  notes: string[],
): Map<string, BaseSection> => {
  const sections = new Map<string, BaseSection>();
  const taken = new Set(roles.map(role => role.profile.name));
  const names = basesOf(roles);
  for (const account of new Set(names.map(name => accounts.get(name) ?? ''))) {
    const same = names.filter(name => accounts.get(name) === account);
    const fit = same.find(name => !taken.has(name) && !(unholdableName(name) ?? unholdableValue(name)));
    const name = fit ?? unused(account, taken);
    taken.add(name);
    const owners = same.flatMap(base => ownersOf(profiles, base));
    const more = BASE_KEYS.flatMap(key =>
      heldEntry(
        owners.find(owner => settingOf(owner, key)),
        key,
        notes,
      ),
    );
    sections.set(account, { name, entries: [['aws_account_id', account], ...more] });
  }
  return sections;
};

const unused = (name: string, taken: ReadonlySet<string>): string =>
  taken.has(name) ? unused(`${name}-base`, taken) : name;

/** The environment, a machine or a token: the extension has no word for them. */
const noteOnSourceless = (roles: readonly ExportedRole[], sources: ReadonlySet<ExportedRole>): string[] => {
  const sourceless = roles.filter(({ source, base }) => source === undefined && base === undefined);
  const names = (some: readonly ExportedRole[]): string =>
    summarizeNames(some.map(({ profile }) => profile.name));
  const bases = sourceless.filter(role => sources.has(role));
  return [
    ...(sourceless.length > 0
      ? [
          `without a source_profile: ${names(sourceless)}: the browser switches as whoever is signed in, and import would write source_profile = ${MFA_PROFILE}`,
        ]
      : []),
    ...(bases.length > 0
      ? [`taken for a base account by the extension, which does not offer it as a role: ${names(bases)}`]
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
  const shared = SHARED_KEYS.flatMap(key => heldEntry(profile, key, notes));
  if (settingOf(profile, 'external_id')) {
    notes.push(
      `profile '${profile.name}': the console cannot send an external_id: a role that demands one cannot be switched to in the browser`,
    );
  }
  const from = source?.profile.name ?? base?.name;
  return [
    ...identityOf(
      role,
      entryValue(shared, 'region') ?? (source ? undefined : entryValue(base?.entries, 'target_region')),
      isSource && from === undefined,
    ),
    ...(from === undefined ? [] : [['source_profile', from] as const]),
    ...shared,
  ];
};

/**
 * Account and role apart, as the extension's users write them, where their region tells the partition; else the ARN.
 *
 * @param looksLikeBase others name it as their source_profile and it names none: by its ARN, import knows it for a role
 */
const identityOf = (
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

/** The profile's value for `key` as the extension writes it; none, and a note, when it cannot. */
const heldEntry = (profile: Profile | undefined, key: string, notes: string[]): Entry[] => {
  const setting = settingOf(profile, key);
  if (!profile || !setting) return [];
  const color = key === 'color' ? colorDigits(setting.value) : undefined;
  if (color) return [[key, color]];
  const flaw = key === 'color' ? 'is no colour of six digits' : unholdableValue(setting.value);
  if (flaw === undefined) return [[key, setting.value]];
  notes.push(`profile '${profile.name}': ${key} (${at(setting)}) is left out: it ${flaw}`);
  return [];
};

/** The extension takes `profile ` before a name away, once. */
const sectionText = (name: string, entries: readonly Entry[]): string => {
  const header = /^profile\s/i.test(name) ? `profile ${name}` : name;
  return `[${header}]\n${entries.map(([key, value]) => `${key} = ${value}\n`).join('')}`;
};
