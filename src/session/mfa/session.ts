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

/** An MFA session, and how it was made. */
export interface MfaSession {
  readonly session: Session;
  readonly serial: string;
  /** the URL of the STS endpoint; undefined for a regional endpoint of AWS */
  readonly endpoint: string | undefined;
  /** false for a live session from the cache or a managed section */
  readonly isNew: boolean;
}

/** Which MFA session a caller needs: the conditions on a live one, and how to make a new one. */
export interface MfaNeed {
  /** milliseconds that a live session must last */
  readonly minLeft: number;
  /** epoch milliseconds: awsrole ignores sessions that it received before */
  readonly since?: number | undefined;
  /** a session that STS no longer accepts: awsrole ignores it and sessions that it received before it */
  readonly rejected?: Session | undefined;
  /** the duration of a new session */
  readonly durationSeconds: number;
  /** the MFA code of `--code` */
  readonly code: string | undefined;
}

/** The conditions on a live session. */
type LiveNeed = Pick<MfaNeed, 'minLeft' | 'since' | 'rejected'>;

/** The live MFA session of a plan from the cache or a managed section, without a call and without a prompt. */
export const liveMfaSession = async (
  plan: Plan,
  serial: string,
  ports: Ports,
  need: LiveNeed,
): Promise<Session | undefined> => (await findLive(plan, serial, ports, need))?.session;

/** Finds the live session with the longest time left. */
const findLive = async (
  plan: Plan,
  serial: string,
  ports: Ports,
  need: LiveNeed,
): Promise<MfaSession | undefined> => {
  const now = await ports.serviceClock.now();
  const places = servingPlaces(plan.endpoint);
  const inCache = places.map(async place => ({
    session: await ports.cache.read(keyAt(place, plan, serial, ports)),
    endpoint: urlOfPlace(place),
  }));
  const inSections = plan.managed
    .filter(section => isSectionOf(section, plan, serial, places))
    .map(section => ({ session: sessionIn(section, now), endpoint: section.endpoint }));
  const since = need.since ?? need.rejected?.obtainedAt;
  const meetsNeed = (session: Session): boolean =>
    isUsable(session, now, need.minLeft) &&
    session.obtainedAt >= (since ?? 0) &&
    session.accessKeyId !== need.rejected?.accessKeyId;
  // a section does not record when its session was received
  const candidates = [...(await Promise.all(inCache)), ...(since === undefined ? inSections : [])]
    .flatMap(({ session, endpoint }) => (session && meetsNeed(session) ? [{ session, endpoint }] : []))
    .sort((a, b) => timeLeft(b.session, now) - timeLeft(a.session, now));
  return candidates[0] && { ...candidates[0], serial, isNew: false };
};

/** Whether a section has a session of this source and device that the plan's STS endpoint accepts. */
const isSectionOf = (
  section: ManagedSection,
  plan: Plan,
  serial: string,
  places: readonly string[],
): boolean => {
  const { source } = plan;
  const isSameKey = source.kind !== 'static' || section.sourceAccessKeyId === source.keys.accessKeyId.value;
  return (
    isSameKey &&
    section.from === source.profile &&
    section.serial === serial &&
    places.includes(stsPlace(section.endpoint, plan.endpoint.partition))
  );
};

/** The serial number of a plan's MFA device from a setting or from memory; undefined when only a call can find it. */
export const knownSerial = async (plan: Plan, ports: Ports): Promise<string | undefined> => {
  const { mfa } = plan;
  if ((mfa.mode === 'code' || mfa.mode === 'session') && mfa.serial) return mfa.serial.value;
  const { source } = plan;
  return source.kind === 'static' ? rememberedDevice(source.keys.accessKeyId.value, ports) : undefined;
};

/**
 * Obtains the MFA session of a plan: a live one, else a new one for one MFA code and one GetSessionToken call. When
 * several processes need it at once, one of them prompts; the others wait for its session and share it.
 *
 * @returns undefined when the source provides session credentials, or when its user has no MFA device
 * @throws AwsroleError for a source without credentials, a code that awsrole cannot obtain, or a call that STS rejects
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

/** Makes a new MFA session, and stores it in the cache and in the managed sections of its source. */
const makeMfaSession = async (
  {
    plan,
    serial,
    credentials,
    need,
  }: { plan: Plan; serial: string; credentials: Credentials; need: MfaNeed },
  ports: Ports,
): Promise<MfaSession> => {
  for (const note of plan.mfaNotes) ports.terminal.note(note);
  const settings = stsSettings(plan, credentials);
  ports.sts.warmUp(settings);
  // the role session name needs the caller identity: awsrole calls STS for it while the user types the code
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
  // with AWSROLE_CACHE=off only `awsrole mfa` changes the credentials file
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

/** The need for an MFA session that signs an AssumeRole call. */
export const needForSigning = (durationSeconds: number, code: string | undefined): MfaNeed => ({
  minLeft: MFA_WINDOW,
  durationSeconds,
  code,
});
