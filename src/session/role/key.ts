import { roleSessionKey, type SessionKey } from '../../core/plan/session-key.ts';
import type { Plan, RoleStep } from '../../core/plan/types.ts';
import type { Ports } from '../../ports/ports.ts';
import { sourceIdentity } from '../sources/credentials.ts';

/**
 * The cache key of the role session of a step. The key of each step contains the key of the step before, and that of
 * the first step contains source, MFA mode and device. A session thus serves only plans with the same chain.
 *
 * @param hop the index of the step in `plan.roles`
 */
export const keyOfRole = (plan: Plan, hop: number, env: Ports['env']): SessionKey => {
  const role = plan.roles[hop] as RoleStep;
  const parent = hop === 0 ? firstParent(plan, env) : keyOfRole(plan, hop - 1, env).identity;
  return roleSessionKey(
    parent,
    {
      roleArn: role.roleArn.value,
      roleSessionName: role.roleSessionName,
      externalId: role.externalId?.value,
      sourceIdentity: role.sourceIdentity?.value,
      durationSeconds: role.durationSeconds,
    },
    plan.endpoint,
  );
};

const firstParent = (plan: Plan, env: Ports['env']): string => {
  const { mfa } = plan;
  const serial = mfa.mode === 'session' || mfa.mode === 'code' ? mfa.serial?.value : undefined;
  return JSON.stringify([sourceIdentity(plan.source, env), mfa.mode, serial ?? null]);
};
