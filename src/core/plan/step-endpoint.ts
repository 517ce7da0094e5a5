import { partitionOf } from '../aws/partition.ts';
import type { Environment } from '../environment/environment.ts';
import { settingOf } from '../profiles/lookup.ts';
import type { Profile, Profiles } from '../profiles/profiles.ts';
import { customEndpoint, legacyStsEndpoint } from './endpoint.ts';
import { regionOf } from './region.ts';
import type { Endpoint, Plan, PlanOptions } from './types.ts';

const isTrue = (value: string | undefined): boolean => value?.toLowerCase() === 'true';

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
  const input = { env, ...(profile && { profile }), services: profiles.services };
  const sts = customEndpoint('sts', input);
  const legacy = sts ? undefined : legacyStsEndpoint(input, partition.name);
  const endpoint: Endpoint = {
    url: sts?.url ?? legacy?.url,
    urlFrom: sts?.from ?? legacy?.from,
    region: legacy?.region ?? usable?.value ?? partition.defaultRegion,
    regionFrom: legacy?.from ?? usable?.from ?? "the partition's default",
    partition: partition.name,
    // botocore: the environment overrides the profile
    useFips: isTrue(env['AWS_USE_FIPS_ENDPOINT'] || settingOf(profile, 'use_fips_endpoint')?.value),
    useDualstack: isTrue(
      env['AWS_USE_DUALSTACK_ENDPOINT'] || settingOf(profile, 'use_dualstack_endpoint')?.value,
    ),
  };
  return {
    endpoint,
    iamEndpoint: { url: customEndpoint('iam', input)?.url },
    signinEndpoint: { url: customEndpoint('signin', input)?.url },
    caBundle: settingOf(profile, 'ca_bundle'),
    region,
  };
};
