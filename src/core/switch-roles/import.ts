import { isRoleArn } from '../aws/arn.ts';
import { partitionOf } from '../aws/partition.ts';
import { configHeader } from '../edit/config-section.ts';
import { type Entry, isSafeValue } from '../edit/section-edit.ts';
import { AwsroleError } from '../errors.ts';
import { at, type Place, type Setting } from '../ini/setting.ts';
import { MFA_PROFILE, MFA_SOURCE } from '../plan/chain.ts';
import { colorDigits } from '../profiles/color.ts';
import { summarizeNames } from '../text/names.ts';
import { SHARED_KEYS } from './keys.ts';
import type { OfferedRole } from './tree.ts';

/** A profile as it is to stand in the config file. */
export interface WantedProfile {
  readonly name: string;
  /** between the brackets */
  readonly header: string;
  readonly entries: readonly Entry[];
}

export interface ImportOptions {
  /** the source profile of roles that are reached from a base account, or from anywhere, when a person named it */
  readonly source: string | undefined;
  /** whether there is a profile of that name that is no role */
  readonly isSource: (name: string) => boolean;
  /** of roles whose ARN is not written; undefined: that of their region */
  readonly partition: string | undefined;
  /** alias → twelve digits */
  readonly accounts: ReadonlyMap<string, string>;
}

const ACCOUNT_ID = /^\d{12}$/;

export const isAccountId = (text: string): boolean => ACCOUNT_ID.test(text);

/** The aliases that stand in place of account IDs, each with the names of its roles: no ARN can be made of them. */
export const aliasesOf = (roles: readonly OfferedRole[]): Map<string, string[]> => {
  const aliases = new Map<string, string[]>();
  for (const { account, name } of roles) {
    if (!isAccountId(account)) aliases.set(account, [...(aliases.get(account) ?? []), name]);
  }
  return aliases;
};

/**
 * The profiles that let the AWS tools assume what the extension offers.
 *
 * @returns the profiles in order, and a sentence for each setting that is left out
 * @throws AwsroleError for a name or a role that a config file cannot hold; `accounts` must have every alias
 */
export const wantedProfiles = (
  roles: readonly OfferedRole[],
  options: ImportOptions,
): { profiles: WantedProfile[]; notes: string[] } => {
  const notes = noteOnBases(roles, options);
  const profiles = roles.map(role => {
    const source = sourceOf(role, options);
    return {
      name: role.name,
      header: headerOf(role, source),
      entries: [
        ['role_arn', arnOf(role, options)] as const,
        ['source_profile', source] as const,
        ...sharedEntries(role, notes),
      ],
    };
  });
  return { profiles, notes };
};

/** A base account that is a profile here keeps its name; `default` stands for its MFA session, as everywhere. */
const sourceOf = ({ source, base }: OfferedRole, options: ImportOptions): string =>
  source ?? options.source ?? (base !== undefined && isPersistent(base, options) ? base : MFA_PROFILE);

const isPersistent = (base: string, { isSource }: ImportOptions): boolean =>
  base !== MFA_SOURCE && isSource(base);

/** With several base accounts one MFA session cannot be the way to all of them. */
const noteOnBases = (roles: readonly OfferedRole[], options: ImportOptions): string[] => {
  const bases = new Set(roles.flatMap(({ base }) => base ?? []));
  if (options.source !== undefined || bases.size < 2) return [];
  const unknown = [...bases].filter(
    base => base !== MFA_PROFILE && base !== MFA_SOURCE && !isPersistent(base, options),
  );
  return unknown.map(base => {
    const behind = roles.filter(role => role.base === base).map(role => role.name);
    return `base account '${base}' is no profile here: the source_profile of ${summarizeNames(behind)} becomes ${MFA_PROFILE}; --source names another`;
  });
};

const headerOf = (role: OfferedRole, source: string): string => {
  const header = configHeader(role.name);
  if (header === undefined)
    throw bad(role, `[${role.name}] cannot be the name of a profile`, 'give the section another name');
  if (role.name !== source) return header;
  throw bad(
    role,
    `[${role.name}] is a role, and the source of credentials is called so too`,
    'name the profile that signs the calls: --source NAME',
  );
};

const arnOf = (role: OfferedRole, { partition, accounts }: ImportOptions): string => {
  const account = accounts.get(role.account) ?? role.account;
  const name = role.partition ?? partition ?? partitionOf(role.region ?? '').name;
  const arn = `arn:${name}:iam::${account}:role/${role.role}`;
  if (isRoleArn(arn)) return arn;
  throw bad(
    role,
    `[${role.name}] gives ${arn}, which is not the ARN of a role`,
    'mend aws_account_id and role_name, or role_arn',
  );
};

const READ = new Set([...SHARED_KEYS, 'role_arn', 'aws_account_id', 'role_name', 'source_profile']);
/** what a section says of its own targets; they have it already */
const OF_TARGETS = new Set(['target_role_name', 'target_region', 'aws_account_alias']);

const sharedEntries = (role: OfferedRole, notes: string[]): Entry[] => {
  for (const { key, ...place } of role.settings.values()) {
    if (!READ.has(key) && !OF_TARGETS.has(key))
      notes.push(`${at(place)}: ${key} is left out: ${whyUnknown(key)}`);
  }
  return SHARED_KEYS.flatMap(key => {
    const setting = role.settings.get(key);
    const value = key === 'region' ? role.region : setting?.value;
    if (value === undefined) return [];
    const flaw = flawOf(key, value) ?? (setting ? undefined : flawOfInherited(role, value));
    if (flaw === undefined) return [[key, value] as const];
    notes.push(`${at(setting ?? role)}: ${key} '${value}' is left out: ${flaw}`);
    return [];
  });
};

const whyUnknown = (key: string): string => {
  const lower = key.toLowerCase();
  return READ.has(lower)
    ? `the extension knows ${lower} in small letters only`
    : 'only what describes a role is taken over';
};

const flawOf = (key: Setting['key'], value: string): string | undefined => {
  if (key === 'color' && !colorDigits(value)) return 'it is no colour of six digits';
  if (key === 'region' && !/^[a-z0-9-]+$/.test(value)) return 'it is no region';
  if (key === 'duration_seconds' && !/^\d+$/.test(value)) return 'it is no number of seconds';
  return isSafeValue(value) ? undefined : 'the config file cannot hold it';
};

/** What a base account says for all its targets may be wrong for one. */
const flawOfInherited = ({ partition }: OfferedRole, region: string): string | undefined =>
  partition !== undefined && partition !== partitionOf(region).name
    ? 'the target_region of its base account is in another partition'
    : undefined;

const bad = (place: Place, message: string, hint: string): AwsroleError =>
  new AwsroleError(`${at(place)}: ${message}`, { hints: [hint] });
