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
  /** messages about settings that can make the switch fail, since the console switches with the signed-in user */
  readonly caveats: readonly string[];
}

/** The length to which the console cuts a display name; AWS Extend Switch Roles cuts there too. */
const MAX_DISPLAY_NAME = 64;

/**
 * The role of a profile for a switch in the browser. The browser has its own credentials, so the profile needs no
 * usable credential source and may name a FIDO device, which STS does not accept.
 *
 * @throws AwsroleError for an unknown profile, or one without a role
 */
export const switchTarget = (profiles: Profiles, name: string): SwitchTarget => {
  const profile = requireProfile(profiles, name);
  if (!settingOf(profile, 'role_arn'))
    throw new AwsroleError(`profile '${name}' has no role_arn for a browser to switch to`, {
      hints: ['name a profile with a role; `awsrole list` shows them'],
    });
  return { profile, roleArn: requiredArn(profile).value, caveats: caveatsOf(profiles, profile) };
};

/**
 * The link that switches a signed-in browser to a profile's role, with the profile's name and colour. The link contains
 * no secret. The console renews the role session while the user is signed in (IAM User Guide, "Switching to a role
 * (console)"). `roleName` includes the path of the role.
 *
 * @param signin `https://signin.aws.amazon.com`
 */
export const switchRoleUrl = ({ profile, roleArn }: SwitchTarget, signin: string): string => {
  const role = parseNamedArn(roleArn);
  const color = profileColor(profile);
  return withQuery(`${signin}/switchrole`, {
    account: role?.account ?? '',
    roleName: `${role?.path}${role?.name}`.slice(1),
    displayName: [...profile.name.toWellFormed()].slice(0, MAX_DISPLAY_NAME).join(''),
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
          `profile '${profile.name}': the console cannot send external_id (${at(externalId)}): the switch fails if the role requires it`,
        ]
      : []),
    ...(isChained
      ? [
          `profile '${profile.name}' is assumed from another role: the console switches with the user you signed in as, so this role must trust that user too`,
        ]
      : []),
  ];
};
