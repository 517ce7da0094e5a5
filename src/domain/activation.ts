import type { Credentials } from './credentials.ts';
import type { Activation } from './environment.ts';
import type { Plan } from './plan-types.ts';

/** What a shell gets from a plan that was carried out. */
export const activationOf = (
  plan: Plan,
  obtained: { credentials: Credentials; accountId: string | undefined; roleArn: string | undefined },
): Activation => ({
  profile: plan.profile,
  credentials: obtained.credentials,
  accountId: obtained.accountId,
  roleArn: obtained.roleArn,
  color: plan.color,
  region: plan.region,
});
