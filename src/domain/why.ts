import { formatSpan } from './duration.ts';
import { toLocalTime } from './instant.ts';
import { maskKeyId } from './mask.ts';
import type { Plan, RoleStep, Source } from './plan-types.ts';
import { at } from './profile-lookup.ts';
import type { Profile } from './profiles.ts';
import type { Setting } from './setting.ts';
import { MARKS } from './static-keys.ts';

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
  readonly isKept: boolean;
}

/** Three columns: label, text, where it was written. */
export type WhyRow = readonly [label: string, text: string, where: string];

/** A plan in words, each value with file and line. No secret is in it: key ids are masked, secrets are left out. */
export const whyRows = (plan: Plan, profile: Profile | undefined, facts: WhyFacts): WhyRow[] => [
  ['profile', plan.profile, profile?.places.map(at).join(', ') ?? ''],
  ...[...(profile?.settings.values() ?? [])]
    .filter(isShown)
    .map((setting): WhyRow => [`  ${setting.key}`, shownValue(setting), at(setting)]),
  ...(profile?.overridden ?? [])
    .filter(isShown)
    .map((setting): WhyRow => [`  ${setting.key}`, `${shownValue(setting)} (not used)`, at(setting)]),
  [
    'calls go to',
    plan.endpoint.url ?? `STS in ${plan.endpoint.region}`,
    plan.endpoint.urlFrom ?? plan.endpoint.regionFrom,
  ],
  ['shell region', plan.region?.value ?? 'none', plan.region?.from ?? ''],
  ...stepRows(plan, facts),
  ...(facts.isKept
    ? []
    : [['cache', 'off: no session is kept, every command gets its own', 'AWSROLE_CACHE'] as const]),
  ['MFA code', ASKS[facts.asks], plan.mfaProcess ? `mfa_process ${at(plan.mfaProcess)}` : ''],
  ...[...plan.notes, ...plan.mfaNotes].map((note): WhyRow => ['note', note, '']),
];

const ASKS: Record<WhyFacts['asks'], string> = {
  yes: 'one will be asked for now',
  no: 'none will be asked for now',
  maybe: 'only if STS refuses the role without MFA: no mfa_serial is written',
};

const SECRET = new Set([
  'aws_access_key_id',
  'aws_secret_access_key',
  'aws_session_token',
  'aws_security_token',
]);
const isShown = (setting: Setting): boolean => !SECRET.has(setting.key);

/** A command's arguments may hold a seed or a password, and so may a variable set in front of it: only its name is shown. */
const shownValue = ({ key, value }: Setting): string => {
  if (key === MARKS.sourceAccessKeyId) return maskKeyId(value);
  if (!key.endsWith('_process')) return value;
  const [program = '', ...rest] = value.split(/\s+/);
  if (program.includes('=')) return '…';
  return rest.length > 0 ? `${program} …` : program;
};

const stepRows = (plan: Plan, facts: WhyFacts): WhyRow[] => {
  const rows: WhyRow[] = [];
  const step = (text: string, where: string, cached?: CachedUntil | 'uncached'): void => {
    rows.push([`step ${rows.filter(([label]) => label.startsWith('step')).length + 1}`, text, where]);
    if (cached === 'uncached') rows.push(['', 'cached: no', '']);
    else if (cached)
      rows.push(['', `cached: until ${toLocalTime(cached.expiresAt)} (${formatSpan(cached.left)} left)`, '']);
  };
  step(...sourceText(plan.source));
  const { mfa } = plan;
  const serial = mfa.mode === 'session' || mfa.mode === 'code' ? mfa.serial : undefined;
  const device = serial?.value ?? facts.serial ?? 'a device that is looked up with iam:ListMFADevices';
  if (mfa.mode === 'session' || facts.mfa) {
    const seconds = mfa.mode === 'session' || mfa.mode === 'if-refused' ? mfa.durationSeconds : 0;
    step(
      `GetSessionToken for ${formatSpan(seconds * 1000)} with ${device}`,
      serial ? at(serial) : '',
      facts.mfa ?? 'uncached',
    );
  }
  plan.roles.forEach((role, hop) => {
    const code = hop === 0 && mfa.mode === 'code' ? ` with an MFA code of ${device}` : '';
    step(`AssumeRole ${role.roleArn.value}${code}`, at(role.roleArn), facts.roles[hop] ?? 'uncached');
    rows.push(...roleRows(role));
  });
  return rows;
};

const roleRows = (role: RoleStep): WhyRow[] => [
  ['', `for ${formatSpan(role.durationSeconds * 1000)}`, role.durationFrom],
  ['', `session name: ${role.roleSessionName ?? 'your IAM user name'}`, ''],
  ...(role.externalId ? [['', `external ID: ${role.externalId.value}`, at(role.externalId)] as const] : []),
  ...(role.sourceIdentity
    ? [['', `source identity: ${role.sourceIdentity.value}`, at(role.sourceIdentity)] as const]
    : []),
];

const sourceText = (source: Source): [text: string, where: string] => {
  switch (source.kind) {
    case 'static':
      return [
        `${source.keys.sessionToken ? 'session' : 'long-term'} keys of profile '${source.profile}' (${maskKeyId(source.keys.accessKeyId.value)})`,
        at(source.keys.accessKeyId),
      ];
    case 'environment':
      return ['keys from the environment', at(source.setting)];
    case 'process':
      return [`credential_process of profile '${source.profile}'`, at(source.command)];
    case 'sso':
      return [
        `Identity Center sign-in of profile '${source.profile}', through the AWS CLI`,
        at(source.setting),
      ];
    case 'login':
      return [`aws login session of profile '${source.profile}', through the AWS CLI`, at(source.setting)];
    case 'container':
      return ['the role of this container', at(source.setting)];
    case 'instance':
      return ['the role of this machine', at(source.setting)];
    case 'web-identity':
      return [`the web identity token in ${source.tokenFile.value}`, at(source.tokenFile)];
  }
};
