import type { Environment } from '../environment/environment.ts';
import { AwsroleError } from '../errors.ts';
import { at, type Setting } from '../ini/setting.ts';
import { checkSerial, serialSettingOf } from '../mfa/device.ts';
import { checkedMfaSeconds, MFA_SESSION_SECONDS } from '../mfa/duration.ts';
import { profileColor } from '../profiles/color.ts';
import { settingOf } from '../profiles/lookup.ts';
import type { Profile, Profiles } from '../profiles/profiles.ts';
import { MARKS, type ManagedSection, managedSectionOf } from '../profiles/static-keys.ts';
import { isSafe } from '../text/terminal-text.ts';
import { type Chain, findChain } from './chain.ts';
import { withCliCacheSteps } from './cli-cache-steps.ts';
import { mfaAdvice } from './mfa-advice.ts';
import { arnIn, foreignRegionNote, partitionConflict } from './partitions.ts';
import { HOUR, requestedDuration, roleSteps } from './roles.ts';
import { endpointsOf } from './step-endpoint.ts';
import { type MfaUse, type Plan, type PlanOptions, SOURCE_FACTS, type Source } from './types.ts';

/**
 * Builds the plan for the requested profile. Equal files, environment and options give an equal plan; no call is made.
 *
 * @throws AwsroleError naming file and line of the setting that prevents a plan
 */
export const planFor = (
  profiles: Profiles,
  requested: string,
  env: Environment,
  options: PlanOptions = {},
): Plan => {
  const chain = findChain(profiles, requested);
  const profile = profiles.byName.get(requested);
  checkName(requested, profile);
  const notes = [...chain.notes];
  const mfa = mfaUseOf(profiles, requested, chain, options, notes);
  const roles = roleSteps(chain.roles, options, firstCapOf(chain.source), notes);
  const roleArn = roles.at(-1)?.roleArn.value;
  const serial = mfa.mode === 'session' || mfa.mode === 'code' ? mfa.serial : undefined;
  const endpoints = endpointsOf(profiles, profile, roleArn ?? arnIn(serial), env, options);
  const { source } = chain;
  const conflict = partitionConflict(profiles, { source, mfa, roles });
  const conflicts = [conflict, foreignRegionNote({ mfa, roles, ...endpoints })].filter(
    note => note !== undefined,
  );
  return {
    profile: requested,
    source,
    mfa,
    managed: managedSections(profiles, chain),
    roles: withCliCacheSteps(roles, profiles, requested, env),
    ...endpoints,
    otherCaBundle: endpoints.caBundle ? undefined : otherCaBundleOf(profiles, chain),
    color: profileColor(profile),
    mfaProcess: mfaProcessOf(profiles, chain),
    partitionConflict: conflict,
    // a plan without roles shows its notes only after the question for a code
    notes: roles.length > 0 ? [...conflicts, ...notes] : notes,
    mfaNotes: roles.length > 0 ? chain.mfaNotes : [...conflicts, ...chain.mfaNotes],
    mfaAdvice: () =>
      conflict === undefined
        ? mfaAdvice(profiles, { requested, source, mfa, endpoint: endpoints.endpoint }, env)
        : undefined,
  };
};

/** Prompts draw the name of the active profile as it is, so it may have no control, format or invisible character. */
const checkName = (name: string, profile: Profile | undefined): void => {
  if (isSafe(name)) return;
  const [place] = profile?.places ?? [];
  throw new AwsroleError(
    `profile '${name}'${place ? ` (${at(place)})` : ''}: its name has an invisible character`,
    { hints: ['rename the section'] },
  );
};

/**
 * The serial number of the MFA device of a chain. A managed section was made with one device, which counts for every
 * role behind it. Else the first serial number counts: of the roles in call order, the MFA profile, the source.
 */
const serialOf = (profiles: Profiles, chain: Chain): Setting | undefined =>
  [
    settingOf(chain.mfaProfile?.profile, MARKS.serial),
    ...chain.roles.map(serialSettingOf),
    serialSettingOf(chain.mfaProfile?.profile),
    serialSettingOf(profiles.byName.get(chain.source.profile)),
  ].find(setting => setting !== undefined);

const otherCaBundleOf = (profiles: Profiles, chain: Chain): Plan['otherCaBundle'] =>
  [...chain.roles.toReversed(), chain.mfaProfile?.profile, profiles.byName.get(chain.source.profile)]
    .flatMap(profile => {
      const setting = settingOf(profile, 'ca_bundle');
      return profile && setting ? [{ profile: profile.name, setting }] : [];
    })
    .at(0);

const mfaProcessOf = (profiles: Profiles, chain: Chain): Setting | undefined =>
  [...chain.roles, chain.mfaProfile?.profile, profiles.byName.get(chain.source.profile)]
    .map(profile => settingOf(profile, 'mfa_process'))
    .find(setting => setting !== undefined);

const mfaUseOf = (
  profiles: Profiles,
  requested: string,
  chain: Chain,
  options: PlanOptions,
  notes: string[],
): MfaUse => {
  const serial = serialOf(profiles, chain);
  const reason = cannotCarryMfa(chain.source);
  if (reason) {
    if (serial && chain.roles.length > 0) notes.push(`${serial.key} (${at(serial)}) is ignored: ${reason}`);
    return { mode: 'none' };
  }
  noteLaterHops(chain, notes);
  checkSerial(`profile '${requested}'`, serial);
  const [first] = chain.roles;
  if (!first) {
    const needsSession = serial !== undefined || chain.mfaProfile !== undefined;
    return needsSession
      ? {
          mode: 'session',
          serial,
          durationSeconds: checkedMfaSeconds(options.durationSeconds ?? MFA_SESSION_SECONDS),
        }
      : { mode: 'none' };
  }
  const isLast = chain.roles.length === 1;
  const isLong = requestedDuration(first, isLast ? options : {}).seconds > HOUR;
  if (!serial && !chain.mfaProfile) {
    const then = isLong ? 'code' : 'session';
    return { mode: 'if-refused', then, durationSeconds: MFA_SESSION_SECONDS };
  }
  if (isLong) return { mode: 'code', serial };
  return { mode: 'session', serial, durationSeconds: MFA_SESSION_SECONDS };
};

const noteLaterHops = (chain: Chain, notes: string[]): void => {
  for (const role of chain.roles.slice(1)) {
    const serial = serialSettingOf(role);
    if (!serial) continue;
    notes.push(
      `profile '${role.name}' is assumed from another role: its ${serial.key} (${at(serial)}) applies to the first call only; ` +
        'a trust policy that requires MFA for this role always refuses it, because role credentials do not carry MFA',
    );
  }
};

/**
 * The reason why a source cannot carry an MFA code; undefined when it can. Only long-term keys can, and the environment
 * or a process may provide them.
 */
const cannotCarryMfa = (source: Source): string | undefined => {
  switch (source.kind) {
    case 'sso':
    case 'login':
      return `profile '${source.profile}' signs in with session credentials, which cannot carry an MFA code`;
    case 'container':
    case 'instance':
      return 'the role of this machine cannot carry an MFA code';
    case 'web-identity':
      return 'a web identity token replaces it';
    case 'static':
      return source.keys.sessionToken
        ? `the keys of profile '${source.profile}' are session credentials, which cannot carry an MFA code`
        : undefined;
    case 'environment':
    case 'process':
      return undefined;
  }
};

const firstCapOf = (source: Source): { seconds: number; why: string } | undefined => {
  const isSession =
    SOURCE_FACTS[source.kind].givesSession || (source.kind === 'static' && source.keys.sessionToken);
  return isSession
    ? { seconds: HOUR, why: 'a role assumed from session credentials is limited to one hour' }
    : undefined;
};

/** Every section that holds an MFA session of the chain's source, the chain's own section first. Each can serve it. */
const managedSections = (profiles: Profiles, chain: Chain): ManagedSection[] => {
  const source = chain.source;
  const own = chain.mfaProfile?.section;
  if (source.kind === 'static' && source.keys.sessionToken) return [];
  const others = (sectionsBySource(profiles).get(source.profile) ?? []).filter(
    section => section.profile !== own?.profile,
  );
  return own ? [own, ...others] : others;
};

/** Built once per set of files, because callers make many plans of the same files. */
const sectionsCache = new WeakMap<Profiles, ReadonlyMap<string, readonly ManagedSection[]>>();

const sectionsBySource = (profiles: Profiles): ReadonlyMap<string, readonly ManagedSection[]> => {
  const cached = sectionsCache.get(profiles);
  if (cached) return cached;
  const bySource = new Map<string, ManagedSection[]>();
  for (const profile of profiles.byName.values()) {
    const section = managedSectionOf(profile);
    if (!section) continue;
    const others = bySource.get(section.from);
    if (others) others.push(section);
    else bySource.set(section.from, [section]);
  }
  sectionsCache.set(profiles, bySource);
  return bySource;
};
