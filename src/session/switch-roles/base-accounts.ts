import { AwsroleError } from '../../core/errors.ts';
import { planFor } from '../../core/plan/plan.ts';
import type { Profiles } from '../../core/profiles/profiles.ts';
import { accountInFiles, basesOf, type ExportedRole } from '../../core/switch-roles/bases.ts';
import type { Ports } from '../../ports/ports.ts';
import { rememberedIdentity } from '../sources/identity.ts';

/**
 * The account of each profile that the roles start from: as given, as the files tell, or as STS once told awsrole.
 * Nothing is asked of AWS.
 *
 * @param given base profile → twelve digits, or the account's alias
 * @throws AwsroleError naming every one that is not known
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
    `switch-roles export: the account behind ${missing.map(base => `'${base}'`).join(', ')} is not known`,
    {
      hints: missing.map(
        base => `say it: --base ${base}=123456789012, or write aws_account_id into profile '${base}'`,
      ),
    },
  );
};

const remembered = async (base: string, profiles: Profiles, ports: Ports): Promise<string | undefined> => {
  try {
    return (await rememberedIdentity(planFor(profiles, base, ports.env), ports))?.account;
  } catch (error) {
    // a profile without credentials has no account that anybody could remember
    if (!(error instanceof AwsroleError)) throw error;
    return undefined;
  }
};
