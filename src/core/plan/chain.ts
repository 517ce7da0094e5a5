import { AwsroleError } from '../errors.ts';
import { at, type Setting } from '../ini/setting.ts';
import { MAX_ROLES, requireProfile, settingOf } from '../profiles/lookup.ts';
import type { Profile, Profiles } from '../profiles/profiles.ts';
import {
  type ManagedSection,
  managedSectionOf,
  type StaticKeys,
  staticKeysOf,
} from '../profiles/static-keys.ts';
import { shellWord } from '../text/split-words.ts';
import type { Source } from './types.ts';

/** The chain from the requested profile to its credential source. */
export interface Chain {
  readonly source: Source;
  /** the profiles whose roles are assumed, in call order */
  readonly roles: readonly Profile[];
  /** the profile whose MFA session signs the first AssumeRole call, when the chain contains such a profile */
  readonly mfaProfile:
    | {
        readonly name: string;
        readonly profile: Profile | undefined;
        readonly section: ManagedSection | undefined;
      }
    | undefined;
  /** notes for the user, lower case and without a full stop */
  readonly notes: readonly string[];
  /** notes for the user that apply only when awsrole makes a new MFA session */
  readonly mfaNotes: readonly string[];
}

/** The default profile that holds an MFA session. */
export const MFA_PROFILE = 'mfa';
/** The default profile with the long-term keys of an MFA session. */
export const MFA_SOURCE = 'default';

/** The command that makes an MFA session from a profile's keys and writes it into a section. */
export const mfaCommand = (from: string, to = MFA_PROFILE): string =>
  [
    'awsrole mfa',
    ...(from === MFA_SOURCE ? [] : [`--from ${shellWord(from)}`]),
    ...(to === MFA_PROFILE ? [] : [`--to ${shellWord(to)}`]),
  ].join(' ');

/**
 * Follows `source_profile` from the requested profile to a credential source, by the AWS CLI's rules.
 *
 * @throws AwsroleError naming file and line for a missing profile or source, a loop, two sources in one profile, or more
 *   than `MAX_ROLES` roles
 */
export const findChain = (profiles: Profiles, requested: string): Chain => {
  const roles: Profile[] = [];
  const visited: string[] = [];
  // the profile `mfa` needs no section before `awsrole mfa` writes one
  const unsavedRequested = profiles.byName.has(requested) ? undefined : unsavedMfaEnd(profiles, requested);
  if (unsavedRequested) return { ...unsavedRequested, roles: [] };
  let profile = requireProfile(profiles, requested);
  for (;;) {
    visited.push(profile.name);
    const roleArn = settingOf(profile, 'role_arn');
    if (!roleArn) return { ...endOfChain(profiles, profile), roles: roles.reverse() };
    if (roles.length === MAX_ROLES) throw tooLong(visited, roleArn);
    roles.push(profile);
    const roleSource = sourceOfRole(profile, roleArn);
    if (roleSource) return { ...endAt(roleSource), roles: roles.reverse() };
    const next = settingOf(profile, 'source_profile') as Setting;
    const unsaved = unsavedMfaEnd(profiles, next.value);
    if (unsaved) return { ...unsaved, roles: roles.reverse() };
    profile = nextProfile(profiles, profile, next, visited);
    const keys = settingOf(profile, 'role_arn') ? staticKeysOf(profile) : undefined;
    // botocore and the SDKs: the keys of a source profile override its role
    if (keys) return { ...endAtKeys(profiles, profile), roles: roles.reverse() };
  }
};

/** The end of a chain: everything but its roles. */
type ChainEnd = Omit<Chain, 'roles'>;

const endAtKeys = (profiles: Profiles, profile: Profile): ChainEnd => {
  const section = managedSectionOf(profile);
  if (section) return endAtManagedSection(profiles, profile, section);
  const keys = staticKeysOf(profile) as StaticKeys;
  const shadowed = [settingOf(profile, 'role_arn') as Setting, ...shadowedBy('static', profile)];
  return endAt({
    kind: 'static',
    profile: profile.name,
    keys,
    renewal: renewalOf(profiles, profile),
    shadowed,
  });
};

const endAt = (source: Source): ChainEnd => ({
  source,
  mfaProfile: undefined,
  notes: [],
  mfaNotes: [],
});

/** The source that a role's own profile sets; undefined when `source_profile` names another profile. */
const sourceOfRole = (profile: Profile, roleArn: Setting): Source | undefined => {
  const sourceProfile = settingOf(profile, 'source_profile');
  const credentialSource = settingOf(profile, 'credential_source');
  const tokenFile = settingOf(profile, 'web_identity_token_file');
  if (sourceProfile && credentialSource) {
    throw new AwsroleError(
      `profile '${profile.name}' has both source_profile (${at(sourceProfile)}) and credential_source (${at(credentialSource)})`,
      { hints: ['keep one of the two'] },
    );
  }
  if (tokenFile) return { kind: 'web-identity', profile: profile.name, tokenFile };
  if (credentialSource) return fromCredentialSource(profile.name, credentialSource);
  if (sourceProfile) return undefined;
  const hasKeys = settingOf(profile, 'aws_access_key_id') !== undefined;
  throw new AwsroleError(`profile '${profile.name}': role_arn (${at(roleArn)}) has no credential source`, {
    hints: [
      hasKeys
        ? `to use the keys of this profile, add source_profile = ${profile.name}`
        : (moveHint(profile) ??
          'add source_profile = NAME of the profile that has your keys, for example source_profile = default'),
    ],
  });
};

/**
 * The hint for a role beside a process or a sign-in in one profile: no AWS tool takes the credentials for a role from
 * there. Undefined for a profile with neither.
 */
const moveHint = (profile: Profile): string | undefined => {
  const [first] = [...profile.settings.values()].filter(
    ({ key, value }) =>
      value !== '' && (/^(credential_process|login_session)$/.test(key) || key.startsWith('sso_')),
  );
  if (!first) return undefined;
  const what = first.key.startsWith('sso_') ? 'the sso_ lines' : first.key;
  return `move ${what} (${at(first)}) to a profile of its own and name that: source_profile = NAME`;
};

const fromCredentialSource = (profile: string, setting: Setting): Source => {
  switch (setting.value.toLowerCase()) {
    case 'environment':
      return { kind: 'environment', profile, setting };
    case 'ec2instancemetadata':
      return { kind: 'instance', profile, setting };
    case 'ecscontainer':
      return { kind: 'container', profile, setting };
    default:
      throw new AwsroleError(
        `profile '${profile}': unknown credential_source '${setting.value}' (${at(setting)})`,
        {
          hints: ['write Environment, Ec2InstanceMetadata or EcsContainer'],
        },
      );
  }
};

const nextProfile = (
  profiles: Profiles,
  profile: Profile,
  next: Setting,
  visited: readonly string[],
): Profile => {
  const found = requireProfile(profiles, next.value, { profile: profile.name, setting: next });
  if (!visited.includes(found.name) || (found === profile && staticKeysOf(profile))) return found;
  const loop = pathOf([...visited, found.name]);
  throw new AwsroleError(`profile '${visited[0]}': source_profile forms a loop: ${loop} (${at(next)})`, {
    hints: [
      found === profile
        ? (moveHint(profile) ??
          'a profile may name itself only when its own section has keys: add keys, or name the profile that has them')
        : 'set source_profile of the last profile in the loop to the profile that has your keys',
    ],
  });
};

/** The error for a chain that goes on after `MAX_ROLES` roles, which can be a loop. */
const tooLong = (visited: readonly string[], roleArn: Setting): AwsroleError =>
  new AwsroleError(
    `profile '${visited[0]}': its chain has more than ${MAX_ROLES} roles: ${pathOf(visited)} (${at(roleArn)})`,
    { hints: ['set source_profile of one of these profiles to the profile that has your keys'] },
  );

/** The number of names that `pathOf` shows at each end. */
const SHOWN = 4;

/** The profiles of a chain for a message; a long chain without its middle. */
const pathOf = (names: readonly string[]): string =>
  (names.length > 2 * SHOWN ? [...names.slice(0, SHOWN), undefined, ...names.slice(-SHOWN)] : names)
    .map(name => (name === undefined ? '…' : `'${name}'`))
    .join(' → ');

/**
 * The end of a chain at the profile `mfa` when `awsrole mfa` has not written its section: awsrole makes the MFA session
 * from the default profile. Undefined for another name, for a profile `mfa` with other credentials, and without keys.
 */
const unsavedMfaEnd = (profiles: Profiles, name: string): ChainEnd | undefined => {
  if (name !== MFA_PROFILE) return undefined;
  const profile = profiles.byName.get(name);
  if (
    profile &&
    (profile.problems.length > 0 ||
      ownSource(profiles, profile) !== undefined ||
      settingOf(profile, 'role_arn'))
  )
    return undefined;
  const base = profiles.byName.get(MFA_SOURCE);
  const source = base && base.problems.length === 0 ? ownSource(profiles, base) : undefined;
  if (!source) return undefined;
  return {
    source,
    mfaProfile: { name, profile, section: undefined },
    notes: [],
    mfaNotes: [
      `profile '${name}' has no saved MFA session; using the keys of '${MFA_SOURCE}' ` +
        '(run `awsrole mfa` to share one with other AWS tools)',
    ],
  };
};

const endOfChain = (profiles: Profiles, profile: Profile): ChainEnd => {
  const section = managedSectionOf(profile);
  if (section) return endAtManagedSection(profiles, profile, section);
  const source = ownSource(profiles, profile);
  if (source) return endAt(source);
  const unsaved = unsavedMfaEnd(profiles, profile.name);
  if (unsaved) return unsaved;
  const place = profile.places[0];
  throw new AwsroleError(`profile '${profile.name}' has no credentials${place ? ` (${at(place)})` : ''}`, {
    hints: [
      ...profiles.missing,
      'add role_arn and source_profile, aws_access_key_id and aws_secret_access_key, or credential_process',
      ...(profile.name === MFA_PROFILE ? ['or run `awsrole mfa` to write an MFA session into it'] : []),
    ],
  });
};

const endAtManagedSection = (profiles: Profiles, profile: Profile, section: ManagedSection): ChainEnd => {
  const base = profiles.byName.get(section.from);
  const source =
    base && base !== profile && base.problems.length === 0 ? ownSource(profiles, base) : undefined;
  if (source) return { ...endAt(source), mfaProfile: { name: profile.name, profile, section } };
  return {
    ...endAt({
      kind: 'static',
      profile: profile.name,
      keys: section.keys,
      renewal: `write the long-term keys of profile '${section.from}' again, then run ${mfaCommand(section.from, profile.name)}`,
    }),
    notes: [
      `the session in [${profile.name}] was made from profile '${section.from}', which no longer has credentials: it works until it expires and cannot be renewed`,
    ],
  };
};

/**
 * The credential source of a profile without a role, by botocore's order of precedence: Identity Center, keys in the credentials file,
 * `aws login`, a process, keys in the config file.
 */
export const ownSource = (profiles: Profiles, profile: Profile): Source | undefined => {
  const source = firstSource(profiles, profile);
  const shadowed = source ? shadowedBy(source.kind, profile) : [];
  return source && shadowed.length > 0 ? { ...source, shadowed } : source;
};

const firstSource = (profiles: Profiles, profile: Profile): Source | undefined => {
  const sso = settingOf(profile, 'sso_session') ?? settingOf(profile, 'sso_start_url');
  if (sso && settingOf(profile, 'sso_account_id'))
    return { kind: 'sso', profile: profile.name, setting: sso, identity: ssoIdentity(profiles, profile) };
  const keys = staticKeysOf(profile);
  const fromKeys = keys && {
    kind: 'static' as const,
    profile: profile.name,
    keys,
    renewal: renewalOf(profiles, profile),
  };
  if (profile.hasKeysInCredentials && fromKeys) return fromKeys;
  const login = settingOf(profile, 'login_session');
  if (login)
    return { kind: 'login', profile: profile.name, setting: login, region: settingOf(profile, 'region') };
  const command = settingOf(profile, 'credential_process');
  if (command) return { kind: 'process', profile: profile.name, command };
  return fromKeys;
};

/** The settings of a profile that a source of this kind makes ineffective: those of the sources after it. */
const shadowedBy = (kind: Source['kind'], profile: Profile): Setting[] => {
  const keyId = settingOf(profile, 'aws_access_key_id');
  const order: readonly (readonly [kind: Source['kind'], setting: Setting | undefined])[] = [
    ['sso', undefined],
    ...(profile.hasKeysInCredentials ? [['static', keyId] as const] : []),
    ['login', settingOf(profile, 'login_session')],
    ['process', settingOf(profile, 'credential_process')],
    ...(profile.hasKeysInCredentials ? [] : [['static', keyId] as const]),
  ];
  const after = order.slice(order.findIndex(([each]) => each === kind) + 1);
  return after.flatMap(([, setting]) => setting ?? []);
};

/**
 * Describes each setting that the source makes ineffective: `aws_access_key_id (~/.aws/credentials:2) takes precedence
 * over credential_process (~/.aws/config:5)`.
 */
export const shadowNotes = (source: Source): string[] => {
  const winner = settingOfSource(source);
  return (source.shadowed ?? []).map(
    loser => `${winner.key} (${at(winner)}) takes precedence over ${loser.key} (${at(loser)})`,
  );
};

/** The hints of `shadowNotes` for an error of the source. */
export const shadowHints = (source: Source): string[] =>
  shadowNotes(source).map(note => `${note}: remove the line that should not count`);

/** The setting from which a source comes. */
const settingOfSource = (source: Source): Setting => {
  switch (source.kind) {
    case 'static':
      return source.keys.accessKeyId;
    case 'process':
      return source.command;
    case 'web-identity':
      return source.tokenFile;
    default:
      return source.setting;
  }
};

/** The suffix of the section in which aws-mfa looks for the long-term keys of a section with an MFA session. */
const AWS_MFA_SUFFIX = '-long-term';

/**
 * The hint for expired session keys that awsrole did not write. awsrole can make an MFA session of a user in their
 * place, and no other session (a role, SAML).
 */
const renewalOf = (profiles: Profiles, profile: Profile): string => {
  const from = [
    `${profile.name}${AWS_MFA_SUFFIX}`,
    ...(profile.name === MFA_PROFILE ? [MFA_SOURCE] : []),
  ].find(name => hasLongTermKeys(profiles.byName.get(name)));
  // saml2aws and aws-mfa name the role of a session under these keys
  const isOfRole = ['x_principal_arn', 'assumed_role_arn'].some(key => settingOf(profile, key));
  const tool = 'renew it with the tool that wrote it';
  return from === undefined || isOfRole
    ? tool
    : `${tool}, or let awsrole do it: ${mfaCommand(from, profile.name)} --force`;
};

const hasLongTermKeys = (profile: Profile | undefined): boolean =>
  settingOf(profile, 'aws_access_key_id') !== undefined &&
  settingOf(profile, 'aws_secret_access_key') !== undefined &&
  settingOf(profile, 'aws_session_token') === undefined &&
  settingOf(profile, 'aws_security_token') === undefined;

/**
 * The settings that identify the credentials of an Identity Center profile, in a fixed order: the sign-in session (the
 * AWS CLI stores its token by session name, else by start URL), the account and the role.
 */
const ssoIdentity = (profiles: Profiles, profile: Profile): string[] => {
  const session = settingOf(profile, 'sso_session')?.value;
  const sessionSettings = session === undefined ? undefined : profiles.ssoSessions.get(session);
  const text = (key: string): string =>
    (sessionSettings?.get(key)?.value || settingOf(profile, key)?.value) ?? '';
  return [
    session ?? '',
    text('sso_start_url'),
    text('sso_region'),
    settingOf(profile, 'sso_account_id')?.value ?? '',
    settingOf(profile, 'sso_role_name')?.value ?? '',
  ];
};
