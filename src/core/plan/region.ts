import { type Environment, shellRegion } from '../environment/environment.ts';
import { AwsroleError } from '../errors.ts';
import { at } from '../ini/setting.ts';
import { settingOf } from '../profiles/lookup.ts';
import type { Profile } from '../profiles/profiles.ts';
import type { Plan, PlanOptions } from './types.ts';

/** Whether the name can be part of a host and of a signature, as botocore checks it; AWS writes them in small letters. */
export const isRegion = (text: string): boolean => /^(?!\d+$)(?!-)[a-z0-9-]{1,63}(?<!-)$/.test(text);

const HINT = 'small letters, digits and dashes, without quotes or blanks';

/**
 * The region a profile gives to its shell and its calls: the option's, the profile's, else the shell's.
 *
 * @throws AwsroleError when it is none, naming where it was written: no service could be asked there, and the failure
 *   would come after the question for a code and blame the network
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
      { hints: [`write it like region = eu-west-1: ${HINT}`] },
    );
  }
  const inherited = shellRegion(env);
  if (!inherited) return undefined;
  const { name, value } = inherited;
  if (isRegion(value)) return { value, from: name, own: false };
  throw new AwsroleError(`${name}: '${value}' is not a region`, {
    hints: [`set it like ${name}=eu-west-1 (${HINT}), or unset it`],
  });
};
