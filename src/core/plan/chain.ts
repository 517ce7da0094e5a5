import { AwsroleError } from '../errors.ts';
import { at, type Setting } from '../ini/setting.ts';
import { requireProfile, settingOf } from '../profiles/lookup.ts';
import type { Profile, Profiles } from '../profiles/profiles.ts';
import {
  type ManagedSection,
  managedSectionOf,
  type StaticKeys,
  staticKeysOf,
} from '../profiles/static-keys.ts';
import type { Source } from './types.ts';

/** The chain from the asked profile down to where credentials come from. */
export interface Chain {
  readonly source: Source;
  /** profiles with a role to assume, in the order of the calls */
  readonly roles: readonly Profile[];
  /** the profile whose MFA session stands between the source and the first role, when the config names one */
  readonly mfaProfile:
    | {
        readonly name: string;
        readonly profile: Profile | undefined;
        readonly section: ManagedSection | undefined;
      }
    | undefined;
  readonly notes: readonly string[];
  /** worth knowing only when the MFA session is newly made */
  readonly mfaNotes: readonly string[];
}

/** The profile that holds an MFA session, and the one it is made from, when nobody says otherwise. */
export const MFA_PROFILE = 'mfa';
export const MFA_SOURCE = 'default';

/**
 * Follows `source_profile` from the asked profile to a credential source, by the AWS CLI's rules.
 *
 * @throws AwsroleError for a missing profile or source, a loop, or two sources at once; it names file and line
 */
export const findChain = (profiles: Profiles, asked: string): Chain => {
  const roles: Profile[] = [];
  const visited: string[] = [];
  // `mfa` itself needs no section before `awsrole mfa` has written one: the roles behind it work all the same
  const unnamed = profiles.byName.has(asked) ? undefined : unwrittenMfa(profiles, asked);
  if (unnamed) return { ...unnamed, roles: [] };
  let profile = requireProfile(profiles, asked);
  for (;;) {
    visited.push(profile.name);
    const roleArn = settingOf(profile, 'role_arn');
    if (!roleArn) return { ...endOfChain(profiles, profile), roles: roles.reverse() };
    roles.push(profile);
    const direct = sourceOfRole(profile, roleArn);
    if (direct) return { ...plainEnd(direct), roles: roles.reverse() };
    const next = settingOf(profile, 'source_profile') as Setting;
    const unwritten = unwrittenMfa(profiles, next.value);
    if (unwritten) return { ...unwritten, roles: roles.reverse() };
    profile = nextProfile(profiles, profile, next, visited);
    const keys = settingOf(profile, 'role_arn') ? staticKeysOf(profile) : undefined;
    // a source profile's own keys win over its role, as botocore and the SDKs have it
    if (keys) return { ...ownKeys(profiles, profile), roles: roles.reverse() };
  }
};

const ownKeys = (profiles: Profiles, profile: Profile): Omit<Chain, 'roles'> => {
  const section = managedSectionOf(profile);
  if (section) return behindManaged(profiles, profile, section);
  const keys = staticKeysOf(profile) as StaticKeys;
  return plainEnd({ kind: 'static', profile: profile.name, keys });
};

const plainEnd = (source: Source): Omit<Chain, 'roles'> => ({
  source,
  mfaProfile: undefined,
  notes: [],
  mfaNotes: [],
});

const sourceOfRole = (profile: Profile, roleArn: Setting): Source | undefined => {
  const sourceProfile = settingOf(profile, 'source_profile');
  const credentialSource = settingOf(profile, 'credential_source');
  const tokenFile = settingOf(profile, 'web_identity_token_file');
  if (sourceProfile && credentialSource) {
    throw new AwsroleError(
      `profile '${profile.name}': both source_profile (${at(sourceProfile)}) and credential_source (${at(credentialSource)})`,
      { hints: ['keep one of the two'] },
    );
  }
  if (tokenFile) return { kind: 'web-identity', profile: profile.name, tokenFile };
  if (credentialSource) return fromCredentialSource(profile.name, credentialSource);
  if (sourceProfile) return undefined;
  const hasKeys = settingOf(profile, 'aws_access_key_id') !== undefined;
  throw new AwsroleError(
    `profile '${profile.name}': role_arn (${at(roleArn)}) without a source of credentials`,
    {
      hints: [
        hasKeys
          ? `its own keys are meant: add source_profile = ${profile.name}`
          : 'add source_profile = NAME of the profile that has your keys, for example source_profile = default',
      ],
    },
  );
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
  const loop = [...visited, found.name].map(name => `'${name}'`).join(' → ');
  throw new AwsroleError(`profile '${visited[0]}': source_profile goes in a circle: ${loop} (${at(next)})`, {
    hints: [
      found === profile
        ? `a profile may name itself only when its own section has keys: add them, or name the profile that has`
        : 'let the last profile of the chain name the one that has your keys',
    ],
  });
};

/** `source_profile = mfa` before `awsrole mfa` has ever run: the session it would hold can be made all the same. */
const unwrittenMfa = (profiles: Profiles, name: string): Omit<Chain, 'roles'> | undefined => {
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
      `profile '${name}' has no credentials yet: the MFA session is made from '${MFA_SOURCE}'; ` +
        '`awsrole mfa` also writes it to the credentials file, for every other AWS tool',
    ],
  };
};

const endOfChain = (profiles: Profiles, profile: Profile): Omit<Chain, 'roles'> => {
  const section = managedSectionOf(profile);
  if (section) return behindManaged(profiles, profile, section);
  const source = ownSource(profiles, profile);
  if (source) return plainEnd(source);
  const unwritten = unwrittenMfa(profiles, profile.name);
  if (unwritten) return unwritten;
  const place = profile.places[0];
  throw new AwsroleError(`profile '${profile.name}' has no credentials${place ? ` (${at(place)})` : ''}`, {
    hints: [
      'give it role_arn and source_profile, aws_access_key_id and aws_secret_access_key, or credential_process',
      ...(profile.name === MFA_PROFILE ? ['or run `awsrole mfa` to write a session into it'] : []),
    ],
  });
};

const behindManaged = (
  profiles: Profiles,
  profile: Profile,
  section: ManagedSection,
): Omit<Chain, 'roles'> => {
  const base = profiles.byName.get(section.from);
  const source =
    base && base !== profile && base.problems.length === 0 ? ownSource(profiles, base) : undefined;
  if (source) return { ...plainEnd(source), mfaProfile: { name: profile.name, profile, section } };
  return {
    ...plainEnd({ kind: 'static', profile: profile.name, keys: section.keys }),
    notes: [
      `[${profile.name}] was made from profile '${section.from}', which has no credentials any more: it serves until it expires and cannot be renewed`,
    ],
  };
};

/**
 * What a profile without a role offers, in botocore's order: Identity Center, keys in the credentials file,
 * `aws login`, a process, keys in the config file.
 */
export const ownSource = (profiles: Profiles, profile: Profile): Source | undefined => {
  const sso = settingOf(profile, 'sso_session') ?? settingOf(profile, 'sso_start_url');
  if (sso && settingOf(profile, 'sso_account_id'))
    return { kind: 'sso', profile: profile.name, setting: sso, identity: ssoIdentity(profiles, profile) };
  const keys = staticKeysOf(profile);
  if (keys && profile.hasKeysInCredentials) return { kind: 'static', profile: profile.name, keys };
  const login = settingOf(profile, 'login_session');
  if (login) return { kind: 'login', profile: profile.name, setting: login };
  const command = settingOf(profile, 'credential_process');
  if (command) return { kind: 'process', profile: profile.name, command };
  return keys && { kind: 'static', profile: profile.name, keys };
};

/**
 * Everything that decides whose credentials an Identity Center profile gives, in a fixed order: which sign-in (a token
 * is kept by the session's name, else by the start URL), and as whom in which account.
 */
export const ssoIdentity = (profiles: Profiles, profile: Profile): string[] => {
  const session = settingOf(profile, 'sso_session')?.value;
  const shared = session === undefined ? undefined : profiles.ssoSessions.get(session);
  const text = (key: string): string => (shared?.get(key)?.value || settingOf(profile, key)?.value) ?? '';
  return [
    session ?? '',
    text('sso_start_url'),
    text('sso_region'),
    settingOf(profile, 'sso_account_id')?.value ?? '',
    settingOf(profile, 'sso_role_name')?.value ?? '',
  ];
};
