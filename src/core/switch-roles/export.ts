import { isRoleArn, parseNamedArn } from '../aws/arn.ts';
import { at } from '../ini/setting.ts';
import { MFA_PROFILE } from '../plan/chain.ts';
import { MAX_ROLES, settingOf } from '../profiles/lookup.ts';
import type { Profile, Profiles } from '../profiles/profiles.ts';
import { basesOf, type ExportedRole, profilesOfBase } from './bases.ts';
import { flawOfName, flawOfValue } from './keys.ts';

/** The profiles of an export. */
export interface ExportedRoles {
  /** in the order of the files */
  readonly roles: readonly ExportedRole[];
  /** the selected profiles without a role that no exported role has as its base */
  readonly others: readonly string[];
  /** messages about selected roles that are omitted */
  readonly notes: readonly string[];
}

/**
 * Selects role profiles for the export, together with the roles from which they are assumed.
 *
 * @param isWanted given the name of a profile and the name of its base profile
 */
export const exportedRoles = (
  profiles: Profiles,
  isWanted: (name: string, base: string | undefined) => boolean,
): ExportedRoles => {
  const roles = new Set<ExportedRole>();
  const others: string[] = [];
  const notes: string[] = [];
  const known = new Map<string, ExportedRole | Flaw>();
  for (const profile of profiles.byName.values()) {
    const role = roleOf(profiles, profile, known);
    const { name } = profile;
    if (!isWanted(name, 'flaw' in role ? undefined : role.base)) continue;
    if (!('flaw' in role)) for (const hop of chainOf(role)) roles.add(hop);
    else if (role.flaw === NO_ROLE) others.push(name);
    else notes.push(`profile '${name}' is omitted: ${role.flaw}`);
  }
  const inOrder = [...profiles.byName.values()].flatMap(profile => {
    const role = known.get(profile.name);
    return role && !('flaw' in role) && roles.has(role) ? [role] : [];
  });
  const baseNames = new Set(
    basesOf(inOrder).flatMap(base => profilesOfBase(profiles, base).map(({ name }) => name)),
  );
  return { roles: inOrder, others: others.filter(name => !baseNames.has(name)), notes };
};

/** Why a profile cannot be exported, as a clause for a message. */
interface Flaw {
  readonly flaw: string;
}

/** A role and the roles from which it is assumed. */
const chainOf = (role: ExportedRole): ExportedRole[] => {
  const chain: ExportedRole[] = [];
  for (let hop: ExportedRole | undefined = role; hop; hop = hop.source) chain.push(hop);
  return chain;
};

const NO_ROLE = 'it has no role_arn';

/** The roles and flaws that are known, by the name of the profile. */
type Known = Map<string, ExportedRole | Flaw>;

/** Finds the role of a profile after the roles of its chain, from the last one on, and adds all of them to `known`. */
const roleOf = (profiles: Profiles, profile: Profile, known: Known): ExportedRole | Flaw => {
  const path = new Set<Profile>();
  let next: Profile | undefined = profile;
  for (; next && !path.has(next) && !known.has(next.name); next = sourceRoleOf(profiles, next))
    path.add(next);
  for (const hop of [...path].reverse()) known.set(hop.name, newRole(profiles, hop, known));
  return known.get(profile.name) as ExportedRole | Flaw;
};

/** The profile of the role from which a profile's role is assumed. The keys of a source profile override its role. */
const sourceRoleOf = (profiles: Profiles, profile: Profile): Profile | undefined => {
  const next = profiles.byName.get(settingOf(profile, 'source_profile')?.value ?? '');
  const isRole = settingOf(next, 'role_arn') && !settingOf(next, 'aws_access_key_id');
  return isRole ? next : undefined;
};

const newRole = (profiles: Profiles, profile: Profile, known: Known): ExportedRole | Flaw => {
  const [problem] = profile.problems;
  if (problem) return { flaw: `its section is malformed (${at(problem)})` };
  const arn = settingOf(profile, 'role_arn');
  if (!arn) return { flaw: NO_ROLE };
  const parsed = isRoleArn(arn.value) ? parseNamedArn(arn.value) : undefined;
  if (!parsed) return { flaw: `its role_arn (${at(arn)}) is not the ARN of a role` };
  const nameFlaw = flawOfName(profile.name);
  if (nameFlaw) return { flaw: `its name ${nameFlaw}` };
  const role = parsed.resource.slice('role/'.length);
  const roleFlaw = flawOfValue(role);
  if (roleFlaw) return { flaw: `the name of its role (${at(arn)}) ${roleFlaw}` };
  const origin = originOf(profiles, profile, known);
  if ('flaw' in origin) return origin;
  return { profile, partition: parsed.partition, account: parsed.account, role, ...origin };
};

/** Follows `source_profile` to the role from which a profile's role is assumed, and to its base profile. */
const originOf = (
  profiles: Profiles,
  profile: Profile,
  known: Known,
): Pick<ExportedRole, 'source' | 'base'> | Flaw => {
  const named = settingOf(profile, 'source_profile');
  // a credential_source or a web identity: the user signs in to no base account
  if (!named) return { source: undefined, base: undefined };
  const next = profiles.byName.get(named.value);
  // the profile `mfa` has no section before the first run of `awsrole mfa`
  if (!next && named.value !== MFA_PROFILE)
    return { flaw: `its source_profile '${named.value}' (${at(named)}) does not exist` };
  if (!next || !sourceRoleOf(profiles, profile)) return { source: undefined, base: named.value };
  const source = known.get(next.name);
  if (!source) return { flaw: `its source_profile forms a loop (${at(named)})` };
  if ('flaw' in source) return { flaw: `its source_profile '${next.name}' is omitted` };
  if (chainOf(source).length === MAX_ROLES)
    return { flaw: `its chain has more than ${MAX_ROLES} roles (${at(named)})` };
  const flaw = flawOfValue(next.name);
  return flaw === undefined
    ? { source, base: source.base }
    : { flaw: `its source_profile '${next.name}' ${flaw}` };
};
