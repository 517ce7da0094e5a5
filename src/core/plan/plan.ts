import type { Environment } from '../environment/environment.ts';
import { at, type Setting } from '../ini/setting.ts';
import { checkedMfaSeconds, MFA_SESSION_SECONDS } from '../mfa/duration.ts';
import { checkSerial } from '../mfa/serial.ts';
import { profileColor } from '../profiles/color.ts';
import { settingOf } from '../profiles/lookup.ts';
import type { Profiles } from '../profiles/profiles.ts';
import { MARKS, type ManagedSection, managedSectionOf } from '../profiles/static-keys.ts';
import { type Chain, findChain } from './chain.ts';
import { withCliCacheSteps } from './cli-cache-steps.ts';
import { mfaAdvice } from './mfa-advice.ts';
import { HOUR, roleSteps, wantedDuration } from './roles.ts';
import { endpointsOf } from './step-endpoint.ts';
import type { MfaUse, Plan, PlanOptions, Source } from './types.ts';

/**
 * The steps from a credential source to the asked profile. Pure: the same files, environment and options
 * give the same plan, and nothing is called.
 *
 * @throws AwsroleError when no way leads there, with file and line of what is in the way
 */
export const planFor = (
  profiles: Profiles,
  asked: string,
  env: Environment,
  options: PlanOptions = {},
): Plan => {
  const chain = findChain(profiles, asked);
  const profile = profiles.byName.get(asked);
  const notes = [...chain.notes];
  const mfa = mfaUseOf(profiles, asked, chain, options, notes);
  const roles = roleSteps(chain.roles, options, firstCapOf(chain.source), notes);
  const roleArn = roles.at(-1)?.roleArn.value;
  const endpoints = endpointsOf(profiles, profile, roleArn, env, options);
  const { source } = chain;
  return {
    profile: asked,
    source,
    mfa,
    managed: managedSections(profiles, chain),
    roles: withCliCacheSteps(roles, profiles, asked, env),
    ...endpoints,
    color: profileColor(profile),
    mfaProcess: mfaProcessOf(profiles, chain),
    notes,
    mfaNotes: chain.mfaNotes,
    mfaAdvice: () => mfaAdvice(profiles, { asked, source, mfa, endpoint: endpoints.endpoint }, env),
  };
};

/**
 * The device whose code a chain asks for, and where it was written. A session that awsrole manages was made with
 * one device and serves every role behind it; else the first role's serial counts, the session's, the source's.
 */
const serialOf = (profiles: Profiles, chain: Chain): Setting | undefined =>
  [
    settingOf(chain.mfaProfile?.profile, MARKS.serial),
    ...chain.roles.map(role => settingOf(role, 'mfa_serial')),
    settingOf(chain.mfaProfile?.profile, 'mfa_serial'),
    settingOf(profiles.byName.get(chain.source.profile), 'mfa_serial'),
  ].find(setting => setting !== undefined);

const mfaProcessOf = (profiles: Profiles, chain: Chain): Setting | undefined =>
  [...chain.roles, chain.mfaProfile?.profile, profiles.byName.get(chain.source.profile)]
    .map(profile => settingOf(profile, 'mfa_process'))
    .find(setting => setting !== undefined);

const mfaUseOf = (
  profiles: Profiles,
  asked: string,
  chain: Chain,
  options: PlanOptions,
  notes: string[],
): MfaUse => {
  const serial = serialOf(profiles, chain);
  const reason = cannotCarryMfa(chain.source);
  if (reason) {
    if (serial && chain.roles.length > 0) notes.push(`mfa_serial (${at(serial)}) is left out: ${reason}`);
    return { mode: 'none' };
  }
  noteLaterHops(chain, notes);
  checkSerial(`profile '${asked}'`, serial);
  const [first] = chain.roles;
  if (!first) {
    const wantsSession = serial !== undefined || chain.mfaProfile !== undefined;
    return wantsSession
      ? {
          mode: 'session',
          serial,
          durationSeconds: checkedMfaSeconds(options.durationSeconds ?? MFA_SESSION_SECONDS),
        }
      : { mode: 'none' };
  }
  const isLast = chain.roles.length === 1;
  const isLong = wantedDuration(first, isLast ? options : {}).seconds > HOUR;
  if (!serial && !chain.mfaProfile) {
    const then = isLong ? 'code' : 'session';
    return { mode: 'if-refused', then, durationSeconds: MFA_SESSION_SECONDS };
  }
  if (isLong) return { mode: 'code', serial };
  return { mode: 'session', serial, durationSeconds: MFA_SESSION_SECONDS };
};

const noteLaterHops = (chain: Chain, notes: string[]): void => {
  for (const role of chain.roles.slice(1)) {
    const serial = settingOf(role, 'mfa_serial');
    if (!serial) continue;
    notes.push(
      `profile '${role.name}' is assumed from another role: its mfa_serial (${at(serial)}) counts for the first call only, ` +
        'and a trust policy that demands MFA here can never be met, since role credentials do not carry it',
    );
  }
};

/** Only a user's long-term keys can carry a code; a source that may turn out to be one is given the chance. */
const cannotCarryMfa = (source: Source): string | undefined => {
  switch (source.kind) {
    case 'sso':
    case 'login':
      return `profile '${source.profile}' signs in with session credentials, which cannot carry an MFA code`;
    case 'container':
    case 'instance':
      return 'the machine has a role of its own, which cannot carry an MFA code';
    case 'web-identity':
      return 'a web identity token is the proof here';
    case 'static':
      return source.keys.sessionToken
        ? `the keys of profile '${source.profile}' are a session already, which cannot carry another MFA code`
        : undefined;
    default:
      return undefined;
  }
};

const firstCapOf = (source: Source): { seconds: number; why: string } | undefined => {
  const isSession =
    source.kind === 'sso' ||
    source.kind === 'login' ||
    (source.kind === 'static' && source.keys.sessionToken);
  return isSession
    ? { seconds: HOUR, why: 'a role assumed from session credentials is held to one hour' }
    : undefined;
};

/** Every section that holds an MFA session of this chain's source: whichever is alive serves. */
const managedSections = (profiles: Profiles, chain: Chain): ManagedSection[] => {
  const source = chain.source;
  const own = chain.mfaProfile?.section;
  if (source.kind === 'static' && source.keys.sessionToken) return [];
  const others = (sectionsBySource(profiles).get(source.profile) ?? []).filter(
    section => section.profile !== own?.profile,
  );
  return own ? [own, ...others] : others;
};

/** Found once for all plans of the same files: `list` makes one for every profile. */
const found = new WeakMap<Profiles, ReadonlyMap<string, readonly ManagedSection[]>>();

const sectionsBySource = (profiles: Profiles): ReadonlyMap<string, readonly ManagedSection[]> => {
  const known = found.get(profiles);
  if (known) return known;
  const bySource = new Map<string, ManagedSection[]>();
  for (const profile of profiles.byName.values()) {
    const section = managedSectionOf(profile);
    if (!section) continue;
    const others = bySource.get(section.from);
    if (others) others.push(section);
    else bySource.set(section.from, [section]);
  }
  found.set(profiles, bySource);
  return bySource;
};
