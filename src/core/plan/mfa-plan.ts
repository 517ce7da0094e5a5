import { isSafeSectionName } from '../edit/credentials-section.ts';
import type { Environment } from '../environment/environment.ts';
import { AwsroleError, usageError } from '../errors.ts';
import { at, type Setting } from '../ini/setting.ts';
import { checkSerial } from '../mfa/serial.ts';
import { requireProfile, settingOf } from '../profiles/lookup.ts';
import type { Profile, Profiles } from '../profiles/profiles.ts';
import { managedSectionOf, staticKeysOf } from '../profiles/static-keys.ts';
import { MFA_PROFILE } from './chain.ts';
import { planFor } from './plan.ts';
import type { Plan } from './types.ts';

/** What `awsrole mfa` was asked for. */
export interface MfaRequest {
  /** the profile with long-term keys */
  readonly from: string;
  /** the section that is written */
  readonly to: string;
  /** seconds, 900 to 129600 */
  readonly durationSeconds: number;
}

/** @throws AwsroleError when no section of the credentials file can be called that */
export const checkSectionName = (to: string): void => {
  if (isSafeSectionName(to)) return;
  throw usageError(
    to === '' ? '--to: the section needs a name' : `--to: '${to}' cannot be the name of a section`,
    `write for example --to ${MFA_PROFILE}`,
  );
};

/** What a profile is used for in the config file, whoever writes keys into the section of its name. */
const OTHER_USES = [
  'role_arn',
  'source_profile',
  'credential_source',
  'web_identity_token_file',
  'credential_process',
  'sso_session',
  'sso_start_url',
  'login_session',
];

/**
 * Refuses to write keys into a profile that gets its credentials in another way: which of the two counts differs from
 * tool to tool.
 *
 * @param credentialsFile what stands there is replaced together with the keys
 * @throws AwsroleError naming the line that says so
 */
export const refuseOtherUse = (profiles: Profiles, to: string, credentialsFile: string): void => {
  const profile = profiles.byName.get(to);
  const use = OTHER_USES.map(key => settingOf(profile, key)).find(
    setting => setting !== undefined && setting.file !== credentialsFile,
  );
  if (!use) return;
  throw new AwsroleError(
    `mfa: profile '${to}' has ${use.key} (${at(use)}): keys in its section would go against that`,
    { hints: ['write the session into a section of its own: --to NAME'] },
  );
};

/**
 * The plan for a session that goes into a section: GetSessionToken with the long-term keys of `from`.
 *
 * @throws AwsroleError when `from` is the very section that is written, is itself such a session, assumes a role
 *   without keys of its own, or signs in without keys: session credentials cannot call GetSessionToken
 */
export const mfaPlanFor = (profiles: Profiles, request: MfaRequest, env: Environment): Plan => {
  const { from, to, durationSeconds } = request;
  if (from === to) {
    throw usageError(
      `mfa: --from ${from} and --to ${to} are one profile: a session cannot be made from itself`,
      'name the profile that has your long-term keys: --from NAME',
    );
  }
  const profile = requireProfile(profiles, from);
  const role = settingOf(profile, 'role_arn');
  if (role && !staticKeysOf(profile)) {
    throw new AwsroleError(
      `mfa: profile '${from}' assumes a role (${at(role)}): role credentials cannot carry an MFA code`,
      {
        hints: ['name the profile that has your long-term keys: --from NAME'],
      },
    );
  }
  const section = managedSectionOf(profile);
  if (section) {
    throw new AwsroleError(`mfa: profile '${from}' is an MFA session itself, made from '${section.from}'`, {
      hints: [`name the profile that has your long-term keys: --from ${section.from}`],
    });
  }
  const plan = planFor(withoutRole(profiles, profile), from, env);
  if (plan.source.kind === 'static' && plan.source.keys.sessionToken) {
    throw new AwsroleError(
      `mfa: the keys of profile '${from}' (${at(plan.source.keys.accessKeyId)}) are a session: GetSessionToken takes long-term keys only`,
      {
        hints: ['name the profile that has your long-term keys: --from NAME'],
      },
    );
  }
  if (plan.source.kind === 'sso' || plan.source.kind === 'login') {
    throw new AwsroleError(
      `mfa: profile '${from}' signs in with session credentials (${at(plan.source.setting)}): GetSessionToken takes long-term keys only`,
      {
        hints: ['name the profile that has your long-term keys: --from NAME'],
      },
    );
  }
  const written = plan.mfa.mode === 'session' ? plan.mfa.serial : undefined;
  // the plans of the roles behind `to` look there first: both must come to the same device
  const serial =
    settingOf(profiles.byName.get(to), 'mfa_serial') ?? written ?? serialOfRoles(profiles, [from, to]);
  checkSerial(`mfa: profile '${from}'`, serial);
  const own = managedSectionOf(profiles.byName.get(to) ?? profile);
  return {
    ...plan,
    mfa: { mode: 'session', serial, durationSeconds },
    managed: plan.managed
      .filter(managed => managed.profile !== to)
      .concat(own && own.from === from ? [own] : []),
    mfaProcess: plan.mfaProcess ?? settingOf(profiles.byName.get(to), 'mfa_process'),
  };
};

/** The keys of a profile with a role are what its own role and others start from: here they are meant, not the role. */
const withoutRole = (profiles: Profiles, profile: Profile): Profiles => {
  if (!settingOf(profile, 'role_arn')) return profiles;
  const settings = new Map([...profile.settings].filter(([key]) => key !== 'role_arn'));
  return { ...profiles, byName: new Map([...profiles.byName, [profile.name, { ...profile, settings }]]) };
};

/** Many people wrote the device into their roles, as the AWS CLI wants it; when all of them agree, that is the one. */
const serialOfRoles = (profiles: Profiles, sources: readonly string[]): Setting | undefined => {
  const found = [...profiles.byName.values()]
    .filter(profile => sources.includes(settingOf(profile, 'source_profile')?.value ?? ''))
    .map(profile => settingOf(profile, 'mfa_serial'))
    .filter(setting => setting !== undefined);
  return new Set(found.map(setting => setting.value)).size === 1 ? found[0] : undefined;
};
