import { AwsroleError } from '../../core/errors.ts';
import { planFor } from '../../core/plan/plan.ts';
import type { Profiles } from '../../core/profiles/profiles.ts';
import { accountInFiles, basesOf, type ExportedRole } from '../../core/switch-roles/bases.ts';
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
    const account =
      given.get(base) ?? accountInFiles(profiles, base, roles) ?? (await remembered(base, profiles, ports));
    if (account === undefined) missing.push(base);
    else accounts.set(base, account);
  }
  if (missing.length === 0) return accounts;
  throw new AwsroleError(
    `switch-roles export: unknown account for ${missing.map(base => `'${base}'`).join(', ')}`,
    {
      hints: missing.map(
        base => `pass --base ${base}=123456789012, or add aws_account_id to profile '${base}'`,
      ),
    },
  );
};

const remembered = async (base: string, profiles: Profiles, ports: Ports): Promise<string | undefined> => {
  try {
    return (await rememberedIdentity(planFor(profiles, base, ports.env), ports))?.account;
  } catch (error) {
    // awsrole has never obtained credentials of an invalid profile
    if (!(error instanceof AwsroleError)) throw error;
    return undefined;
  }
};
