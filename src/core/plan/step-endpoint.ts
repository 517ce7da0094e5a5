import type { Environment } from '../environment/environment.ts';
import { settingOf } from '../profiles/lookup.ts';
import type { Profile, Profiles } from '../profiles/profiles.ts';
import { customEndpoint, legacyStsEndpoint, partitionOf } from './endpoint.ts';
import { regionOf } from './region.ts';
import type { Endpoint, Plan, PlanOptions } from './types.ts';

const isTrue = (value: string | undefined): boolean => value?.toLowerCase() === 'true';

/**
 * Where a plan's calls go, and the region its shell gets. The asked profile decides, as in the AWS CLI:
 * `source_profile` lends credentials, never configuration.
 *
 * @param arn any ARN of the plan; its partition decides where nobody names a region
 * @throws AwsroleError when the region or a URL is none, naming where it was written
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
    // the environment comes first, as botocore reads these two
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
