import { isUsable, MFA_WINDOW, ROLE_WINDOW, type Session } from '../../core/aws/credentials.ts';
import type { SessionKey } from '../../core/plan/session-key.ts';
import type { MfaUse, Plan } from '../../core/plan/types.ts';
import type { Ports } from '../../ports/ports.ts';
import { knownSerial, liveMfaSession } from '../mfa/session.ts';
import { sharedSession } from './aws-cli-sharing.ts';
import { keyOfRole } from './key.ts';

/** How many profiles are looked up at once: more only cost memory. */
const AT_ONCE = 16;

/**
 * The same ports for looking up `count` profiles in one go: what they share (their MFA session, their device, when the
 * files were changed) is read once, and so is which sessions there are.
 */
export const withSharedReads = async (ports: Ports, count: number): Promise<Ports> => {
  const read = await ports.cache.readerFor(count);
  const readMfa = once((_: string, key: SessionKey): Promise<Session | undefined> => read(key));
  const getFact = once((name: string) => ports.memory.get(name));
  const changedAt = once((_: string) => ports.files.changedAt());
  return {
    ...ports,
    cache: {
      ...ports.cache,
      read: key => (key.kind === 'mfa' ? readMfa(key.identity, key) : read(key)),
    },
    memory: { ...ports.memory, get: name => getFact(name) },
    files: { ...ports.files, changedAt: () => changedAt('') },
  };
};

const once = <R, A extends unknown[]>(
  read: (name: string, ...rest: A) => Promise<R>,
): ((name: string, ...rest: A) => Promise<R>) => {
  const known = new Map<string, Promise<R>>();
  return (name, ...rest) => {
    const answer = known.get(name) ?? read(name, ...rest);
    known.set(name, answer);
    return answer;
  };
};

/** `look` for each item, a few at a time; the answers in the order of the items. */
export const mapConcurrently = async <T, R>(
  items: readonly T[],
  look: (item: T) => Promise<R>,
  atOnce = AT_ONCE,
): Promise<R[]> => {
  const answers: R[] = [];
  const rest = items.entries();
  const work = async (): Promise<void> => {
    for (const [index, item] of rest) answers[index] = await look(item);
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return answers;
};

/** What of a plan is cached and alive: nothing is called and nobody is asked. */
export interface CachedSteps {
  /** the device, as far as it is known without a call */
  readonly serial: string | undefined;
  readonly mfa: Session | undefined;
  /** one for each role of the plan */
  readonly roles: readonly (Session | undefined)[];
}

/** Looks up every step of a plan in the caches. */
export const cachedSteps = async (plan: Plan, ports: Ports): Promise<CachedSteps> => {
  const now = ports.clock.now();
  const serial = plan.mfa.mode === 'none' ? undefined : await knownSerial(plan, ports);
  const mfa =
    serial && usesSession(plan.mfa) ? await liveMfaSession(plan, serial, ports, { minLeft: 0 }) : undefined;
  const roles = await Promise.all(
    plan.roles.map(async (role, hop) => {
      const own = await ports.cache.read(keyOfRole(plan, hop, ports.env));
      if (own && isUsable(own, now, ROLE_WINDOW)) return own;
      const shared = await sharedSession(plan, role, ports);
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
export const needsCode = (
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
