import type { Environment } from '../environment/environment.ts';
import { AwsroleError } from '../errors.ts';
import type { Profiles } from '../profiles/profiles.ts';
import { customEndpoint, type EndpointInput } from './endpoint.ts';
import type { RoleStep } from './types.ts';

/**
 * Removes `awsCli` from the steps whose call goes to another endpoint than the config file sets for the step's own
 * profile. The name of an entry in the AWS CLI's cache does not contain the endpoint, so the AWS CLI would take a
 * session from another endpoint for the profile's own session.
 *
 * @param requested the name of the plan's profile, whose endpoint all steps use
 */
export const withCliCacheSteps = (
  roles: readonly RoleStep[],
  profiles: Profiles,
  requested: string,
  env: Environment,
): RoleStep[] => {
  const planUrl = stsUrlOf(profiles, requested, env);
  return roles.map(role =>
    role.awsCli === undefined || stsUrlOf(profiles, role.profile, {}) === planUrl
      ? role
      : { ...role, awsCli: undefined },
  );
};

/** A custom URL, undefined for the regional endpoint, null for an invalid setting: this check must not fail a plan. */
const stsUrlOf = (
  { byName, services }: Profiles,
  name: string,
  env: EndpointInput['env'],
): string | undefined | null => {
  const profile = byName.get(name);
  try {
    return customEndpoint('sts', { env, services, ...(profile && { profile }) })?.url;
  } catch (error) {
    if (error instanceof AwsroleError) return null;
    throw error;
  }
};
