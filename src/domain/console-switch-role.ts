import { parseNamedArn } from './arn.ts';
import { withQuery } from './console-url.ts';
import { AwsroleError } from './errors.ts';
import type { Plan } from './plan-types.ts';
import { at } from './profile-lookup.ts';

/** The console shows no more of a display name (AWS Extend Switch Roles cuts there too). */
const LONGEST_NAME = 64;

/**
 * The link that switches a signed-in browser to a profile's role, in the profile's name and colour. It holds no secret,
 * and the console renews the role by itself for as long as the person is signed in (IAM User Guide, "Switching to a
 * role (console)"). A role's path belongs to its name there.
 *
 * @param signin `https://signin.aws.amazon.com`
 * @throws AwsroleError for a profile without a role
 */
export const switchRoleUrl = (plan: Plan, signin: string): string => {
  const roleArn = plan.roles.at(-1)?.roleArn.value;
  const role = roleArn === undefined ? undefined : parseNamedArn(roleArn);
  if (!role)
    throw new AwsroleError(`profile '${plan.profile}' has no role_arn that a browser could switch to`, {
      hints: ['name a profile with a role; `awsrole list` shows them'],
    });
  return withQuery(`${signin}/switchrole`, {
    account: role.account,
    roleName: `${role.path}${role.name}`.slice(1),
    displayName: [...plan.profile.toWellFormed()].slice(0, LONGEST_NAME).join(''),
    ...(plan.color !== undefined && { color: plan.color }),
  });
};

/** What may keep the console from switching, as sentences for people: it switches with the user who signed in. */
export const switchRoleCaveats = (plan: Plan): string[] => {
  const last = plan.roles.at(-1);
  const { externalId } = last ?? {};
  return [
    ...(externalId
      ? [
          `profile '${plan.profile}': external_id (${at(externalId)}) cannot be sent by the console: a role that demands it refuses the switch`,
        ]
      : []),
    ...(plan.roles.length > 1
      ? [
          `profile '${plan.profile}' is reached through another role: the console switches with the user you signed in as, whom this role must trust too`,
        ]
      : []),
  ];
};
