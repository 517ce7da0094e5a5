import { isUsable, MFA_WINDOW, ROLE_WINDOW, type Session } from '../../core/aws/credentials.ts';
import type { SessionKey } from '../../core/plan/session-key.ts';
import type { MfaUse, Plan } from '../../core/plan/types.ts';
import type { Ports } from '../../ports/ports.ts';
import { knownSerial, liveMfaSession } from '../mfa/session.ts';
import { readFromAwsCliCache } from './aws-cli-sharing.ts';
import { keysOfRoles } from './key.ts';

/** How many profiles awsrole looks up concurrently: more only cost memory. */
const CONCURRENCY = 16;

/**
 * Returns ports for the lookup of `count` profiles. They read once what several profiles share: MFA sessions, facts in
 * memory, the modification time of the shared files, and the list of cached sessions.
 */
export const withSharedReads = async (ports: Ports, count: number): Promise<Ports> => {
  const read = await ports.cache.readerFor(count);
  const readMfa = memoized((_: string, key: SessionKey): Promise<Session | undefined> => read(key));
  const getFact = memoized((name: string) => ports.memory.get(name));
  const changedAt = memoized((_: string) => ports.files.changedAt());
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

/** Returns a function that calls `read` once for each name. */
const memoized = <R, A extends unknown[]>(
  read: (name: string, ...rest: A) => Promise<R>,
): ((name: string, ...rest: A) => Promise<R>) => {
  const results = new Map<string, Promise<R>>();
  return (name, ...rest) => {
    const result = results.get(name) ?? read(name, ...rest);
    results.set(name, result);
    return result;
  };
};

/** Calls `transform` for each item, at most `concurrency` at a time; returns the results in the order of the items. */
export const mapConcurrently = async <T, R>(
  items: readonly T[],
  transform: (item: T) => Promise<R>,
  concurrency = CONCURRENCY,
): Promise<R[]> => {
  const results: R[] = [];
  const rest = items.entries();
  const work = async (): Promise<void> => {
    for (const [index, item] of rest) results[index] = await transform(item);
  };
  await Promise.all(Array.from({ length: concurrency }, work));
  return results;
};

/** The live sessions of a plan. */
export interface CachedSteps {
  /** the serial number of the MFA device; undefined when only a call can find it */
  readonly serial: string | undefined;
  readonly mfa: Session | undefined;
  /** a session, or undefined, for each role of the plan */
  readonly roles: readonly (Session | undefined)[];
}

/** Looks up every step of a plan in the caches, without a call and without a prompt. */
export const cachedSteps = async (plan: Plan, ports: Ports): Promise<CachedSteps> => {
  const now = await ports.serviceClock.now();
  const serial = plan.mfa.mode === 'none' ? undefined : await knownSerial(plan, ports);
  const mfa =
    serial && usesSession(plan.mfa) ? await liveMfaSession(plan, serial, ports, { minLeft: 0 }) : undefined;
  const keys = keysOfRoles(plan, ports.env);
  const roles = await Promise.all(
    plan.roles.map(async (role, hop) => {
      const own = await ports.cache.read(keys[hop] as SessionKey);
      if (own && isUsable(own, now, ROLE_WINDOW)) return own;
      const shared = await readFromAwsCliCache(plan, role, ports);
      return [shared, own].find(session => session && isUsable(session, now, 0));
    }),
  );
  return { serial, mfa, roles };
};

/** Whether an MFA session can sign the first call: for more than an hour, the AssumeRole call itself carries the code. */
const usesSession = (mfa: MfaUse): boolean =>
  mfa.mode === 'session' || (mfa.mode === 'if-refused' && mfa.then === 'session');

/**
 * Whether `obtain` would prompt for an MFA code now.
 *
 * @param window milliseconds that a live session must last to be the result of the plan
 * @param now epoch milliseconds on the service's clock
 * @returns `maybe` when only STS knows whether the role requires MFA
 */
export const needsCode = (
  plan: Plan,
  cached: CachedSteps,
  window: number,
  now: number,
): 'yes' | 'no' | 'maybe' => {
  // the session of any role signs the call of the role after it
  if (cached.roles.some(session => session && isUsable(session, now, window))) return 'no';
  // an MFA session that only signs a call may be shorter than one that is the result
  const need = plan.roles.length > 0 ? MFA_WINDOW : window;
  const hasMfa = cached.mfa !== undefined && isUsable(cached.mfa, now, need);
  if (plan.mfa.mode === 'none' || (plan.mfa.mode === 'session' && hasMfa)) return 'no';
  if (plan.mfa.mode === 'if-refused') return hasMfa ? 'no' : 'maybe';
  return plan.mfaProcess ? 'no' : 'yes';
};
