import { isRoleArn, parseNamedArn } from '../aws/arn.ts';
import { at } from '../ini/setting.ts';
import { MFA_PROFILE } from '../plan/chain.ts';
import { settingOf } from '../profiles/lookup.ts';
import type { Profile, Profiles } from '../profiles/profiles.ts';
import { basesOf, type ExportedRole, ownersOf } from './bases.ts';
import { unholdableName, unholdableValue } from './keys.ts';

export interface ExportedRoles {
  /** in the order of the files */
  readonly roles: readonly ExportedRole[];
  /** profiles that are no roles of IAM, but for those that others start from */
  readonly others: readonly string[];
  /** sentences about roles that are left out */
  readonly notes: readonly string[];
}

/**
 * The role profiles that are wanted, and the roles they are assumed from.
 *
 * @param isWanted by the profile's name and the name of the profile at the end of its chain
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
    const role = roleOf(profiles, profile, known, []);
    const { name } = profile;
    if (!isWanted(name, 'flaw' in role ? undefined : role.base)) continue;
    if (!('flaw' in role))
      for (let hop: ExportedRole | undefined = role; hop; hop = hop.source) roles.add(hop);
    else if (role.flaw === NO_ROLE) others.push(name);
    else notes.push(`profile '${name}' is left out: ${role.flaw}`);
  }
  const inOrder = [...profiles.byName.values()].flatMap(profile => {
    const role = known.get(profile.name);
    return role && !('flaw' in role) && roles.has(role) ? [role] : [];
  });
  const owners = new Set(basesOf(inOrder).flatMap(base => ownersOf(profiles, base).map(({ name }) => name)));
  return { roles: inOrder, others: others.filter(name => !owners.has(name)), notes };
};

interface Flaw {
  readonly flaw: string;
}

const NO_ROLE = 'it has no role_arn';

const roleOf = (
  profiles: Profiles,
  profile: Profile,
  known: Map<string, ExportedRole | Flaw>,
  before: readonly Profile[],
): ExportedRole | Flaw => {
  const found = known.get(profile.name) ?? newRole(profiles, profile, known, before);
  known.set(profile.name, found);
  return found;
};

const newRole = (
  profiles: Profiles,
  profile: Profile,
  known: Map<string, ExportedRole | Flaw>,
  before: readonly Profile[],
): ExportedRole | Flaw => {
  const [problem] = profile.problems;
  if (problem) return { flaw: `its section is malformed (${at(problem)})` };
  const arn = settingOf(profile, 'role_arn');
  if (!arn) return { flaw: NO_ROLE };
  const parsed = isRoleArn(arn.value) ? parseNamedArn(arn.value) : undefined;
  if (!parsed) return { flaw: `its role_arn (${at(arn)}) is not the ARN of a role` };
  const nameFlaw = unholdableName(profile.name);
  if (nameFlaw) return { flaw: `its name ${nameFlaw}` };
  const role = parsed.resource.slice('role/'.length);
  const roleFlaw = unholdableValue(role);
  if (roleFlaw) return { flaw: `the name of its role (${at(arn)}) ${roleFlaw}` };
  const way = wayOf(profiles, profile, known, [...before, profile]);
  if ('flaw' in way) return way;
  return { profile, partition: parsed.partition, account: parsed.account, role, ...way };
};

const wayOf = (
  profiles: Profiles,
  profile: Profile,
  known: Map<string, ExportedRole | Flaw>,
  visited: readonly Profile[],
): Pick<ExportedRole, 'source' | 'base'> | Flaw => {
  const named = settingOf(profile, 'source_profile');
  // the environment, a machine or a token: there is no account that a person signs in to
  if (!named) return { source: undefined, base: undefined };
  const next = profiles.byName.get(named.value);
  // before `awsrole mfa` has run, no section of that name need be there
  if (!next && named.value !== MFA_PROFILE)
    return { flaw: `its source_profile '${named.value}' (${at(named)}) does not exist` };
  // a source profile's own keys win over its role
  const isRole = next && settingOf(next, 'role_arn') && !settingOf(next, 'aws_access_key_id');
  if (!next || !isRole) return { source: undefined, base: named.value };
  if (visited.includes(next)) return { flaw: `its source_profile goes in a circle (${at(named)})` };
  const source = roleOf(profiles, next, known, visited);
  if ('flaw' in source) return { flaw: `so is its source_profile '${next.name}'` };
  const flaw = unholdableValue(next.name);
  return flaw === undefined
    ? { source, base: source.base }
    : { flaw: `its source_profile '${next.name}' ${flaw}` };
};
