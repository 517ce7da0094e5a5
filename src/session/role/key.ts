import { roleSessionKey, type SessionKey } from '../../core/plan/session-key.ts';
import type { Plan, RoleStep } from '../../core/plan/types.ts';
import type { Ports } from '../../ports/ports.ts';
import { sourceIdentity } from '../sources/credentials.ts';

/**
 * The cache keys of the role sessions of a plan, in call order. The key of each step contains the key of the step
 * before, and that of the first step contains source, MFA mode and device. A session thus serves only plans with the
 * same chain.
 */
export const keysOfRoles = (plan: Plan, env: Ports['env']): SessionKey[] => {
  const keys: SessionKey[] = [];
  for (const role of plan.roles) keys.push(keyBehind(keys.at(-1) ?? firstParent(plan, env), role, plan));
  return keys;
};

const keyBehind = (signer: string | SessionKey, role: RoleStep, { endpoint }: Plan): SessionKey =>
  roleSessionKey(
    signer,
    {
      roleArn: role.roleArn.value,
      roleSessionName: role.roleSessionName,
      externalId: role.externalId?.value,
      sourceIdentity: role.sourceIdentity?.value,
      durationSeconds: role.durationSeconds,
    },
    endpoint,
  );

const firstParent = (plan: Plan, env: Ports['env']): string => {
  const { mfa } = plan;
  const serial = mfa.mode === 'session' || mfa.mode === 'code' ? mfa.serial?.value : undefined;
  return JSON.stringify([sourceIdentity(plan.source, env), mfa.mode, serial ?? null]);
};
