import { isUsable, ROLE_WINDOW, type Session } from '../../core/aws/credentials.ts';
import type { SessionKey } from '../../core/plan/session-key.ts';
import type { Plan, RoleStep } from '../../core/plan/types.ts';
import type { Ports } from '../../ports/ports.ts';
import { doOnce } from '../lock.ts';
import { firstSigner, plainSigner } from '../mfa/signer.ts';
import { readFromAwsCliCache, writeToAwsCliCache } from './aws-cli-sharing.ts';
import { assumeRole, assumeRoleWithToken } from './call.ts';
import { keysOfRoles } from './key.ts';

/** The options of a command that change how awsrole obtains a session. */
export interface ObtainOptions {
  /** `--code`: the six digits */
  readonly code?: string | undefined;
  /** `--refresh`: ignores cached role sessions */
  readonly refresh?: boolean | undefined;
  /** milliseconds that a cached session must last */
  readonly minLeft?: number | undefined;
  /** `--duration` in seconds; a plan without roles may use a shorter live MFA session, with a note */
  readonly durationSeconds?: number | undefined;
}

/** A role session, and whether awsrole has just made it. */
export interface RoleSession {
  readonly session: Session;
  readonly isNew: boolean;
}

/**
 * Obtains the session of one step of a plan: from awsrole's cache, from the AWS CLI's cache, or by AssumeRole with the
 * credentials of the step before. When several processes need the session at once, one of them calls STS; the others
 * wait for its session and share it.
 *
 * @param hop the index of the step in `plan.roles`
 * @param since epoch milliseconds, for `--refresh`: awsrole ignores sessions that it received before
 */
export const obtainRoleSession = async (
  plan: Plan,
  hop: number,
  options: ObtainOptions,
  ports: Ports,
  since: number | undefined,
): Promise<RoleSession> => {
  const key = keysOfRoles(plan, ports.env)[hop] as SessionKey;
  const role = plan.roles[hop] as RoleStep;
  const isLast = hop === plan.roles.length - 1;
  const window = Math.max(ROLE_WINDOW, isLast ? (options.minLeft ?? 0) : 0);
  const find = async (): Promise<RoleSession | undefined> => {
    const session = await ports.cache.read(key);
    const isLive =
      session &&
      isUsable(session, await ports.serviceClock.now(), window) &&
      session.obtainedAt >= (since ?? 0);
    return isLive ? { session, isNew: false } : undefined;
  };
  const make = async (): Promise<RoleSession> => {
    const found = since === undefined ? await findInAwsCliCache(plan, role, window, ports) : undefined;
    if (found) {
      await ports.cache.write(key, found.session, role.profile);
      return found;
    }
    if (isLast) for (const note of plan.notes) ports.terminal.note(note);
    const session = await assumeRoleOfStep(plan, hop, options, ports, since);
    await ports.cache.write(key, session, role.profile);
    await writeToAwsCliCache(plan, role, session, ports);
    return { session, isNew: true };
  };
  const live = await find();
  if (live) {
    // restores the entry in the AWS CLI's cache if it is missing or corrupt
    await writeToAwsCliCache(plan, role, live.session, ports);
    return live;
  }
  // without a cache no other process can find the session, so a lock would only delay them
  if (!ports.cache.isPersistent) return make();
  const doing = `assuming the role of profile ${role.profile}`;
  return doOnce(`role ${key.identity}`, { doing, work: make, find }, ports);
};

/** Assumes the role of a step. The session of the step before signs the call; `firstSigner` signs that of the first. */
const assumeRoleOfStep = async (
  plan: Plan,
  hop: number,
  options: ObtainOptions,
  ports: Ports,
  since: number | undefined,
): Promise<Session> => {
  const role = plan.roles[hop] as RoleStep;
  if (hop > 0) {
    const before = await obtainRoleSession(plan, hop - 1, options, ports, since);
    return assumeRole(plan, role, plainSigner(before.session), ports);
  }
  const { source } = plan;
  if (source.kind === 'web-identity') return assumeRoleWithToken(plan, role, source, ports);
  return assumeRole(plan, role, await firstSigner(plan, options.code, ports), ports);
};

const findInAwsCliCache = async (
  plan: Plan,
  role: RoleStep,
  window: number,
  ports: Ports,
): Promise<RoleSession | undefined> => {
  const session = await readFromAwsCliCache(plan, role, ports);
  return session && isUsable(session, await ports.serviceClock.now(), window)
    ? { session, isNew: false }
    : undefined;
};
