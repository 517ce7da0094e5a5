import { isRoleArn } from '../aws/arn.ts';
import { partitionOf } from '../aws/partition.ts';
import { configHeader } from '../edit/config-section.ts';
import { type Entry, isSafeValue } from '../edit/section-edit.ts';
import { AwsroleError } from '../errors.ts';
import { at, type Place, type Setting } from '../ini/setting.ts';
import { MFA_PROFILE, MFA_SOURCE } from '../plan/chain.ts';
import { colorDigits } from '../profiles/color.ts';
import type { Profiles } from '../profiles/profiles.ts';
import { managedSectionOf } from '../profiles/static-keys.ts';
import { isSafe } from '../text/terminal-text.ts';
import { accountIdIn, isAccount, isAccountId } from './account.ts';
import { BASE_KEYS, SHARED_KEYS } from './keys.ts';
import type { OfferedRole } from './tree.ts';

/** A profile to write into the config file. */
export interface WantedProfile {
  readonly name: string;
  /** the text between the brackets of its section */
  readonly header: string;
  readonly entries: readonly Entry[];
}

/** How awsrole makes profiles from the extension's roles. */
export interface ImportOptions {
  /** base account → source profile of its roles, from `sourcesOfBases` */
  readonly sources: ReadonlyMap<string, string>;
  /** `--source`: the source profile of roles without a base account; undefined: `mfa` */
  readonly source: string | undefined;
  readonly profiles: Profiles;
  /** `--partition`: the partition of roles without a role ARN; undefined: the partition of their region */
  readonly partition: string | undefined;
  /** account alias → account ID of twelve digits */
  readonly accounts: ReadonlyMap<string, string>;
}

/**
 * Account alias → names of the roles that have it in place of an account ID. An ARN needs the account ID.
 *
 * @throws AwsroleError for an account that is neither an ID nor an alias
 */
export const aliasesOf = (roles: readonly OfferedRole[]): Map<string, string[]> => {
  const aliases = new Map<string, string[]>();
  for (const role of roles) {
    if (isAccountId(role.account)) continue;
    if (!isAccount(role.account)) throw noAccount(role);
    aliases.set(role.account, [...(aliases.get(role.account) ?? []), role.name]);
  }
  return aliases;
};

const noAccount = (role: OfferedRole): AwsroleError => {
  const id = accountIdIn(role.account);
  return roleError(
    role.settings.get('aws_account_id') ?? role.settings.get('role_arn') ?? role,
    `[${role.name}] has account '${role.account}', which is neither an account ID nor an account alias`,
    id === undefined ? 'write the twelve digits of the account ID' : `write ${id}`,
  );
};

/**
 * Makes a profile for each role of the extension. `options.accounts` must contain each alias of `aliasesOf`.
 *
 * @returns the profiles in order, and a message for each setting that is omitted
 * @throws AwsroleError for a name or a role that a config file cannot contain
 */
export const wantedProfiles = (
  roles: readonly OfferedRole[],
  options: ImportOptions,
): { profiles: WantedProfile[]; notes: string[] } => {
  const notes: string[] = [];
  const sources = new Set(roles.flatMap(({ source }) => source ?? []));
  const profiles = roles.map(role => {
    const source = sourceOf(role, options);
    return {
      name: role.name,
      header: headerOf(role, source, options),
      entries: [
        ['role_arn', arnOf(role, options)] as const,
        ['source_profile', source] as const,
        ...sharedEntries(role, sources.has(role.name), notes),
      ],
    };
  });
  return { profiles, notes };
};

const sourceOf = ({ source, base }: OfferedRole, options: ImportOptions): string =>
  source ?? (base === undefined ? undefined : options.sources.get(base)) ?? options.source ?? MFA_PROFILE;

/** The profile whose long-term keys sign for a source profile that is an MFA session, else undefined. */
const keysOf = (source: string, profiles: Profiles): string | undefined => {
  const profile = profiles.byName.get(source);
  const managed = profile && managedSectionOf(profile);
  return managed?.from ?? (source === MFA_PROFILE ? MFA_SOURCE : undefined);
};

const headerOf = (role: OfferedRole, source: string, { profiles }: ImportOptions): string => {
  if (!isSafe(role.name))
    throw roleError(role, `[${role.name}] has an invisible character in its name`, 'rename the section');
  const header = configHeader(role.name);
  if (header === undefined)
    throw roleError(role, `[${role.name}] cannot be the name of a profile`, 'rename the section');
  if (role.name === source)
    throw roleError(
      role,
      `[${role.name}] is a role, but its source_profile has the same name`,
      'name the profile that signs the calls: --source NAME',
    );
  if (role.source === undefined && role.name === keysOf(source, profiles))
    throw roleError(
      role,
      `[${role.name}] is a role, but the keys behind its source_profile ${source} belong to a profile of the same name`,
      'rename the section, or name another profile that signs the calls: --source NAME',
    );
  return header;
};

const arnOf = (role: OfferedRole, { partition, accounts }: ImportOptions): string => {
  const account = accounts.get(role.account) ?? role.account;
  const name = role.partition ?? partition ?? partitionOf(role.region ?? '').name;
  const arn = `arn:${name}:iam::${account}:role/${role.role}`;
  const isSlashed = role.partition === undefined && role.role.startsWith('/');
  if (isRoleArn(arn) && !isSlashed) return arn;
  throw roleError(
    role,
    `[${role.name}] has ${arn}, which is not the ARN of a role`,
    isSlashed
      ? `write the role without the slash at its start: ${role.role.replace(/^\/+/, '')}`
      : 'fix aws_account_id and role_name, or role_arn',
  );
};

/** Keys of a role that import reads. */
const ROLE_KEYS = new Set([...SHARED_KEYS, 'role_arn', 'aws_account_id', 'role_name', 'source_profile']);
/** @param isSource whether other roles are assumed from this role; `offeredRoles` has given them its `target_…` settings */
const sharedEntries = (role: OfferedRole, isSource: boolean, notes: string[]): Entry[] => {
  for (const { key, ...place } of role.settings.values()) {
    if (ROLE_KEYS.has(key) || (isSource && key.startsWith('target_'))) continue;
    notes.push(`${at(place)}: ${key} is omitted: ${whyUnknown(key)}`);
  }
  return SHARED_KEYS.flatMap(key => {
    const setting = role.settings.get(key);
    const value = key === 'region' ? role.region : setting?.value;
    if (value === undefined) return [];
    const flaw = flawOf(key, value) ?? (setting ? undefined : flawOfInherited(role, value));
    if (flaw === undefined) return [[key, value] as const];
    notes.push(`${at(setting ?? role)}: ${key} '${value}' is omitted: ${flaw}`);
    return [];
  });
};

const whyUnknown = (key: string): string => {
  const lower = key.toLowerCase();
  if ((BASE_KEYS as readonly string[]).includes(key)) return 'the extension reads it only in a base account';
  return ROLE_KEYS.has(lower)
    ? `the extension reads ${lower} only in lower case`
    : 'awsrole imports only keys that describe a role';
};

const flawOf = (key: Setting['key'], value: string): string | undefined => {
  if (key === 'color' && !colorDigits(value)) return 'it is not a six-digit colour';
  if (key === 'region' && !/^[a-z0-9-]+$/.test(value)) return 'it is not a region';
  if (key === 'duration_seconds' && !/^\d+$/.test(value)) return 'it is not a number of seconds';
  if (!isSafe(value)) return 'it has an invisible character';
  return isSafeValue(value) ? undefined : 'the config file cannot contain it';
};

/** The `target_region` of a base account applies to all its roles; for a role ARN in another partition it is wrong. */
const flawOfInherited = ({ partition }: OfferedRole, region: string): string | undefined =>
  partition !== undefined && partition !== partitionOf(region).name
    ? 'the target_region of its base account is in another partition'
    : undefined;

const roleError = (place: Place, message: string, hint: string): AwsroleError =>
  new AwsroleError(`${at(place)}: ${message}`, { hints: [hint] });
