import { type Environment, shellRegion } from '../environment/environment.ts';
import { AwsroleError } from '../errors.ts';
import { at } from '../ini/setting.ts';
import { settingOf } from '../profiles/lookup.ts';
import type { Profile } from '../profiles/profiles.ts';
import type { Plan, PlanOptions } from './types.ts';

/** Whether the name can be part of a host name and a signature: botocore's check, and lowercase only, as AWS writes it. */
export const isRegion = (text: string): boolean => /^(?!\d+$)(?!-)[a-z0-9-]{1,63}(?<!-)$/.test(text);

const ALLOWED = 'lowercase letters, digits and dashes, without quotes or spaces';

/**
 * The region of a profile's shell and calls: from the option, else from the profile, else from the shell.
 *
 * @throws AwsroleError naming the file and line or the variable when the value is not a region; without this check
 *   the call would fail after the user has typed an MFA code, with a misleading network error
 */
export const regionOf = (
  profile: Profile | undefined,
  env: Environment,
  options: PlanOptions,
): Plan['region'] => {
  if (options.region) return { value: options.region, from: '--region', own: true };
  const setting = settingOf(profile, 'region');
  if (profile && setting) {
    if (isRegion(setting.value)) return { value: setting.value, from: at(setting), own: true };
    throw new AwsroleError(
      `profile '${profile.name}': region = ${setting.value} (${at(setting)}) is not a region`,
      { hints: [`write for example region = eu-west-1: ${ALLOWED}`] },
    );
  }
  const inherited = shellRegion(env);
  if (!inherited) return undefined;
  const { name, value } = inherited;
  if (isRegion(value)) return { value, from: name, own: false };
  throw new AwsroleError(`${name}: '${value}' is not a region`, {
    hints: [`set for example ${name}=eu-west-1 (${ALLOWED}), or unset it`],
  });
};
