import type { Environment } from '../environment/environment.ts';
import { AwsroleError } from '../errors.ts';
import { serialSettingOf } from '../mfa/device.ts';
import { settingOf } from '../profiles/lookup.ts';
import type { Profiles } from '../profiles/profiles.ts';
import { mfaCommand } from './chain.ts';
import { GLOBAL_STS } from './endpoint.ts';
import { arnIn } from './partitions.ts';
import { endpointsOf } from './step-endpoint.ts';
import { servingPlaces, stsPlace } from './sts-place.ts';
import type { Endpoint, MfaUse, Source } from './types.ts';

/**
 * Tells the user how to avoid the prompt for an MFA code: run `awsrole mfa` first. The advice names the settings to
 * change when the two profiles use different endpoints, because an MFA session is valid only at some endpoints.
 *
 * @param plan.requested the name of the requested profile
 * @returns undefined when AssumeRole itself carries the code, or when `awsrole mfa` cannot use the source
 */
export const mfaAdvice = (
  profiles: Profiles,
  plan: { requested: string; source: Source; mfa: MfaUse; endpoint: Endpoint },
  env: Environment,
): string | undefined => {
  const { requested, mfa, endpoint } = plan;
  const from = plan.source.profile;
  const source = profiles.byName.get(from);
  const isInCall = mfa.mode === 'code' || (mfa.mode === 'if-refused' && mfa.then === 'code');
  // `awsrole mfa` can use a profile with a role only when the profile also has keys
  const isRole = settingOf(source, 'role_arn') !== undefined && plan.source.kind !== 'static';
  if (mfa.mode === 'none' || isInCall || !source || isRole) return undefined;
  const command = mfaCommand(from);
  const sourceEndpoint = endpointOf(profiles, from, env);
  if (
    sourceEndpoint &&
    servingPlaces(endpoint).includes(stsPlace(sourceEndpoint.url, sourceEndpoint.partition))
  )
    return `run \`${command}\` in a terminal first: no code is then needed`;
  if (!sourceEndpoint || sourceEndpoint.url === endpoint.url) return undefined;
  if (sourceEndpoint.url === GLOBAL_STS && endpoint.url === undefined)
    return (
      `the session of \`${command}\` is valid only in regions that are enabled by default: profile '${requested}' calls ` +
      `${shown(endpoint)}, '${from}' calls ${shown(sourceEndpoint)}; remove that line, then run \`${command}\` in a terminal`
    );
  return (
    `the session of \`${command}\` is valid only at the endpoint that issued it: profile '${requested}' calls ${shown(endpoint)}, ` +
    `'${from}' calls ${shown(sourceEndpoint)}; write the same services or endpoint_url under both, then run \`${command}\` in a terminal`
  );
};

/** Undefined for an invalid setting: an error in another profile must not fail the plan. */
const endpointOf = (profiles: Profiles, name: string, env: Environment): Endpoint | undefined => {
  try {
    const profile = profiles.byName.get(name);
    return endpointsOf(profiles, profile, arnIn(serialSettingOf(profile)), env, {}).endpoint;
  } catch (error) {
    if (error instanceof AwsroleError) return undefined;
    throw error;
  }
};

const shown = ({ url, urlFrom, region }: Endpoint): string =>
  url === undefined ? `AWS in ${region}` : `${url} (${urlFrom})`;
