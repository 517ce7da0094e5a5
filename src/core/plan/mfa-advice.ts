import type { Environment } from '../environment/environment.ts';
import { AwsroleError } from '../errors.ts';
import { settingOf } from '../profiles/lookup.ts';
import type { Profiles } from '../profiles/profiles.ts';
import { MFA_SOURCE } from './chain.ts';
import { GLOBAL_STS } from './endpoint.ts';
import { endpointsOf } from './step-endpoint.ts';
import { servingPlaces, stsPlace } from './sts-place.ts';
import type { Endpoint, MfaUse, Source } from './types.ts';

/**
 * How to be spared the question for a code: `awsrole mfa`, when the session it makes is one for this plan. It is made
 * where the profile with the keys says, which may not be where it serves.
 *
 * @param asked the plan's profile
 * @returns undefined where a code is part of the role's own call, or `awsrole mfa` cannot use the source
 */
export const mfaAdvice = (
  profiles: Profiles,
  plan: { asked: string; source: Source; mfa: MfaUse; endpoint: Endpoint },
  env: Environment,
): string | undefined => {
  const { asked, mfa, endpoint } = plan;
  const from = plan.source.profile;
  const source = profiles.byName.get(from);
  const isInCall = mfa.mode === 'code' || (mfa.mode === 'if-refused' && mfa.then === 'code');
  // a source with a role of its own gives its keys, or something that `awsrole mfa` cannot use
  const isRole = settingOf(source, 'role_arn') !== undefined && plan.source.kind !== 'static';
  if (mfa.mode === 'none' || isInCall || !source || isRole) return undefined;
  const command = mfaCommand(from);
  const there = endpointOf(profiles, from, env);
  if (there && servingPlaces(endpoint).includes(stsPlace(there.url, there.partition)))
    return `run \`${command}\` in a terminal first: its session then serves without a question`;
  if (!there || there.url === endpoint.url) return undefined;
  if (there.url === GLOBAL_STS && endpoint.url === undefined)
    return (
      `the session of \`${command}\` serves only in regions that are on by default: profile '${asked}' calls ` +
      `${shown(endpoint)}, '${from}' ${shown(there)}; take that line out, then run it in a terminal first`
    );
  return (
    `the session of \`${command}\` serves only where it is made: profile '${asked}' calls ${shown(endpoint)}, ` +
    `'${from}' ${shown(there)}; write the same services or endpoint_url under both, then run it in a terminal first`
  );
};

/** The command that makes the MFA session of a profile's keys. */
export const mfaCommand = (from: string): string =>
  from === MFA_SOURCE ? 'awsrole mfa' : `awsrole mfa --from ${from}`;

/** A plan must not fail because of what is wrong with the endpoint of another profile. */
const endpointOf = (profiles: Profiles, name: string, env: Environment): Endpoint | undefined => {
  try {
    return endpointsOf(profiles, profiles.byName.get(name), undefined, env, {}).endpoint;
  } catch (error) {
    if (error instanceof AwsroleError) return undefined;
    throw error;
  }
};

const shown = ({ url, urlFrom, region }: Endpoint): string =>
  url === undefined ? `AWS in ${region}` : `${url} (${urlFrom})`;
