import { AwsroleError } from '../../core/errors.ts';
import { at } from '../../core/ini/setting.ts';
import { MFA_PROFILE } from '../../core/plan/chain.ts';
import { planFor } from '../../core/plan/plan.ts';
import { settingOf } from '../../core/profiles/lookup.ts';
import type { Profiles } from '../../core/profiles/profiles.ts';
import { accountIdIn } from '../../core/switch-roles/account.ts';
import { accountInFiles, basesOf, type ExportedRole } from '../../core/switch-roles/bases.ts';
import { exportedRoles } from '../../core/switch-roles/export.ts';
import type { Ports } from '../../ports/ports.ts';
import { rememberedIdentity } from '../sources/identity.ts';

/**
 * The account of each base profile of the roles, without a call to AWS: the given account, else the account in the
 * shared files, else the one that awsrole remembers from an earlier GetCallerIdentity.
 *
 * @param given base profile → account ID of twelve digits, or account alias
 * @returns base profile → account ID or account alias
 * @throws AwsroleError with every base profile whose account is unknown
 */
export const baseAccounts = async (
  roles: readonly ExportedRole[],
  given: ReadonlyMap<string, string>,
  profiles: Profiles,
  ports: Ports,
): Promise<Map<string, string>> => {
  const accounts = new Map<string, string>();
  const missing: string[] = [];
  for (const base of basesOf(roles)) {
    const account = given.get(base) ?? (await knownAccount(base, roles, profiles, ports));
    if (account === undefined) missing.push(base);
    else accounts.set(base, account);
  }
  if (missing.length === 0) return accounts;
  throw new AwsroleError(
    `switch-roles export: unknown account for ${missing.map(base => `'${base}'`).join(', ')}`,
    {
      hints: missing.map(base => hintFor(base, profiles)),
    },
  );
};

/** How to name the account of a base profile. */
const hintFor = (base: string, profiles: Profiles): string => {
  const written = settingOf(profiles.byName.get(base), 'aws_account_id');
  if (!written) return `pass --base ${base}=123456789012, or add aws_account_id to profile '${base}'`;
  const id = accountIdIn(written.value);
  return `${at(written)}: aws_account_id '${written.value}' is neither an account ID nor an account alias: write ${id ?? 'the twelve digits of the account ID'}`;
};

/**
 * The accounts of all profiles without a role, and of `mfa`, as far as they are known without a call to AWS.
 *
 * @returns profile → account ID or account alias
 */
export const knownAccounts = async (profiles: Profiles, ports: Ports): Promise<Map<string, string>> => {
  const { roles } = exportedRoles(profiles, () => true);
  const withoutRole = [...profiles.byName.values()].filter(profile => !settingOf(profile, 'role_arn'));
  const accounts = new Map<string, string>();
  for (const name of new Set([MFA_PROFILE, ...withoutRole.map(profile => profile.name)])) {
    const account = await knownAccount(name, roles, profiles, ports);
    if (account !== undefined) accounts.set(name, account);
  }
  return accounts;
};

const knownAccount = async (
  base: string,
  roles: readonly ExportedRole[],
  profiles: Profiles,
  ports: Ports,
): Promise<string | undefined> =>
  accountInFiles(profiles, base, roles) ?? (await remembered(base, profiles, ports));

const remembered = async (base: string, profiles: Profiles, ports: Ports): Promise<string | undefined> => {
  try {
    return (await rememberedIdentity(planFor(profiles, base, ports.env), ports))?.account;
  } catch (error) {
    // awsrole has never obtained credentials of an invalid profile
    if (!(error instanceof AwsroleError)) throw error;
    return undefined;
  }
};
