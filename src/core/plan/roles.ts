import { isRoleArn } from '../aws/arn.ts';
import { AwsroleError, usageError } from '../errors.ts';
import { at, type Setting } from '../ini/setting.ts';
import { settingOf } from '../profiles/lookup.ts';
import type { Profile } from '../profiles/profiles.ts';
import type { AwsCliStep, PlanOptions, RoleStep } from './types.ts';

/**
 * STS API reference, AssumeRole: DurationSeconds is 15 minutes to 12 hours, one hour by default. Role chaining is
 * limited to one hour.
 */
export const HOUR = 3600;
export const MIN_ROLE_SECONDS = 900;
export const MAX_ROLE_SECONDS = 43_200;

/** A duration and where it was set: an option, `file:line`, or the default. */
interface RequestedDuration {
  readonly seconds: number;
  readonly from: string;
}

/**
 * The AssumeRole calls of a chain in call order, each with a duration that STS grants.
 *
 * @param firstCap the limit in seconds that the signing credentials of the first call set, and the reason
 * @param notes receives one sentence for every reduced duration
 * @throws AwsroleError naming the line of a value that STS would refuse
 */
export const roleSteps = (
  roles: readonly Profile[],
  options: PlanOptions,
  firstCap: { seconds: number; why: string } | undefined,
  notes: string[],
): RoleStep[] =>
  roles.map((profile, hop) => {
    const isLast = hop === roles.length - 1;
    const requested = requestedDuration(profile, isLast ? options : {});
    const cap =
      hop > 0
        ? { seconds: HOUR, why: 'a role assumed from a role is limited to one hour (role chaining)' }
        : firstCap;
    const isCut = cap !== undefined && requested.seconds > cap.seconds;
    if (isCut)
      notes.push(
        `profile '${profile.name}': ${requested.seconds} seconds (${requested.from}) are reduced to ${cap.seconds}: ${cap.why}`,
      );
    const sessionName = isLast ? options.roleSessionName : undefined;
    return {
      profile: profile.name,
      roleArn: requiredArn(profile),
      externalId: checkedParameter(profile, 'external_id'),
      sourceIdentity: checkedParameter(profile, 'source_identity'),
      roleSessionName: sessionName ?? checkedParameter(profile, 'role_session_name')?.value,
      durationSeconds: isCut ? cap.seconds : requested.seconds,
      durationFrom: isCut ? cap.why : requested.from,
      awsCli:
        isLast && (options.durationSeconds || options.roleSessionName) ? undefined : awsCliStep(profile),
    };
  });

/**
 * The duration that `--duration` or the profile requests, else one hour; limits of the chain do not count here.
 *
 * @throws AwsroleError when STS would refuse it: usage for `--duration`, else naming the line
 */
export const requestedDuration = (profile: Profile, options: PlanOptions): RequestedDuration => {
  if (options.durationSeconds !== undefined) {
    if (options.durationSeconds < MIN_ROLE_SECONDS || options.durationSeconds > MAX_ROLE_SECONDS) {
      throw usageError(`--duration: a role session lasts 15m to 12h`, 'write for example --duration 1h');
    }
    return { seconds: options.durationSeconds, from: '--duration' };
  }
  const setting = settingOf(profile, 'duration_seconds');
  if (!setting) return { seconds: HOUR, from: 'the default' };
  const seconds = Number(setting.value);
  if (!Number.isInteger(seconds) || seconds < MIN_ROLE_SECONDS || seconds > MAX_ROLE_SECONDS) {
    throw new AwsroleError(
      `profile '${profile.name}': duration_seconds = ${setting.value} (${at(setting)}) is not between 900 and 43200`,
      {
        hints: ['write a whole number of seconds, for example duration_seconds = 3600'],
      },
    );
  }
  return { seconds, from: at(setting) };
};

/**
 * The `role_arn` of a profile that has one.
 *
 * @throws AwsroleError naming the line when the value is not the ARN of a role
 */
export const requiredArn = (profile: Profile): Setting => {
  const setting = settingOf(profile, 'role_arn') as Setting;
  if (!isRoleArn(setting.value)) {
    throw new AwsroleError(
      `profile '${profile.name}': role_arn '${setting.value}' (${at(setting)}) is not the ARN of a role`,
      {
        hints: ['write arn:aws:iam::123456789012:role/NAME'],
      },
    );
  }
  return setting;
};

/** STS API reference, AssumeRole: pattern and length of each parameter, and the hint. */
export const STS_PARAMETERS = {
  role_session_name: [/^[\w+=,.@-]{2,64}$/, 'use 2 to 64 letters, digits and any of +=,.@_-'],
  source_identity: [/^[\w+=,.@-]{2,64}$/, 'use 2 to 64 letters, digits and any of +=,.@_-'],
  external_id: [/^[\w+=,.@:/-]{2,1224}$/, 'use 2 to 1224 letters, digits and any of +=,.@:/_-'],
} as const;

/** Refuses a value whose characters or length STS would refuse, because the refused call would use up an MFA code. */
const checkedParameter = (profile: Profile, key: keyof typeof STS_PARAMETERS): Setting | undefined => {
  const setting = settingOf(profile, key);
  const [pattern, hint] = STS_PARAMETERS[key];
  if (!setting || pattern.test(setting.value)) return setting;
  throw new AwsroleError(
    `profile '${profile.name}': ${key} = ${setting.value} (${at(setting)}) is not a value that STS accepts`,
    { hints: [hint] },
  );
};

/** The parts of botocore's cache key for AssumeRole: exactly the settings of the profile itself. */
const awsCliStep = (profile: Profile): AwsCliStep | undefined => {
  // botocore ignores source_identity, and its cache key for web identity sessions differs
  if (settingOf(profile, 'source_identity') || settingOf(profile, 'web_identity_token_file'))
    return undefined;
  const text = (key: string): string | undefined => settingOf(profile, key)?.value;
  const name = text('role_session_name');
  const externalId = text('external_id');
  const serial = text('mfa_serial');
  const duration = text('duration_seconds');
  return {
    RoleArn: text('role_arn') as string,
    ...(name !== undefined && { RoleSessionName: name }),
    ...(externalId !== undefined && { ExternalId: externalId }),
    ...(serial !== undefined && { SerialNumber: serial }),
    ...(duration !== undefined && { DurationSeconds: Number(duration) }),
  };
};
