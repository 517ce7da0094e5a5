import { AwsroleError, UnknownProfile } from '../errors.ts';
import type { Problem } from '../ini/ini.ts';
import type { Setting } from '../ini/setting.ts';
import { at } from '../ini/setting.ts';
import { didYouMean, nearest } from '../text/names.ts';
import type { Profile, Profiles } from './profiles.ts';

/** A profile's value for `key`, or undefined when it is absent or empty. */
export const settingOf = (profile: Profile | undefined, key: string): Setting | undefined => {
  const setting = profile?.settings.get(key);
  return setting && setting.value !== '' ? setting : undefined;
};

/**
 * The maximum number of roles in a chain. AWS sets no limit, but each role costs one call, and a chain that a faulty
 * script wrote must not fill the memory or take minutes.
 */
export const MAX_ROLES = 64;

/**
 * Looks up a profile by name.
 *
 * @param referrer the profile and setting that name it, undefined when the user named it
 * @throws AwsroleError when the profile does not exist (the hints name the nearest profiles) or its section has a
 * problem
 */
export const requireProfile = (
  profiles: Profiles,
  name: string,
  referrer?: { profile: string; setting: Setting },
): Profile => {
  const profile = profiles.byName.get(name);
  const problem = profile?.problems[0] ?? profiles.brokenHeaders.get(name);
  if (problem) {
    throw new AwsroleError(`profile '${name}': ${at(problem)}: ${problem.message}`, {
      hints: ['fix this line; other profiles are not affected'],
    });
  }
  if (!profile) throw noSuchProfile(profiles, name, referrer);
  return profile;
};

/** The hints for a user who has no profiles. */
export const FIRST_STEPS: readonly string[] = [
  'put your keys in [default] of ~/.aws/credentials (run `aws configure`), and your roles in ~/.aws/config: [profile dev] with role_arn and source_profile = mfa',
  'to try awsrole without an AWS account, run `awsrole sandbox`',
];

const hasOwnKeys = (profile: Profile): boolean =>
  settingOf(profile, 'aws_access_key_id') !== undefined &&
  settingOf(profile, 'aws_session_token') === undefined;

/** The hints about headers like `[proflie staging]`, whose keyword is misspelt. */
const misspeltHeaders = (profiles: Profiles, name: string): string[] => {
  const inCredentials = [...profiles.byName.values()].flatMap(profile =>
    profile.places[0] ? [[profile.name, profile.places[0]] as const] : [],
  );
  return [
    ...[...profiles.unprefixed].map(header => [...header, `[profile ${name}]`] as const),
    ...inCredentials.map(header => [...header, `[${name}]`] as const),
  ].flatMap(([header, place, right]) =>
    isMisspelt(header, 'profile', name) ? [`${at(place)} has [${header}]: write ${right}`] : [],
  );
};

/** Whether a header is `[KEYWORD NAME]` with a misspelt keyword, or with the keyword and no space between the two. */
export const isMisspelt = (header: string, keyword: string, name: string): boolean => {
  if (!header.endsWith(name)) return false;
  const before = header.slice(0, -name.length);
  let end = before.length;
  while (/[\s:._-]/.test(before.charAt(end - 1))) end -= 1;
  const word = before.slice(0, end);
  // [pro-staging] may be the name of a profile
  return /\s$/.test(before) ? nearest(word, [keyword]).length > 0 : word.toLowerCase() === keyword;
};

const noSuchProfile = (
  profiles: Profiles,
  name: string,
  referrer: { profile: string; setting: Setting } | undefined,
): AwsroleError => {
  const hints: string[] = [...profiles.missing];
  const unprefixed = profiles.unprefixed.get(name);
  if (unprefixed) hints.push(`${at(unprefixed)} has [${name}]: in the config file, write [profile ${name}]`);
  const prefixed = profiles.prefixedInCredentials.get(name);
  if (prefixed) hints.push(`${at(prefixed)} has [profile ${name}]: in the credentials file, write [${name}]`);
  hints.push(...misspeltHeaders(profiles, name));
  for (const problem of profiles.problems) {
    if (problem.section === undefined)
      hints.push(`fix ${at(problem)} (${problem.message}) if the profile should be there`);
  }
  // `default` and `mfa` are the names that awsrole looks up when no setting names a profile with keys
  const keyed = ['default', 'mfa'].includes(name)
    ? [...profiles.byName.values()].find(hasOwnKeys)
    : undefined;
  if (keyed) hints.push(`your keys are in profile '${keyed.name}': awsrole mfa --from ${keyed.name}`);
  const near = didYouMean(
    name,
    [...profiles.byName.keys()].filter(candidate => candidate !== keyed?.name),
  );
  if (near.length > 0) hints.push(...near);
  else if (profiles.byName.size === 0 && hints.length === 0) hints.push(...FIRST_STEPS);
  else if (hints.length === 0) hints.push('`awsrole list` shows the profiles');
  if (!referrer) return new UnknownProfile(name, `there is no profile '${name}'${inFiles(profiles)}`, hints);
  const { profile, setting } = referrer;
  return new AwsroleError(`profile '${profile}': source_profile '${name}' (${at(setting)}) does not exist`, {
    hints,
  });
};

const inFiles = (profiles: Profiles): string => {
  const files = new Set(
    [...profiles.byName.values()].flatMap(profile => profile.places.map(place => place.file)),
  );
  return files.size > 0
    ? ` in ${[...files].join(' or ')}`
    : ': the shared config and credentials files define no profiles';
};

/** All malformed lines of the shared files, file by file in the order of the lines. */
export const malformedLines = ({ byName, problems }: Profiles): Problem[] => {
  const all = [...[...byName.values()].flatMap(profile => profile.problems), ...problems];
  return [...new Set(all.map(({ file }) => file))].flatMap(path =>
    all.filter(({ file }) => file === path).sort((left, right) => left.line - right.line),
  );
};
