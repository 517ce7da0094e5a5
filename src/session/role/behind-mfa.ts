import type { Session } from '../../core/aws/credentials.ts';
import { AwsroleError } from '../../core/errors.ts';
import { isSignerOver } from '../../core/explain/explain.ts';
import type { Plan, RoleStep } from '../../core/plan/types.ts';
import type { Ports } from '../../ports/ports.ts';
import { type MfaNeed, type MfaSession, obtainMfaSession } from '../mfa/mfa-session.ts';
import type { ObtainOptions } from '../obtain.ts';
import { calling, stsSettings } from '../service-call.ts';
import { sourceCredentials } from '../sources/credentials.ts';
import { assumeRole } from './role-call.ts';

/**
 * Assumes a role with a call that an MFA session signs. A session that was kept may have been revoked since: where the
 * service no longer takes it and a code can be had, a new one is made, once.
 *
 * @param mfa a session that was just made is not made again
 */
export const assumeBehindMfa = async (
  plan: Plan,
  role: RoleStep,
  mfa: Pick<MfaSession, 'session' | 'isNew'>,
  need: MfaNeed,
  options: ObtainOptions,
  ports: Ports,
): Promise<Session> => {
  try {
    return await assumeRole(plan, role, mfa.session, 'session', undefined, ports);
  } catch (error) {
    const mayRenew = !mfa.isNew && hasCode(plan, options, ports);
    if (!mayRenew || !(error instanceof AwsroleError) || !isSignerOver(error)) throw error;
    await checkKeys(plan, ports);
    ports.terminal.note(
      `AWS no longer takes the MFA session of profile '${plan.source.profile}' (${error.code}): a new one is needed`,
    );
    const renewed = await obtainMfaSession(plan, { ...need, instead: mfa.session }, options, ports);
    if (!renewed) throw error;
    return assumeRole(plan, role, renewed.session, 'session', undefined, ports);
  }
};

const hasCode = (plan: Plan, options: ObtainOptions, ports: Ports): boolean =>
  options.code !== undefined || plan.mfaProcess !== undefined || ports.terminal.canAsk;

/** Nobody is asked for a code that cannot help: the keys may be gone too. A process may itself ask, so it runs once only. */
const checkKeys = async (plan: Plan, ports: Ports): Promise<void> => {
  if (plan.source.kind === 'process') return;
  const credentials = await sourceCredentials(plan.source, ports);
  await calling({ plan, clock: ports.clock, step: 'identity' }, () =>
    ports.sts.getCallerIdentity(stsSettings(plan, credentials)),
  );
};
