import {
  areLongTerm,
  type Credentials,
  isUsable,
  MFA_WINDOW,
  type Session,
  timeLeft,
} from '../../core/aws/credentials.ts';
import { mfaSessionKey, type SessionKey } from '../../core/plan/session-key.ts';
import { areOneService, servingPlaces, stsPlace, urlOfPlace } from '../../core/plan/sts-place.ts';
import type { Plan } from '../../core/plan/types.ts';
import type { ManagedSection } from '../../core/profiles/static-keys.ts';
import type { Ports } from '../../ports/ports.ts';
import { doOnce } from '../lock.ts';
import { callService, stsSettings } from '../service-call.ts';
import { sourceCredentials, sourceIdentity } from '../sources/credentials.ts';
import { identityOf } from '../sources/identity.ts';
import { withCode } from './code.ts';
import { discoverDevice, rememberDevice, rememberedDevice } from './device.ts';
import { renewSections, sessionIn } from './managed-section.ts';

/** An MFA session and what it was made with. */
export interface MfaSession {
  readonly session: Session;
  readonly serial: string;
  /** the URL it was made at; undefined for a regional endpoint of AWS */
  readonly endpoint: string | undefined;
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
  /** the MFA code of `--code` */
  readonly code: string | undefined;
}

/**
 * The MFA session of a plan that is alive, wherever it is kept: in the cache, or in a section that `awsrole mfa` wrote.
 * Nothing is called and nobody is asked.
 */
export const liveMfaSession = async (
  plan: Plan,
  serial: string,
  ports: Ports,
  need: Pick<MfaNeed, 'minLeft' | 'since' | 'instead'>,
): Promise<Session | undefined> => (await findLive(plan, serial, ports, need))?.session;

const findLive = async (
  plan: Plan,
  serial: string,
  ports: Ports,
  need: Pick<MfaNeed, 'minLeft' | 'since' | 'instead'>,
): Promise<MfaSession | undefined> => {
  const now = ports.clock.now();
  const places = servingPlaces(plan.endpoint);
  const inCache = places.map(async place => ({
    session: await ports.cache.read(keyAt(place, plan, serial, ports)),
    endpoint: urlOfPlace(place),
  }));
  const inSections = plan.managed
    .filter(section => holds(section, plan, serial, places))
    .map(section => ({ session: sessionIn(section, now), endpoint: section.endpoint }));
  const since = need.since ?? need.instead?.obtainedAt;
  const isGood = (session: Session): boolean =>
    isUsable(session, now, need.minLeft) &&
    session.obtainedAt >= (since ?? 0) &&
    session.accessKeyId !== need.instead?.accessKeyId;
  // when a section's session was received, nobody knows
  const candidates = [...(await Promise.all(inCache)), ...(since === undefined ? inSections : [])]
    .flatMap(({ session, endpoint }) => (session && isGood(session) ? [{ session, endpoint }] : []))
    .sort((a, b) => timeLeft(b.session, now) - timeLeft(a.session, now));
  return candidates[0] && { ...candidates[0], serial, isNew: false };
};

/** Whether a section's session was made for this very source and device, where it serves. */
const holds = (section: ManagedSection, plan: Plan, serial: string, places: readonly string[]): boolean => {
  const { source } = plan;
  const isSameKey = source.kind !== 'static' || section.sourceAccessKeyId === source.keys.accessKeyId.value;
  return (
    isSameKey &&
    section.from === source.profile &&
    section.serial === serial &&
    places.includes(stsPlace(section.endpoint, plan.endpoint.partition))
  );
};

/** The device a plan would ask for, as far as it is known without a call. */
export const knownSerial = async (plan: Plan, ports: Ports): Promise<string | undefined> => {
  const { mfa } = plan;
  if ((mfa.mode === 'code' || mfa.mode === 'session') && mfa.serial) return mfa.serial.value;
  const { source } = plan;
  return source.kind === 'static' ? rememberedDevice(source.keys.accessKeyId.value, ports) : undefined;
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
  ports: Ports,
): Promise<MfaSession | undefined> => {
  const known = await knownSerial(plan, ports);
  if (known) {
    const live = await findLive(plan, known, ports, need);
    if (live) return live;
  }
  const credentials = await sourceCredentials(plan.source, ports);
  if (!areLongTerm(credentials)) return undefined;
  const serial = known ?? (await discoverDevice(plan, credentials, ports));
  if (!serial) return undefined;
  return doOnce(
    `mfa ${serial}`,
    {
      doing: 'asking for an MFA code',
      work: () => makeMfaSession({ plan, serial, credentials, need }, ports),
      find: () => findLive(plan, serial, ports, need),
    },
    ports,
  );
};

const keyAt = (place: string, plan: Plan, serial: string, ports: Ports): SessionKey =>
  mfaSessionKey(sourceIdentity(plan.source, ports.env), serial, place);

const makeMfaSession = async (
  made: { plan: Plan; serial: string; credentials: Credentials; need: MfaNeed },
  ports: Ports,
): Promise<MfaSession> => {
  const { plan, serial, credentials, need } = made;
  for (const note of plan.mfaNotes) ports.terminal.note(note);
  const settings = stsSettings(plan, credentials);
  ports.sts.warmUp(settings);
  // the role session name needs the caller's identity: STS is asked for it while the person types
  void identityOf(plan, credentials, ports).catch(() => undefined);
  const { durationSeconds, code } = need;
  const session = await callService(
    { plan, clock: ports.clock, step: 'mfa-session', serial, usedMfa: 'call', seconds: durationSeconds },
    () =>
      withCode(
        { plan, serial, code },
        tokenCode =>
          ports.sts.getSessionToken(settings, { durationSeconds, serialNumber: serial, tokenCode }),
        ports,
      ),
  );
  const { url: endpoint, partition } = plan.endpoint;
  const place = stsPlace(endpoint, partition);
  await ports.cache.write(
    keyAt(place, plan, serial, ports),
    session,
    `MFA session of ${plan.source.profile}`,
  );
  await rememberDevice(credentials.accessKeyId, serial, ports);
  // without a cache the file is changed by nothing but the command that says so
  const managed = ports.cache.isPersistent ? plan.managed : [];
  await renewSections(
    managed.filter(
      section =>
        section.from === plan.source.profile && areOneService(stsPlace(section.endpoint, partition), place),
    ),
    {
      session,
      from: plan.source.profile,
      sourceAccessKeyId: credentials.accessKeyId,
      serial,
      endpoint,
    },
    ports,
  );
  return { session, serial, endpoint, isNew: true };
};

/** What an MFA session must offer to sign an AssumeRole call. */
export const forSigning = (durationSeconds: number, code: string | undefined): MfaNeed => ({
  minLeft: MFA_WINDOW,
  durationSeconds,
  code,
});
