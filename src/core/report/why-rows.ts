import { formatSpan } from '../text/duration.ts';
import { parseInstant, toLocalTime } from '../text/instant.ts';
import type { Why, WhyCached, WhyMfaSession, WhyRole, WhySource } from './why.ts';

/** The three columns: label, text, place. */
export type WhyRow = readonly [label: string, text: string, where: string];

/** The rows of the table that `awsrole why` prints. */
export const whyRows = (why: Why): WhyRow[] => [
  ['profile', why.profile, why.places.join(', ')],
  ...why.settings.map(
    ({ key, value, where, unused }): WhyRow => [
      `  ${key}`,
      unused ? `${value} (${UNUSED[unused]})` : value,
      where,
    ],
  ),
  ['calls go to', why.endpoint.url ?? `STS in ${why.endpoint.region}`, why.endpoint.where],
  ...variantRow('FIPS endpoint', why.endpoint.fips),
  ...variantRow('dual-stack endpoint', why.endpoint.dualstack),
  ['shell region', why.region?.value ?? 'none', why.region?.where ?? ''],
  ...why.steps.flatMap((step, index) => stepRows(step, `step ${index + 1}`)),
  ...(why.cache === 'on'
    ? []
    : [['cache', 'off: no sessions are cached, every command obtains its own', 'AWSROLE_CACHE'] as const]),
  [
    'MFA code',
    CODE_NEEDED[why.mfaCode.asked],
    why.mfaCode.processAt ? `mfa_process ${why.mfaCode.processAt}` : '',
  ],
  ...why.notes.map((note): WhyRow => ['note', note, '']),
];

const variantRow = (name: string, variant: Why['endpoint']['fips']): WhyRow[] =>
  variant ? [['', variant.used ? name : `${name} (not used: the URL replaces it)`, variant.where]] : [];

const UNUSED: Record<NonNullable<Why['settings'][number]['unused']>, string> = {
  overridden: 'not used',
  unsupported: 'not used by awsrole',
};

const CODE_NEEDED: Record<Why['mfaCode']['asked'], string> = {
  yes: 'needed now',
  no: 'not needed now',
  maybe: 'needed only if STS refuses the role without MFA: no mfa_serial is set',
};

const stepRows = (step: Why['steps'][number], label: string): WhyRow[] => {
  switch (step.call) {
    case 'none':
      return [[label, sourceText(step), step.where], ...expiresRows(step)];
    case 'GetSessionToken':
      return [[label, mfaText(step), step.where ?? ''], cachedRow(step.cached)];
    case 'AssumeRole':
      return [[label, roleText(step), step.where], cachedRow(step.cached), ...roleRows(step)];
  }
};

const mfaText = ({ durationSeconds, serialNumber }: WhyMfaSession): string =>
  `GetSessionToken for ${formatSpan(durationSeconds * 1000)} with ${serialNumber ?? LOOKED_UP}`;

const roleText = ({ roleArn, carriesCode, serialNumber }: WhyRole): string =>
  `AssumeRole ${roleArn}${carriesCode ? ` with an MFA code of ${serialNumber ?? LOOKED_UP}` : ''}`;

const LOOKED_UP = 'the device that awsrole looks up with iam:ListMFADevices';

const cachedRow = (cached: WhyCached | null): WhyRow => {
  const expiresAt = cached && parseInstant(cached.expiration);
  return expiresAt
    ? ['', `cached: until ${toLocalTime(expiresAt)} (${formatSpan(cached.secondsLeft * 1000)} left)`, '']
    : ['', 'cached: no', ''];
};

const expiresRows = ({ expires }: WhySource): WhyRow[] => {
  const expiresAt = expires && parseInstant(expires.expiration);
  if (!expires || !expiresAt) return [];
  const date = toLocalTime(expiresAt);
  const text =
    expires.secondsLeft > 0
      ? `until ${date} (${formatSpan(expires.secondsLeft * 1000)} left)`
      : `expired at ${date}`;
  return [['', text, expires.where]];
};

const roleRows = ({
  durationSeconds,
  durationFrom,
  roleSessionName,
  defaultSessionName,
  externalId,
  sourceIdentity,
}: WhyRole): WhyRow[] => [
  ['', `for ${formatSpan(durationSeconds * 1000)}`, durationFrom],
  ['', `session name: ${roleSessionName ?? defaultSessionName}`, ''],
  ...(externalId ? [['', `external ID: ${externalId.value}`, externalId.where] as const] : []),
  ...(sourceIdentity
    ? [['', `source identity: ${sourceIdentity.value}`, sourceIdentity.where] as const]
    : []),
];

const sourceText = (step: WhySource): string => {
  switch (step.source) {
    case 'static':
      return `${step.longTerm ? 'long-term' : 'session'} keys of profile '${step.profile}' (${step.accessKeyId})`;
    case 'environment':
      return 'keys from the environment';
    case 'process':
      return `credential_process of profile '${step.profile}'`;
    case 'sso':
      return `Identity Center sign-in of profile '${step.profile}', through the AWS CLI`;
    case 'login':
      return `aws login session of profile '${step.profile}', through the AWS CLI`;
    case 'container':
      return 'the role of this container';
    case 'instance':
      return 'the role of this machine';
    case 'web-identity':
      return `the web identity token in ${step.tokenFile}`;
  }
};
