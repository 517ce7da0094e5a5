import { isRoleArn } from '../aws/arn.ts';
import { partitionOf } from '../aws/partition.ts';
import { configHeader } from '../edit/config-section.ts';
import { type Entry, isSafeValue } from '../edit/section-edit.ts';
import { AwsroleError } from '../errors.ts';
import { at, type Place, type Setting } from '../ini/setting.ts';
import { MFA_PROFILE, MFA_SOURCE } from '../plan/chain.ts';
import { colorDigits } from '../profiles/color.ts';
import { summarizeNames } from '../text/names.ts';
import { isSafe } from '../text/terminal-text.ts';
import { SHARED_KEYS } from './keys.ts';
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
  /** `--source`: the source profile of roles that are not assumed from another role */
  readonly source: string | undefined;
  /** whether a profile of that name exists and has no role */
  readonly isSource: (name: string) => boolean;
  /** `--partition`: the partition of roles without a role ARN; undefined: the partition of their region */
  readonly partition: string | undefined;
  /** account alias → account ID of twelve digits */
  readonly accounts: ReadonlyMap<string, string>;
}

const ACCOUNT_ID = /^\d{12}$/;

/** Whether the text is an account ID: twelve digits. */
export const isAccountId = (text: string): boolean => ACCOUNT_ID.test(text);

/** Account alias → names of the roles that have it in place of an account ID. An ARN needs the account ID. */
export const aliasesOf = (roles: readonly OfferedRole[]): Map<string, string[]> => {
  const aliases = new Map<string, string[]>();
  for (const { account, name } of roles) {
    if (!isAccountId(account)) aliases.set(account, [...(aliases.get(account) ?? []), name]);
  }
  return aliases;
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

/** The source profile of a role: a base account with a profile of its name is that profile, `default` is `mfa`. */
const sourceOf = ({ source, base }: OfferedRole, options: ImportOptions): string =>
  source ?? options.source ?? (base !== undefined && hasOwnProfile(base, options) ? base : MFA_PROFILE);

const hasOwnProfile = (base: string, { isSource }: ImportOptions): boolean =>
  base !== MFA_SOURCE && isSource(base);

/** Messages for base accounts without a profile, where there are several: `mfa` is a session in only one account. */
const noteOnBases = (roles: readonly OfferedRole[], options: ImportOptions): string[] => {
  const bases = new Set(roles.flatMap(({ base }) => base ?? []));
  if (options.source !== undefined || bases.size < 2) return [];
  const unknown = [...bases].filter(
    base => base !== MFA_PROFILE && base !== MFA_SOURCE && !hasOwnProfile(base, options),
  );
  return unknown.map(base => {
    const names = roles.filter(role => role.base === base).map(role => role.name);
    return `no profile for base account '${base}': the source_profile of ${summarizeNames(names)} becomes ${MFA_PROFILE}; to use another one, add --source NAME`;
  });
};

const headerOf = (role: OfferedRole, source: string): string => {
  if (!isSafe(role.name))
    throw roleError(role, `[${role.name}] has an invisible character in its name`, 'rename the section');
  const header = configHeader(role.name);
  if (header === undefined)
    throw roleError(role, `[${role.name}] cannot be the name of a profile`, 'rename the section');
  if (role.name !== source) return header;
  throw roleError(
    role,
    `[${role.name}] is a role, but its source_profile has the same name`,
    'name the profile that signs the calls: --source NAME',
  );
};

const arnOf = (role: OfferedRole, { partition, accounts }: ImportOptions): string => {
  const account = accounts.get(role.account) ?? role.account;
  const name = role.partition ?? partition ?? partitionOf(role.region ?? '').name;
  const arn = `arn:${name}:iam::${account}:role/${role.role}`;
  if (isRoleArn(arn)) return arn;
  throw roleError(
    role,
    `[${role.name}] has ${arn}, which is not the ARN of a role`,
    'fix aws_account_id and role_name, or role_arn',
  );
};

/** Keys of a role that import reads. */
const ROLE_KEYS = new Set([...SHARED_KEYS, 'role_arn', 'aws_account_id', 'role_name', 'source_profile']);
/** Keys of a base account; `offeredRoles` has applied them to its roles. */
const BASE_KEYS = new Set(['target_role_name', 'target_region', 'aws_account_alias']);

const sharedEntries = (role: OfferedRole, notes: string[]): Entry[] => {
  for (const { key, ...place } of role.settings.values()) {
    if (!ROLE_KEYS.has(key) && !BASE_KEYS.has(key))
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
