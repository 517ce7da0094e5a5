import type { Caller, Role, World } from '../state/world.ts';
import { accountWithId } from '../state/world.ts';

/** The parts of an AssumeRole request that a trust policy can require. */
export interface TrustRequest {
  readonly mfaPresent: boolean;
  readonly roleSessionName: string;
  readonly externalId: string | undefined;
}

/** Whether the role's trust policy names the caller's account, user or role. */
export function trustsPrincipal(world: World, role: Role, caller: Caller): boolean {
  const account = accountWithId(world, caller.accountId);
  const root = `arn:${account.partition}:iam::${account.id}:root`;
  return role.trust.principals.some(principal => principal === caller.principalArn || principal === root);
}

/** Whether the request meets the conditions of the role's trust policy: MFA, external ID and role session name. */
export function trustConditionsHold(role: Role, caller: Caller, request: TrustRequest): boolean {
  const { requireMfa, externalId, roleSessionName } = role.trust;
  const wantedName = roleSessionName?.replace(/\$\{aws:username\}/g, () => caller.user?.name ?? '');
  return (
    (!requireMfa || request.mfaPresent) &&
    (externalId === undefined || externalId === request.externalId) &&
    (wantedName === undefined || wantedName === request.roleSessionName)
  );
}

/** Whether the caller may set this source identity: the role must allow it, and an existing source identity never changes. */
export const maySetSourceIdentity = (role: Role, caller: Caller, sourceIdentity: string): boolean =>
  role.trust.allowsSourceIdentity &&
  (caller.sourceIdentity === undefined || caller.sourceIdentity === sourceIdentity);
