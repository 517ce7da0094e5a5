import { isUsable, ROLE_WINDOW, type Session } from '../../core/aws/credentials.ts';
import type { Plan, RoleStep } from '../../core/plan/types.ts';
import type { Ports } from '../../ports/ports.ts';
import { doOnce } from '../lock.ts';
import { plainSigner, signerOf } from '../mfa/signer.ts';
import { sharedSession, shareSession } from './aws-cli-sharing.ts';
import { assumeRole, assumeRoleWithToken } from './call.ts';
import { keyOfRole } from './key.ts';

/** A role session, and whether it was there already. */
export interface RoleSession {
  readonly session: Session;
  readonly isNew: boolean;
}

/**
 * The session of a plan's step: the cached one while it lasts, else the step before is obtained and the role assumed.
 * However many processes want it at once, one calls and the others share.
 *
 * @param since epoch milliseconds: with `refresh`, sessions received before do not count
 */
export const obtainRole = async (
  plan: Plan,
  hop: number,
  options: ObtainOptions,
  ports: Ports,
  since: number | undefined,
): Promise<RoleSession> => {
  const key = keyOfRole(plan, hop, ports.env);
  const role = plan.roles[hop] as RoleStep;
  const isLast = hop === plan.roles.length - 1;
  const window = Math.max(ROLE_WINDOW, isLast ? (options.minLeft ?? 0) : 0);
  const find = async (): Promise<RoleSession | undefined> => {
    const session = await ports.cache.read(key);
    const serves =
      session && isUsable(session, ports.clock.now(), window) && session.obtainedAt >= (since ?? 0);
    return serves ? { session, isNew: false } : undefined;
  };
  const make = async (): Promise<RoleSession> => {
    const found = since === undefined ? await fromAwsCli(plan, role, window, ports) : undefined;
    if (found) {
      await ports.cache.write(key, found.session, role.profile);
      return found;
    }
    if (isLast) for (const note of plan.notes) ports.terminal.note(note);
    const session = await assumeStep(plan, hop, options, ports, since);
    await ports.cache.write(key, session, role.profile);
    await shareSession(plan, role, session, ports);
    return { session, isNew: true };
  };
  const live = await find();
  if (live) {
    // the AWS CLI's own entry may have been removed or spoiled since
    await shareSession(plan, role, live.session, ports);
    return live;
  }
  // without a cache no other process could find the session, so none waits for it
  if (!ports.cache.isPersistent) return make();
  const doing = `assuming the role of profile ${role.profile}`;
  return doOnce(`role ${key.identity}`, { doing, work: make, find }, ports);
};

/** Assumes the role of a step, signed by the step before it; the first one by what the plan's source and MFA give. */
const assumeStep = async (
  plan: Plan,
  hop: number,
  options: ObtainOptions,
  ports: Ports,
  since: number | undefined,
): Promise<Session> => {
  const role = plan.roles[hop] as RoleStep;
  if (hop > 0) {
    const before = await obtainRole(plan, hop - 1, options, ports, since);
    return assumeRole(plan, role, plainSigner(before.session), ports);
  }
  const { source } = plan;
  if (source.kind === 'web-identity') return assumeRoleWithToken(plan, role, source.tokenFile.value, ports);
  return assumeRole(plan, role, await signerOf(plan, options.code, ports), ports);
};

const fromAwsCli = async (
  plan: Plan,
  role: RoleStep,
  window: number,
  ports: Ports,
): Promise<RoleSession | undefined> => {
  const session = await sharedSession(plan, role, ports);
  return session && isUsable(session, ports.clock.now(), window) ? { session, isNew: false } : undefined;
};

/** What a person may say about how a session is got. */
export interface ObtainOptions {
  /** six digits, already typed */
  readonly code?: string | undefined;
  /** cached role sessions do not count */
  readonly refresh?: boolean | undefined;
  /** milliseconds a cached session must last */
  readonly minLeft?: number | undefined;
  /** what was asked for, where a session that is alive may serve in place of one that lasts that long */
  readonly durationSeconds?: number | undefined;
}
