import type { Environment } from '../environment/environment.ts';
import { AwsroleError } from '../errors.ts';
import type { Profiles } from '../profiles/profiles.ts';
import { customEndpoint, type EndpointInput } from './endpoint.ts';
import type { RoleStep } from './types.ts';

/**
 * The steps of a plan, those alone with an entry in the AWS CLI's cache whose call goes where the config file sends the
 * step's own profile. The name of an entry says nothing of the endpoint: what was got at another one, which the
 * environment or the asked profile names, would be taken for a session of the profile itself.
 */
export const withCliCacheSteps = (
  roles: readonly RoleStep[],
  profiles: Profiles,
  asked: string,
  env: Environment,
): RoleStep[] => {
  const there = endpointOf(profiles, asked, env);
  return roles.map(role =>
    role.awsCli === undefined || endpointOf(profiles, role.profile, {}) === there
      ? role
      : { ...role, awsCli: undefined },
  );
};

/** A URL, undefined for AWS itself; null where nobody can tell, which is no reason for a plan to fail. */
const endpointOf = (
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
