import type { Session } from '../../core/aws/credentials.ts';
import { AwsroleError } from '../../core/errors.ts';
import { isSignerOver } from '../../core/explain/explain.ts';
import type { Plan, RoleStep } from '../../core/plan/types.ts';
import { type MfaNeed, type MfaSession, obtainMfaSession } from '../mfa/mfa-session.ts';
import { calling, stsSettings } from '../service-call.ts';
import { sourceCredentials } from '../sources/credentials.ts';
import type { ObtainOptions, World } from '../world.ts';
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
  world: World,
): Promise<Session> => {
  try {
    return await assumeRole(plan, role, mfa.session, 'session', undefined, world);
  } catch (error) {
    const mayRenew = !mfa.isNew && hasCode(plan, options, world);
    if (!mayRenew || !(error instanceof AwsroleError) || !isSignerOver(error)) throw error;
    await checkKeys(plan, world);
    world.terminal.note(
      `AWS no longer takes the MFA session of profile '${plan.source.profile}' (${error.code}): a new one is needed`,
    );
    const renewed = await obtainMfaSession(plan, { ...need, instead: mfa.session }, options, world);
    if (!renewed) throw error;
    return assumeRole(plan, role, renewed.session, 'session', undefined, world);
  }
};

const hasCode = (plan: Plan, options: ObtainOptions, world: World): boolean =>
  options.code !== undefined || plan.mfaProcess !== undefined || world.terminal.canAsk;

/** Nobody is asked for a code that cannot help: the keys may be gone too. A process may itself ask, so it runs once only. */
const checkKeys = async (plan: Plan, world: World): Promise<void> => {
  if (plan.source.kind === 'process') return;
  const credentials = await sourceCredentials(plan.source, world);
  await calling({ plan, clock: world.clock, step: 'identity' }, () =>
    world.sts.getCallerIdentity(stsSettings(plan, credentials)),
  );
};
