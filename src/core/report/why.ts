import { at, type Setting } from '../ini/setting.ts';
import type { Plan, RoleStep, Source } from '../plan/types.ts';
import type { Profile } from '../profiles/profiles.ts';
import { MARKS } from '../profiles/static-keys.ts';
import { toIsoSeconds } from '../text/instant.ts';
import { maskCommand, maskKeyId } from '../text/mask.ts';

/** What is cached of a step: epoch milliseconds of its end and milliseconds left; undefined when nothing is. */
export interface CachedUntil {
  readonly expiresAt: number;
  readonly left: number;
}

/** What the files do not say. */
export interface WhyFacts {
  /** the device, as far as it is known without a call */
  readonly serial: string | undefined;
  readonly mfa: CachedUntil | undefined;
  readonly roles: readonly (CachedUntil | undefined)[];
  readonly asks: 'yes' | 'no' | 'maybe';
  /** false with `AWSROLE_CACHE=off` */
  readonly isPersistent: boolean;
}

/** A value of the profile and where it was written; not used where another place decides. */
export interface WhySetting {
  readonly key: string;
  readonly value: string;
  readonly where: string;
  readonly used: boolean;
}

/** The end of a cached session. */
export interface WhyCached {
  readonly expiration: string;
  readonly secondsLeft: number;
}

/** Where the first credentials come from. */
export interface WhySource {
  readonly call: 'none';
  readonly source: Source['kind'];
  readonly profile: string;
  /** masked */
  readonly accessKeyId?: string;
  /** long-term keys, not those of a session */
  readonly longTerm?: boolean;
  readonly tokenFile?: string;
  readonly where: string;
}

/** The MFA session. */
export interface WhyMfaSession {
  readonly call: 'GetSessionToken';
  readonly durationSeconds: number;
  /** undefined where it is looked up with iam:ListMFADevices */
  readonly serialNumber: string | undefined;
  readonly where: string | undefined;
  readonly cached: WhyCached | null;
}

/** One role of the chain. */
export interface WhyRole {
  readonly call: 'AssumeRole';
  readonly roleArn: string;
  readonly where: string;
  /** the call itself carries an MFA code */
  readonly carriesCode: boolean;
  readonly serialNumber: string | undefined;
  readonly durationSeconds: number;
  readonly durationFrom: string;
  /** undefined where it is the IAM user's name */
  readonly roleSessionName: string | undefined;
  readonly externalId: WhyValue | undefined;
  readonly sourceIdentity: WhyValue | undefined;
  readonly cached: WhyCached | null;
}

/** A value and where it was written. */
export interface WhyValue {
  readonly value: string;
  readonly where: string;
}

/** An explained plan: what `why --json` prints, and the screen shows in words. */
export interface Why {
  readonly profile: string;
  readonly places: readonly string[];
  readonly settings: readonly WhySetting[];
  /** `url` undefined: the regional endpoint of STS */
  readonly endpoint: { readonly url: string | undefined; readonly region: string; readonly where: string };
  /** what the shell's region will be */
  readonly region: WhyValue | undefined;
  readonly steps: readonly (WhySource | WhyMfaSession | WhyRole)[];
  readonly cache: 'on' | 'off';
  readonly mfaCode: { readonly asked: WhyFacts['asks']; readonly processAt: string | undefined };
  readonly notes: readonly string[];
}

/** Explains a plan, each value with file and line. No secret is in it: key ids are masked, secrets are left out. */
export const whyOf = (plan: Plan, profile: Profile | undefined, facts: WhyFacts): Why => ({
  profile: plan.profile,
  places: profile?.places.map(at) ?? [],
  settings: [
    ...[...(profile?.settings.values() ?? [])].filter(isShown).map(setting => shownSetting(setting, true)),
    ...(profile?.overridden ?? []).filter(isShown).map(setting => shownSetting(setting, false)),
  ],
  endpoint: {
    url: plan.endpoint.url,
    region: plan.endpoint.region,
    where: plan.endpoint.urlFrom ?? plan.endpoint.regionFrom,
  },
  region: plan.region && { value: plan.region.value, where: plan.region.from },
  steps: [
    sourceStep(plan.source),
    ...mfaSteps(plan, facts),
    ...plan.roles.map((role, hop) => roleStep(role, hop === 0 ? plan : undefined, facts.roles[hop], facts)),
  ],
  cache: facts.isPersistent ? 'on' : 'off',
  mfaCode: { asked: facts.asks, processAt: plan.mfaProcess && at(plan.mfaProcess) },
  notes: [...plan.notes, ...plan.mfaNotes],
});

const SECRET = new Set([
  'aws_access_key_id',
  'aws_secret_access_key',
  'aws_session_token',
  'aws_security_token',
]);
const isShown = (setting: Setting): boolean => !SECRET.has(setting.key);

const shownSetting = (setting: Setting, used: boolean): WhySetting => ({
  key: setting.key,
  value: shownValue(setting),
  where: at(setting),
  used,
});

const shownValue = ({ key, value }: Setting): string => {
  if (key === MARKS.sourceAccessKeyId) return maskKeyId(value);
  return key.endsWith('_process') ? maskCommand(value) : value;
};

const sourceStep = (source: Source): WhySource => {
  const { kind, profile } = source;
  const step = { call: 'none', source: kind, profile } as const;
  switch (kind) {
    case 'static':
      return {
        ...step,
        accessKeyId: maskKeyId(source.keys.accessKeyId.value),
        longTerm: source.keys.sessionToken === undefined,
        where: at(source.keys.accessKeyId),
      };
    case 'process':
      return { ...step, where: at(source.command) };
    case 'web-identity':
      return { ...step, tokenFile: source.tokenFile.value, where: at(source.tokenFile) };
    default:
      return { ...step, where: at(source.setting) };
  }
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

/** @param first the plan, for the first of its roles: a later one cannot carry a code */
const roleStep = (
  role: RoleStep,
  first: Plan | undefined,
  cached: CachedUntil | undefined,
  facts: WhyFacts,
): WhyRole => {
  const carriesCode = first?.mfa.mode === 'code';
  return {
    call: 'AssumeRole',
    roleArn: role.roleArn.value,
    where: at(role.roleArn),
    carriesCode,
    serialNumber: carriesCode ? (serialOf(first.mfa)?.value ?? facts.serial) : undefined,
    durationSeconds: role.durationSeconds,
    durationFrom: role.durationFrom,
    roleSessionName: role.roleSessionName,
    externalId: role.externalId && withPlace(role.externalId),
    sourceIdentity: role.sourceIdentity && withPlace(role.sourceIdentity),
    cached: cachedOf(cached),
  };
};

const withPlace = (setting: Setting): WhyValue => ({ value: setting.value, where: at(setting) });

const cachedOf = (until: CachedUntil | undefined): WhyCached | null =>
  until ? { expiration: toIsoSeconds(until.expiresAt), secondsLeft: Math.floor(until.left / 1000) } : null;
