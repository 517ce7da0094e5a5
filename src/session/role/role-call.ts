import { areLongTerm, type Credentials, type Session } from '../../core/aws/credentials.ts';
import { ServiceError } from '../../core/aws/service-error.ts';
import { isChainingError, isMaxDurationError } from '../../core/explain/explain.ts';
import { HOUR } from '../../core/plan/roles.ts';
import type { Plan, RoleStep } from '../../core/plan/types.ts';
import { formatSpan } from '../../core/text/duration.ts';
import type { Ports } from '../../ports/ports.ts';
import { type CallContext, calling, stsSettings } from '../service-call.ts';
import { sessionNameOf, signerArn } from '../sources/identity.ts';

/** What IAM's console offers as a role's maximum session duration, in seconds, longest first. */
const MAXIMA = [43_200, 28_800, 14_400, 7_200, HOUR];

/** The device and the code that go into a call. */
export interface CallMfa {
  readonly serialNumber: string;
  readonly tokenCode: string;
}

/**
 * Assumes a role; what STS refuses is explained.
 *
 * @param carried how the signing credentials carry MFA, for the explanation
 */
export const assumeRole = async (
  plan: Plan,
  role: RoleStep,
  credentials: Credentials,
  carried: 'session' | 'none',
  mfa: CallMfa | undefined,
  ports: Ports,
): Promise<Session> => {
  const context = await contextOf(plan, role, credentials, mfa ? 'call' : carried, ports);
  return calling(context, () => tryAssumeRole(plan, role, credentials, mfa, context.roleSessionName, ports));
};

/** Names the session, which the explanation of a refusal needs as well. */
export const contextOf = async (
  plan: Plan,
  role: RoleStep,
  credentials: Credentials,
  usedMfa: 'session' | 'call' | 'none',
  ports: Ports,
): Promise<CallContext & { roleSessionName: string }> => ({
  plan,
  clock: ports.clock,
  step: 'assume-role',
  role,
  usedMfa,
  isSession: !areLongTerm(credentials),
  seconds: role.durationSeconds,
  roleSessionName: role.roleSessionName ?? sessionNameOf(await signerArn(plan, credentials, ports)),
});

/**
 * The call itself, with durations that do not fail: a role whose maximum is lower, or credentials that turn out to
 * be a session already, get the longest that is allowed, and a word about it.
 *
 * @throws ServiceError for every other refusal
 */
export const tryAssumeRole = async (
  plan: Plan,
  role: RoleStep,
  credentials: Credentials,
  mfa: CallMfa | undefined,
  roleSessionName: string,
  ports: Ports,
): Promise<Session> => {
  const request = {
    roleArn: role.roleArn.value,
    roleSessionName,
    externalId: role.externalId?.value,
    sourceIdentity: role.sourceIdentity?.value,
    ...mfa,
  };
  let durationSeconds = role.durationSeconds;
  let why = '';
  for (;;) {
    try {
      const session = await ports.sts.assumeRole(stsSettings(plan, credentials), {
        ...request,
        durationSeconds,
      });
      if (durationSeconds !== role.durationSeconds) noteShorter(role, durationSeconds, why, ports);
      return session;
    } catch (error) {
      const shorter = error instanceof ServiceError ? shorterThan(durationSeconds, error) : undefined;
      if (shorter === undefined) throw error;
      why = isChainingError(error as ServiceError)
        ? 'a role assumed from a session may last'
        : 'this role allows';
      durationSeconds = shorter;
    }
  }
};

const shorterThan = (seconds: number, error: ServiceError): number | undefined => {
  if (isChainingError(error)) return seconds > HOUR ? HOUR : undefined;
  return isMaxDurationError(error) ? MAXIMA.find(maximum => maximum < seconds) : undefined;
};

const noteShorter = (role: RoleStep, seconds: number, why: string, ports: Ports): void =>
  ports.terminal.note(
    `profile '${role.profile}': ${formatSpan(role.durationSeconds * 1000)} is more than ${why}; took ${formatSpan(seconds * 1000)}`,
  );
