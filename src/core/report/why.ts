import { at, type Setting } from '../ini/setting.ts';
import { shadowNotes } from '../plan/chain.ts';
import {
  type Endpoint,
  type Plan,
  type RoleStep,
  type Source,
  WEB_IDENTITY_SESSION_NAME,
} from '../plan/types.ts';
import type { Profile } from '../profiles/profiles.ts';
import { MARKS, type StaticKeys, zoneName } from '../profiles/static-keys.ts';
import { isSupportedKey } from '../profiles/supported-keys.ts';
import { toIsoSeconds } from '../text/instant.ts';
import { maskCommand, maskKeyId } from '../text/mask.ts';

/** The expiration of a cached session: epoch milliseconds, and the milliseconds left. */
export interface CachedUntil {
  readonly expiresAt: number;
  readonly left: number;
}

/** The facts of an explanation that are not in the plan. */
export interface WhyFacts {
  /** the MFA device, when awsrole knows it without a call */
  readonly serial: string | undefined;
  /** undefined when no MFA session is cached */
  readonly mfa: CachedUntil | undefined;
  /** one entry per role of the plan; undefined when no session is cached */
  readonly roles: readonly (CachedUntil | undefined)[];
  /** whether awsrole would ask for an MFA code now */
  readonly asks: 'yes' | 'no' | 'maybe';
  /** false with `AWSROLE_CACHE=off` */
  readonly isPersistent: boolean;
  /** epoch milliseconds on the service's clock */
  readonly now: number;
  /** the messages about missing shared files */
  readonly missing: readonly string[];
}

/** A setting of the profile and its place. */
interface WhySetting {
  readonly key: string;
  readonly value: string;
  readonly where: string;
  readonly used: boolean;
  /** why it is not used: another place overrides it, or awsrole does not use the key; undefined when it is used */
  readonly unused: 'overridden' | 'unsupported' | undefined;
}

/** The expiration of a cached session, as ISO 8601 text, and the seconds left. */
export interface WhyCached {
  readonly expiration: string;
  readonly secondsLeft: number;
}

/** The credential source. */
export interface WhySource {
  readonly call: 'none';
  readonly source: Source['kind'];
  readonly profile: string;
  /** masked */
  readonly accessKeyId?: string;
  /** true for long-term keys, false for session keys */
  readonly longTerm?: boolean;
  readonly tokenFile?: string;
  readonly where: string;
  /** the expiration of session keys, when their section has one; the seconds left are negative once they have expired */
  readonly expires?: WhyCached & { readonly where: string };
}

/** The MFA session. */
export interface WhyMfaSession {
  readonly call: 'GetSessionToken';
  readonly durationSeconds: number;
  /** undefined when awsrole would look it up with iam:ListMFADevices */
  readonly serialNumber: string | undefined;
  readonly where: string | undefined;
  readonly cached: WhyCached | null;
}

/** One role of the chain. */
export interface WhyRole {
  readonly call: 'AssumeRole';
  readonly roleArn: string;
  readonly where: string;
  /** whether the call itself carries an MFA code */
  readonly carriesCode: boolean;
  readonly serialNumber: string | undefined;
  readonly durationSeconds: number;
  readonly durationFrom: string;
  /** undefined when no setting and no option names the session */
  readonly roleSessionName: string | undefined;
  /** where the name comes from in that case, as text for the user */
  readonly defaultSessionName: string | undefined;
  readonly externalId: WhyValue | undefined;
  readonly sourceIdentity: WhyValue | undefined;
  readonly cached: WhyCached | null;
}

/** The place of the setting that chooses a FIPS or dual-stack endpoint; `used` is false when a URL replaces it. */
interface WhyVariant {
  readonly where: string;
  readonly used: boolean;
}

/** A value and its place. */
interface WhyValue {
  readonly value: string;
  readonly where: string;
}

/** An explained plan: the output of `why --json`, and the data of its table. */
export interface Why {
  readonly profile: string;
  readonly places: readonly string[];
  readonly settings: readonly WhySetting[];
  /** `url` is undefined for the regional endpoint */
  readonly endpoint: {
    readonly url: string | undefined;
    readonly region: string;
    readonly where: string;
    /** undefined without that choice */
    readonly fips: WhyVariant | undefined;
    readonly dualstack: WhyVariant | undefined;
  };
  /** the shell's region once the profile is active */
  readonly region: WhyValue | undefined;
  readonly steps: readonly (WhySource | WhyMfaSession | WhyRole)[];
  readonly cache: 'on' | 'off';
  readonly mfaCode: { readonly asked: WhyFacts['asks']; readonly processAt: string | undefined };
  readonly notes: readonly string[];
}

/** Explains a plan, each value with file and line. Access key IDs are masked; secrets are omitted. */
export const whyOf = (plan: Plan, profile: Profile | undefined, facts: WhyFacts): Why => ({
  profile: plan.profile,
  places: profile?.places.map(at) ?? [],
  settings: [
    ...[...(profile?.settings.values() ?? [])]
      .filter(isShown)
      .map(setting => shownSetting(setting, isSupportedKey(setting.key) ? undefined : 'unsupported')),
    ...(profile?.overridden ?? []).filter(isShown).map(setting => shownSetting(setting, 'overridden')),
  ],
  endpoint: {
    url: plan.endpoint.url,
    region: plan.endpoint.region,
    where: plan.endpoint.urlFrom ?? plan.endpoint.regionFrom,
    fips: variantOf(plan.endpoint, plan.endpoint.fipsFrom),
    dualstack: variantOf(plan.endpoint, plan.endpoint.dualstackFrom),
  },
  region: plan.region && { value: plan.region.value, where: plan.region.from },
  steps: [
    sourceStep(plan.source, facts.now),
    ...mfaSteps(plan, facts),
    ...plan.roles.map((role, hop) => roleStep(role, hop, plan, facts)),
  ],
  cache: facts.isPersistent ? 'on' : 'off',
  mfaCode: { asked: facts.asks, processAt: plan.mfaProcess && at(plan.mfaProcess) },
  notes: [...facts.missing, ...plan.notes, ...plan.mfaNotes, ...sourceNotes(plan.source)],
});

const variantOf = ({ url }: Endpoint, where: string | undefined): WhyVariant | undefined =>
  where === undefined ? undefined : { where, used: url === undefined };

const SECRET_KEYS = new Set([
  'aws_access_key_id',
  'aws_secret_access_key',
  'aws_session_token',
  'aws_security_token',
]);
const isShown = (setting: Setting): boolean => !SECRET_KEYS.has(setting.key);

const shownSetting = (setting: Setting, unused: WhySetting['unused']): WhySetting => ({
  key: setting.key,
  value: shownValue(setting),
  where: at(setting),
  used: unused === undefined,
  unused,
});

const shownValue = ({ key, value }: Setting): string => {
  if (key === MARKS.sourceAccessKeyId) return maskKeyId(value);
  return key.endsWith('_process') ? maskCommand(value) : value;
};

/** Notes about the settings of the source profile, which only `why` shows while the source works. */
const sourceNotes = (source: Source): string[] => {
  const { setting, assumedZone } = (source.kind === 'static' && source.keys.expiry) || {};
  return [
    ...shadowNotes(source),
    ...(setting && assumedZone
      ? [`${setting.key} (${at(setting)}) has no zone: read as ${zoneName(assumedZone)}`]
      : []),
  ];
};

const sourceStep = (source: Source, now: number): WhySource => {
  const { kind, profile } = source;
  const step = { call: 'none', source: kind, profile } as const;
  switch (kind) {
    case 'static':
      return {
        ...step,
        accessKeyId: maskKeyId(source.keys.accessKeyId.value),
        longTerm: source.keys.sessionToken === undefined,
        where: at(source.keys.accessKeyId),
        ...expiresOf(source.keys, now),
      };
    case 'process':
      return { ...step, where: at(source.command) };
    case 'web-identity':
      return { ...step, tokenFile: source.tokenFile.value, where: at(source.tokenFile) };
    default:
      return { ...step, where: at(source.setting) };
  }
};

const expiresOf = ({ expiry }: StaticKeys, now: number): Pick<WhySource, 'expires'> => {
  if (!expiry) return {};
  const cached = cachedOf({ expiresAt: expiry.expiresAt, left: expiry.expiresAt - now });
  return cached ? { expires: { ...cached, where: at(expiry.setting) } } : {};
};

const mfaSteps = ({ mfa }: Plan, facts: WhyFacts): WhyMfaSession[] => {
  if (mfa.mode !== 'session' && !facts.mfa) return [];
  const serial = serialOf(mfa);
  return [
    {
      call: 'GetSessionToken',
      durationSeconds: mfa.mode === 'session' || mfa.mode === 'if-refused' ? mfa.durationSeconds : 0,
      serialNumber: serial?.value ?? facts.serial,
      where: serial && at(serial),
      cached: cachedOf(facts.mfa),
    },
  ];
};

const serialOf = (mfa: Plan['mfa']): Setting | undefined =>
  mfa.mode === 'session' || mfa.mode === 'code' ? mfa.serial : undefined;

const roleStep = (role: RoleStep, hop: number, plan: Plan, facts: WhyFacts): WhyRole => {
  // the call of a later role cannot carry a code
  const carriesCode = hop === 0 && plan.mfa.mode === 'code';
  return {
    call: 'AssumeRole',
    roleArn: role.roleArn.value,
    where: at(role.roleArn),
    carriesCode,
    serialNumber: carriesCode ? (serialOf(plan.mfa)?.value ?? facts.serial) : undefined,
    durationSeconds: role.durationSeconds,
    durationFrom: role.durationFrom,
    roleSessionName: role.roleSessionName,
    defaultSessionName: role.roleSessionName === undefined ? defaultSessionName(hop, plan.source) : undefined,
    externalId: role.externalId && withPlace(role.externalId),
    sourceIdentity: role.sourceIdentity && withPlace(role.sourceIdentity),
    cached: cachedOf(facts.roles[hop]),
  };
};

/** Where the role session name comes from without a setting: the name of the caller, by the credentials that sign. */
const defaultSessionName = (hop: number, source: Source): string => {
  if (hop > 0) return 'that of the role before';
  switch (source.kind) {
    case 'static':
      return source.keys.sessionToken ? "the name of the keys' user or session" : 'your IAM user name';
    case 'environment':
    case 'process':
      return "the name of the keys' user or session";
    case 'sso':
      return 'your user name in Identity Center';
    case 'login':
      return 'your user or session name at the sign-in';
    case 'container':
    case 'instance':
      return "the session name of this machine's role";
    case 'web-identity':
      return WEB_IDENTITY_SESSION_NAME;
  }
};

const withPlace = (setting: Setting): WhyValue => ({ value: setting.value, where: at(setting) });

const cachedOf = (until: CachedUntil | undefined): WhyCached | null =>
  until ? { expiration: toIsoSeconds(until.expiresAt), secondsLeft: Math.floor(until.left / 1000) } : null;
