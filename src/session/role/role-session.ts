import { isUsable, ROLE_WINDOW, type Session } from '../../core/aws/credentials.ts';
import type { Plan, RoleStep } from '../../core/plan/types.ts';
import type { Ports } from '../../ports/ports.ts';
import { sharedSession, shareSession } from '../aws-cli-sharing.ts';
import { lockTimes, waitingNote } from '../lock-wait.ts';
import type { ObtainOptions } from '../obtain.ts';
import { assumeFirstRole } from './first-role.ts';
import { assumeRole } from './role-call.ts';
import { keyOfRole } from './role-key.ts';

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
    const session =
      hop === 0
        ? await assumeFirstRole(plan, options, ports)
        : await assumeRole(
            plan,
            role,
            (await obtainRole(plan, hop - 1, options, ports, since)).session,
            'none',
            undefined,
            ports,
          );
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
  // nobody else would find what one process has got, so nobody waits for it
  if (!ports.cache.isKept) return make();
  return ports.locks.withLock(`role ${key.identity}`, make, {
    ...lockTimes(ports),
    doing: `assuming the role of profile ${role.profile}`,
    isDone: find,
    onWait: waitingNote(ports),
  });
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
