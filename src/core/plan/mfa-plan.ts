import { isSafeSectionName } from '../edit/credentials-section.ts';
import type { Environment } from '../environment/environment.ts';
import { AwsroleError, usageError } from '../errors.ts';
import { at, type Setting } from '../ini/setting.ts';
import { checkSerial, serialSettingOf } from '../mfa/device.ts';
import { requireProfile, settingOf } from '../profiles/lookup.ts';
import type { Profile, Profiles } from '../profiles/profiles.ts';
import { managedSectionOf, staticKeysOf } from '../profiles/static-keys.ts';
import { MFA_PROFILE } from './chain.ts';
import { arnIn, foreignRegionNote, partitionConflict } from './partitions.ts';
import { planFor } from './plan.ts';
import { endpointsOf } from './step-endpoint.ts';
import type { Plan } from './types.ts';

/** The options of `awsrole mfa` that change its plan. */
export interface MfaRequest {
  /** the profile with long-term keys */
  readonly from: string;
  /** the section to write */
  readonly to: string;
  /** seconds, 900 to 129600 */
  readonly durationSeconds: number;
}

/** @throws AwsroleError (usage) when the text cannot be the name of a section of the credentials file */
export const checkSectionName = (to: string): void => {
  if (isSafeSectionName(to)) return;
  throw usageError(
    to === '' ? '--to: the section needs a name' : `--to: '${to}' cannot be the name of a section`,
    `write for example --to ${MFA_PROFILE}`,
  );
};

/** The settings that give a profile credentials or a role and conflict with keys in its credentials section. */
const CONFLICTING_KEYS = [
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
 * Refuses to write keys into a profile that has another credential source: AWS tools differ in which one they use.
 *
 * @param credentialsFile settings in this file do not conflict, because `awsrole mfa` replaces the section
 * @throws AwsroleError naming the line of the conflicting setting
 */
export const refuseOtherUse = (profiles: Profiles, to: string, credentialsFile: string): void => {
  const profile = profiles.byName.get(to);
  const conflict = CONFLICTING_KEYS.map(key => settingOf(profile, key)).find(
    setting => setting !== undefined && setting.file !== credentialsFile,
  );
  if (!conflict) return;
  throw new AwsroleError(
    `mfa: profile '${to}' has ${conflict.key} (${at(conflict)}): keys in its section would conflict with it`,
    { hints: ['write the session into a separate section: --to NAME'] },
  );
};

/**
 * The plan of `awsrole mfa`: GetSessionToken with the long-term keys of `from`.
 *
 * @throws AwsroleError when `from` equals `to` (usage), or when `from` provides session credentials: they cannot call
 *   GetSessionToken
 */
export const mfaPlanFor = (profiles: Profiles, request: MfaRequest, env: Environment): Plan => {
  const { from, to, durationSeconds } = request;
  if (from === to) {
    throw usageError(
      `mfa: --from ${from} and --to ${to} are the same profile: a session cannot be made from itself`,
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
    throw new AwsroleError(`mfa: profile '${from}' is itself an MFA session, made from '${section.from}'`, {
      hints: [`name the profile that has your long-term keys: --from ${section.from}`],
    });
  }
  const plan = planFor(withoutRole(profiles, profile), from, env);
  if (plan.source.kind === 'static' && plan.source.keys.sessionToken) {
    throw new AwsroleError(
      `mfa: the keys of profile '${from}' (${at(plan.source.keys.accessKeyId)}) are session credentials: GetSessionToken takes long-term keys only`,
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
  const sourceSerial = plan.mfa.mode === 'session' ? plan.mfa.serial : undefined;
  // `to` first, as in the plans of the roles behind it: both plans must use the same device
  const serial =
    serialSettingOf(profiles.byName.get(to)) ?? sourceSerial ?? serialOfRoles(profiles, [from, to]);
  checkSerial(`mfa: profile '${from}'`, serial);
  const target = managedSectionOf(profiles.byName.get(to) ?? profile);
  const endpoints = endpointsOf(profiles, profile, arnIn(serial), env, {});
  const mfa = { mode: 'session', serial, durationSeconds } as const;
  const conflict = partitionConflict(profiles, { ...plan, mfa });
  const notes = [conflict, foreignRegionNote({ ...endpoints, mfa, roles: [] })];
  return {
    ...plan,
    ...endpoints,
    mfa,
    partitionConflict: conflict,
    mfaNotes: notes.filter(note => note !== undefined),
    managed: plan.managed
      .filter(managed => managed.profile !== to)
      .concat(target && target.from === from ? [target] : []),
    mfaProcess: plan.mfaProcess ?? settingOf(profiles.byName.get(to), 'mfa_process'),
  };
};

/** Removes `role_arn` from a profile, so that its plan ends at its own keys. */
const withoutRole = (profiles: Profiles, profile: Profile): Profiles => {
  if (!settingOf(profile, 'role_arn')) return profiles;
  const settings = new Map([...profile.settings].filter(([key]) => key !== 'role_arn'));
  return { ...profiles, byName: new Map([...profiles.byName, [profile.name, { ...profile, settings }]]) };
};

/** The device that the roles behind the sources name, as the AWS CLI requires; undefined when they name several. */
const serialOfRoles = (profiles: Profiles, sources: readonly string[]): Setting | undefined => {
  const found = [...profiles.byName.values()]
    .filter(profile => sources.includes(settingOf(profile, 'source_profile')?.value ?? ''))
    .map(serialSettingOf)
    .filter(setting => setting !== undefined);
  return new Set(found.map(setting => setting.value)).size === 1 ? found[0] : undefined;
};
