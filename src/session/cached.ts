import type { Session } from '../domain/credentials.ts';
import { isUsable, MFA_WINDOW, ROLE_WINDOW } from '../domain/expiry.ts';
import type { MfaUse, Plan } from '../domain/plan-types.ts';
import { sharedSession } from './aws-cli-sharing.ts';
import { knownSerial, liveMfaSession } from './mfa-session.ts';
import { keyOfRole } from './role-key.ts';
import type { World } from './world.ts';

/** What of a plan is cached and alive: nothing is called and nobody is asked. */
export interface CachedSteps {
  /** the device, as far as it is known without a call */
  readonly serial: string | undefined;
  readonly mfa: Session | undefined;
  /** one for each role of the plan */
  readonly roles: readonly (Session | undefined)[];
}

/** Looks up every step of a plan in the caches. */
export const cachedSteps = async (plan: Plan, world: World): Promise<CachedSteps> => {
  const now = world.clock.now();
  const serial = plan.mfa.mode === 'none' ? undefined : await knownSerial(plan, world);
  const mfa =
    serial && usesSession(plan.mfa) ? await liveMfaSession(plan, serial, world, { minLeft: 0 }) : undefined;
  const roles = await Promise.all(
    plan.roles.map(async (role, hop) => {
      const own = await world.cache.read(keyOfRole(plan, hop, world.env));
      if (own && isUsable(own, now, ROLE_WINDOW)) return own;
      const shared = await sharedSession(plan, role, world);
      return [shared, own].find(session => session && isUsable(session, now, 0));
    }),
  );
  return { serial, mfa, roles };
};

/** Past one hour a live session is of no use: the role's own call carries the code. */
const usesSession = (mfa: MfaUse): boolean =>
  mfa.mode === 'session' || (mfa.mode === 'if-refused' && mfa.then === 'session');

/**
 * Whether getting this plan's session would ask for a code now.
 *
 * @param window milliseconds that a session must last to be handed out
 * @returns `maybe` when only the service knows whether MFA is wanted
 */
export const wouldAsk = (
  plan: Plan,
  cached: CachedSteps,
  window: number,
  now: number,
): 'yes' | 'no' | 'maybe' => {
  // a live session anywhere in the chain carries everything after it
  if (cached.roles.some(session => session && isUsable(session, now, window))) return 'no';
  // an MFA session that signs a call need not last as long as one that is handed out
  const need = plan.roles.length > 0 ? MFA_WINDOW : window;
  const hasMfa = cached.mfa !== undefined && isUsable(cached.mfa, now, need);
  if (plan.mfa.mode === 'none' || (plan.mfa.mode === 'session' && hasMfa)) return 'no';
  if (plan.mfa.mode === 'if-refused') return hasMfa ? 'no' : 'maybe';
  return plan.mfaProcess ? 'no' : 'yes';
};
