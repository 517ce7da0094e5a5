import { partitionOf } from '../aws/partition.ts';
import type { Environment } from '../environment/environment.ts';
import { at } from '../ini/setting.ts';
import { settingOf } from '../profiles/lookup.ts';
import type { Profile, Profiles } from '../profiles/profiles.ts';
import { customEndpoint, legacyStsEndpoint } from './endpoint.ts';
import { regionOf } from './region.ts';
import type { Endpoint, Plan, PlanOptions } from './types.ts';

/** Where a setting of an endpoint is `true`; as in botocore, its variable overrides the profile. */
const choiceFrom = (
  key: 'use_fips_endpoint' | 'use_dualstack_endpoint',
  profile: Profile | undefined,
  env: Environment,
): string | undefined => {
  const name = `AWS_${key.toUpperCase()}`;
  const setting = settingOf(profile, key);
  const value = env[name] || setting?.value;
  if (value?.toLowerCase() !== 'true') return undefined;
  return env[name] || !setting ? name : at(setting);
};

/**
 * The endpoints of a plan's calls, and the region of its shell. As in the AWS CLI, the settings of the requested
 * profile count; a source profile provides credentials only.
 *
 * @param arn any ARN of the plan; its partition has the default region when no region is set
 * @throws AwsroleError naming the file and line or the variable of an invalid region or URL
 */
export const endpointsOf = (
  profiles: Profiles,
  profile: Profile | undefined,
  arn: string | undefined,
  env: Environment,
  options: PlanOptions,
): Pick<Plan, 'endpoint' | 'iamEndpoint' | 'signinEndpoint' | 'caBundle' | 'region'> => {
  const region = regionOf(profile, env, options);
  const partition = partitionOf(arn ?? region?.value ?? 'us-east-1');
  const usable = region && partitionOf(region.value).name === partition.name ? region : undefined;
  const input = {
    env,
    ...(profile && { profile }),
    services: profiles.services,
    unprefixed: profiles.unprefixed,
  };
  const sts = customEndpoint('sts', input);
  const legacy = sts ? undefined : legacyStsEndpoint(input, partition.name);
  const fipsFrom = choiceFrom('use_fips_endpoint', profile, env);
  const dualstackFrom = choiceFrom('use_dualstack_endpoint', profile, env);
  const endpoint: Endpoint = {
    url: sts?.url ?? legacy?.url,
    urlFrom: sts?.from ?? legacy?.from,
    region: legacy?.region ?? usable?.value ?? partition.defaultRegion,
    regionFrom: legacy?.from ?? usable?.from ?? "the partition's default",
    partition: partition.name,
    useFips: fipsFrom !== undefined,
    useDualstack: dualstackFrom !== undefined,
    fipsFrom,
    dualstackFrom,
  };
  return {
    endpoint,
    iamEndpoint: { url: customEndpoint('iam', input)?.url },
    signinEndpoint: { url: customEndpoint('signin', input)?.url },
    caBundle: settingOf(profile, 'ca_bundle'),
    region,
  };
};
