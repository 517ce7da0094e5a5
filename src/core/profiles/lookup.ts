import { AwsroleError } from '../errors.ts';
import type { Setting } from '../ini/setting.ts';
import { at } from '../ini/setting.ts';
import { nearest } from '../text/names.ts';
import type { Profile, Profiles } from './profiles.ts';

/** A profile's value for `key`, or undefined when it is absent or empty. */
export const settingOf = (profile: Profile | undefined, key: string): Setting | undefined => {
  const setting = profile?.settings.get(key);
  return setting && setting.value !== '' ? setting : undefined;
};

/**
 * The profile of that name, fit for use.
 *
 * @param askedBy the setting that named it, when another profile did
 * @throws AwsroleError when it does not exist (with the nearest names) or its section is malformed
 */
export const requireProfile = (
  profiles: Profiles,
  name: string,
  askedBy?: { profile: string; setting: Setting },
): Profile => {
  const profile = profiles.byName.get(name);
  if (!profile) throw noSuchProfile(profiles, name, askedBy);
  const problem = profile.problems[0];
  if (problem) {
    throw new AwsroleError(`profile '${name}': ${at(problem)}: ${problem.message}`, {
      hints: ['mend that line; other profiles are not affected'],
    });
  }
  return profile;
};

/** What to do where there is no profile at all. */
export const FIRST_STEPS: readonly string[] = [
  'put your keys into [default] of ~/.aws/credentials (`aws configure` asks for them), and your roles into ~/.aws/config: [profile dev] with role_arn and source_profile = mfa',
  'to look around without an AWS account: awsrole sandbox',
];

const hasOwnKeys = (profile: Profile): boolean =>
  settingOf(profile, 'aws_access_key_id') !== undefined &&
  settingOf(profile, 'aws_session_token') === undefined;

const noSuchProfile = (
  profiles: Profiles,
  name: string,
  askedBy: { profile: string; setting: Setting } | undefined,
): AwsroleError => {
  const hints: string[] = [];
  const unprefixed = profiles.unprefixed.get(name);
  if (unprefixed) hints.push(`${at(unprefixed)} says [${name}]: in the config file write [profile ${name}]`);
  const prefixed = profiles.prefixedInCredentials.get(name);
  if (prefixed) hints.push(`${at(prefixed)} says [profile ${name}]: in the credentials file write [${name}]`);
  for (const problem of profiles.problems) {
    if (problem.section === undefined)
      hints.push(`mend ${at(problem)} (${problem.message}) if that is where it was meant to be`);
  }
  // `default` and `mfa` are asked for where nobody named a profile with keys
  const keyed = ['default', 'mfa'].includes(name)
    ? [...profiles.byName.values()].find(hasOwnKeys)
    : undefined;
  if (keyed) hints.push(`your keys are in profile '${keyed.name}': awsrole mfa --from ${keyed.name}`);
  const near = nearest(name, [...profiles.byName.keys()]).filter(candidate => candidate !== keyed?.name);
  if (near.length > 0) hints.push(`did you mean ${near.map(candidate => `'${candidate}'`).join(', ')}?`);
  else if (profiles.byName.size === 0 && hints.length === 0) hints.push(...FIRST_STEPS);
  else if (hints.length === 0) hints.push('`awsrole list` shows the profiles there are');
  const message = askedBy
    ? `profile '${askedBy.profile}': source_profile '${name}' (${at(askedBy.setting)}) does not exist`
    : `there is no profile '${name}'${inFiles(profiles)}`;
  return new AwsroleError(message, { hints });
};

const inFiles = (profiles: Profiles): string => {
  const files = new Set(
    [...profiles.byName.values()].flatMap(profile => profile.places.map(place => place.file)),
  );
  return files.size > 0 ? ` in ${[...files].join(' or ')}` : ': the shared files have none at all';
};
