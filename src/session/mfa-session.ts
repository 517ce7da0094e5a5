import { areLongTerm, type Credentials, type Session } from '../domain/credentials.ts';
import { isUsable, MFA_WINDOW, timeLeft } from '../domain/expiry.ts';
import type { ManagedSection, Plan } from '../domain/plan-types.ts';
import { mfaSessionKey, type SessionKey } from '../domain/session-key.ts';
import { stsSettings } from './call-settings.ts';
import { explained } from './calling.ts';
import { discoverDevice, rememberDevice, rememberedDevice } from './device.ts';
import { identityOf } from './identity.ts';
import { renewSections, sessionIn } from './managed-section.ts';
import { withCode } from './mfa-code.ts';
import { sourceCredentials, sourceIdentity } from './source-credentials.ts';
import { lockTimes, waitingNote } from './waiting.ts';
import type { ObtainOptions, World } from './world.ts';

/** An MFA session and what it was made with. */
export interface MfaSession {
  readonly session: Session;
  readonly serial: string;
  readonly key: SessionKey;
  /** false when a session that was alive already serves */
  readonly isNew: boolean;
}

/** How long an MFA session must last, and from when on it counts. */
export interface MfaNeed {
  /** milliseconds */
  readonly minLeft: number;
  /** epoch milliseconds: a session received before does not count */
  readonly since?: number | undefined;
  /** a session that the service no longer takes: neither it counts nor one that was received before it */
  readonly instead?: Session | undefined;
  readonly durationSeconds: number;
}

/**
 * The MFA session of a plan that is alive, wherever it is kept: in the cache, or in a section that `awsrole mfa` wrote.
 * Nothing is called and nobody is asked.
 */
export const liveMfaSession = async (
  plan: Plan,
  serial: string,
  world: World,
  need: Pick<MfaNeed, 'minLeft' | 'since' | 'instead'>,
): Promise<Session | undefined> => {
  const now = world.clock.now();
  const key = mfaSessionKey(sourceIdentity(plan.source, world.env), serial, plan.endpoint);
  const inSections = plan.managed
    .filter(section => holds(section, plan, serial))
    .map(section => sessionIn(section, now));
  const since = need.since ?? need.instead?.obtainedAt;
  // when a section's session was received, nobody knows
  const candidates = [await world.cache.read(key), ...(since === undefined ? inSections : [])]
    .filter(session => session !== undefined)
    .filter(session => isUsable(session, now, need.minLeft) && session.obtainedAt >= (since ?? 0))
    .filter(session => session.accessKeyId !== need.instead?.accessKeyId);
  return candidates.sort((a, b) => timeLeft(b, now) - timeLeft(a, now))[0];
};

/** Whether a section's session was made for this very source, device and service. */
const holds = (section: ManagedSection, plan: Plan, serial: string): boolean => {
  const { source } = plan;
  const isSameKey = source.kind !== 'static' || section.sourceAccessKeyId === source.keys.accessKeyId.value;
  return (
    isSameKey &&
    section.from === source.profile &&
    section.serial === serial &&
    section.endpoint === plan.endpoint.url
  );
};

/** The device a plan would ask for, as far as it is known without a call. */
export const knownSerial = async (plan: Plan, world: World): Promise<string | undefined> => {
  const { mfa } = plan;
  if ((mfa.mode === 'code' || mfa.mode === 'session') && mfa.serial) return mfa.serial.value;
  const { source } = plan;
  return source.kind === 'static' ? rememberedDevice(source.keys.accessKeyId.value, world) : undefined;
};

/**
 * One MFA session for a source and device: a live one if there is one, else one code and one GetSessionToken. However
 * many processes want it at once, one asks and the others wait and share.
 *
 * @returns undefined when no MFA session can be had: the source's credentials are a session themselves, or its user
 *   has no device
 */
export const obtainMfaSession = async (
  plan: Plan,
  need: MfaNeed,
  options: ObtainOptions,
  world: World,
): Promise<MfaSession | undefined> => {
  const known = await knownSerial(plan, world);
  if (known) {
    const live = await liveMfaSession(plan, known, world, need);
    if (live) return { session: live, serial: known, key: keyOf(plan, known, world), isNew: false };
  }
  const credentials = await sourceCredentials(plan.source, world);
  if (!areLongTerm(credentials)) return undefined;
  const serial = known ?? (await discoverDevice(plan, credentials, world));
  if (!serial) return undefined;
  const find = async (): Promise<MfaSession | undefined> => {
    const session = await liveMfaSession(plan, serial, world, need);
    return session && { session, serial, key: keyOf(plan, serial, world), isNew: false };
  };
  return world.locks.withLock(
    `mfa ${serial}`,
    () => makeMfaSession(plan, serial, credentials, need, options, world),
    {
      ...lockTimes(world),
      doing: 'asking for an MFA code',
      isDone: find,
      onWait: waitingNote(world),
    },
  );
};

const keyOf = (plan: Plan, serial: string, world: World): SessionKey =>
  mfaSessionKey(sourceIdentity(plan.source, world.env), serial, plan.endpoint);

const makeMfaSession = async (
  plan: Plan,
  serial: string,
  credentials: Credentials,
  need: MfaNeed,
  options: ObtainOptions,
  world: World,
): Promise<MfaSession> => {
  for (const note of plan.mfaNotes) world.terminal.note(note);
  const settings = stsSettings(plan, credentials);
  world.sts.warmUp(settings);
  // who this is, is needed for the role session name: asked while the person types
  void identityOf(plan, credentials, world).catch(() => undefined);
  const context = {
    plan,
    clock: world.clock,
    step: 'mfa-session',
    serial,
    usedMfa: 'call',
    seconds: need.durationSeconds,
  } as const;
  const session = await withCode(
    plan,
    serial,
    options.code,
    world,
    tokenCode =>
      world.sts.getSessionToken(settings, {
        durationSeconds: need.durationSeconds,
        serialNumber: serial,
        tokenCode,
      }),
    error => explained(error, context),
  );
  const key = keyOf(plan, serial, world);
  await world.cache.write(key, session, `MFA session of ${plan.source.profile}`);
  await rememberDevice(credentials.accessKeyId, serial, world);
  // without a cache the file is changed by nothing but the command that says so
  const managed = world.cache.isKept ? plan.managed : [];
  await renewSections(
    managed.filter(section => section.from === plan.source.profile && section.endpoint === plan.endpoint.url),
    {
      session,
      from: plan.source.profile,
      sourceAccessKeyId: credentials.accessKeyId,
      serial,
      endpoint: plan.endpoint.url,
    },
    world,
  );
  return { session, serial, key, isNew: true };
};

/** What an MFA session must offer to sign an AssumeRole call. */
export const forSigning = (durationSeconds: number): MfaNeed => ({ minLeft: MFA_WINDOW, durationSeconds });
