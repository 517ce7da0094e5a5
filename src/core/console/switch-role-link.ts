import { parseNamedArn } from '../aws/arn.ts';
import { AwsroleError } from '../errors.ts';
import { at } from '../ini/setting.ts';
import { requiredArn } from '../plan/roles.ts';
import { profileColor } from '../profiles/color.ts';
import { requireProfile, settingOf } from '../profiles/lookup.ts';
import type { Profile, Profiles } from '../profiles/profiles.ts';
import { withQuery } from './url.ts';

/** A role that a signed-in browser can switch to. */
export interface SwitchTarget {
  readonly profile: Profile;
  readonly roleArn: string;
  /** what may keep the console from switching, as sentences for people: it switches with the user who signed in */
  readonly caveats: readonly string[];
}

/** The console shows no more of a display name (AWS Extend Switch Roles cuts there too). */
const LONGEST_NAME = 64;

/**
 * The role of a profile, as far as a browser needs it: who signs in there brings other credentials than the profile's,
 * so that it may have none, or a device that STS cannot take.
 *
 * @throws AwsroleError for a profile that is not there, or without a role
 */
export const switchTarget = (profiles: Profiles, name: string): SwitchTarget => {
  const profile = requireProfile(profiles, name);
  if (!settingOf(profile, 'role_arn'))
    throw new AwsroleError(`profile '${name}' has no role_arn that a browser could switch to`, {
      hints: ['name a profile with a role; `awsrole list` shows them'],
    });
  return { profile, roleArn: requiredArn(profile).value, caveats: caveatsOf(profiles, profile) };
};

/**
 * The link that switches a signed-in browser to a profile's role, in the profile's name and colour. It holds no secret,
 * and the console renews the role by itself for as long as the person is signed in (IAM User Guide, "Switching to a
 * role (console)"). A role's path belongs to its name there.
 *
 * @param signin `https://signin.aws.amazon.com`
 */
export const switchRoleUrl = ({ profile, roleArn }: SwitchTarget, signin: string): string => {
  const role = parseNamedArn(roleArn);
  const color = profileColor(profile);
  return withQuery(`${signin}/switchrole`, {
    account: role?.account ?? '',
    roleName: `${role?.path}${role?.name}`.slice(1),
    displayName: [...profile.name.toWellFormed()].slice(0, LONGEST_NAME).join(''),
    ...(color !== undefined && { color }),
  });
};

const caveatsOf = (profiles: Profiles, profile: Profile): string[] => {
  const externalId = settingOf(profile, 'external_id');
  const source = profiles.byName.get(settingOf(profile, 'source_profile')?.value ?? '');
  const isChained =
    source !== undefined &&
    source !== profile &&
    settingOf(source, 'role_arn') !== undefined &&
    settingOf(source, 'aws_access_key_id') === undefined;
  return [
    ...(externalId
      ? [
          `profile '${profile.name}': external_id (${at(externalId)}) cannot be sent by the console: a role that demands it refuses the switch`,
        ]
      : []),
    ...(isChained
      ? [
          `profile '${profile.name}' is reached through another role: the console switches with the user you signed in as, whom this role must trust too`,
        ]
      : []),
  ];
};
