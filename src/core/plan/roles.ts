import { isRoleArn } from '../aws/arn.ts';
import { AwsroleError, usageError } from '../errors.ts';
import { at, type Setting } from '../ini/setting.ts';
import { settingOf } from '../profiles/lookup.ts';
import type { Profile } from '../profiles/profiles.ts';
import type { AwsCliStep, PlanOptions, RoleStep } from './types.ts';

/** STS: AssumeRole takes 15 minutes to 12 hours, one hour when nothing is asked; role chaining is held to one hour. */
export const HOUR = 3600;
export const SHORTEST = 900;
const LONGEST = 43_200;

interface Wanted {
  readonly seconds: number;
  readonly from: string;
}

/**
 * The AssumeRole calls of a chain, in order, each with the duration it can get.
 *
 * @param firstCap what the first call's signing credentials allow, in seconds, and why
 * @param notes gets a sentence for every duration that had to be cut
 */
export const roleSteps = (
  roles: readonly Profile[],
  options: PlanOptions,
  firstCap: { seconds: number; why: string } | undefined,
  notes: string[],
): RoleStep[] =>
  roles.map((profile, hop) => {
    const isLast = hop === roles.length - 1;
    const wanted = wantedDuration(profile, isLast ? options : {});
    const cap =
      hop > 0
        ? { seconds: HOUR, why: 'a role assumed from a role is held to one hour (role chaining)' }
        : firstCap;
    const isCut = cap !== undefined && wanted.seconds > cap.seconds;
    if (isCut)
      notes.push(
        `profile '${profile.name}': ${wanted.seconds} seconds (${wanted.from}) become ${cap.seconds}: ${cap.why}`,
      );
    const sessionName = isLast ? options.roleSessionName : undefined;
    return {
      profile: profile.name,
      roleArn: requiredArn(profile),
      externalId: checked(profile, 'external_id'),
      sourceIdentity: checked(profile, 'source_identity'),
      roleSessionName: sessionName ?? checked(profile, 'role_session_name')?.value,
      durationSeconds: isCut ? cap.seconds : wanted.seconds,
      durationFrom: isCut ? cap.why : wanted.from,
      awsCli:
        isLast && (options.durationSeconds || options.roleSessionName) ? undefined : awsCliStep(profile),
    };
  });

/** Seconds that somebody asked for, whatever can be had. */
export const wantedDuration = (profile: Profile, options: PlanOptions): Wanted => {
  if (options.durationSeconds !== undefined) {
    if (options.durationSeconds < SHORTEST || options.durationSeconds > LONGEST) {
      throw usageError(`--duration: a role session lasts 15m to 12h`, 'write for example --duration 1h');
    }
    return { seconds: options.durationSeconds, from: '--duration' };
  }
  const setting = settingOf(profile, 'duration_seconds');
  if (!setting) return { seconds: HOUR, from: 'the default' };
  const seconds = Number(setting.value);
  if (!Number.isInteger(seconds) || seconds < SHORTEST || seconds > LONGEST) {
    throw new AwsroleError(
      `profile '${profile.name}': duration_seconds = ${setting.value} (${at(setting)}) is not 900 to 43200`,
      {
        hints: ['write a whole number of seconds, for example duration_seconds = 3600'],
      },
    );
  }
  return { seconds, from: at(setting) };
};

/** @throws AwsroleError when it is not the ARN of a role; the profile has one */
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

/** STS, AssumeRole: the pattern and the length of each parameter. */
const TEXTS = {
  role_session_name: [/^[\w+=,.@-]{2,64}$/, 'use 2 to 64 letters, digits and any of +=,.@_-'],
  source_identity: [/^[\w+=,.@-]{2,64}$/, 'use 2 to 64 letters, digits and any of +=,.@_-'],
  external_id: [/^[\w+=,.@:/-]{2,1224}$/, 'use 2 to 1224 letters, digits and any of +=,.@:/_-'],
} as const;

/** A value that STS will not refuse for its letters: that would cost an MFA code. */
const checked = (profile: Profile, key: keyof typeof TEXTS): Setting | undefined => {
  const setting = settingOf(profile, key);
  const [pattern, hint] = TEXTS[key];
  if (!setting || pattern.test(setting.value)) return setting;
  throw new AwsroleError(
    `profile '${profile.name}': ${key} = ${setting.value} (${at(setting)}) is not one that STS takes`,
    { hints: [hint] },
  );
};

/** botocore: the cache key of AssumeRole holds exactly what the profile itself says. */
const awsCliStep = (profile: Profile): AwsCliStep | undefined => {
  // botocore knows no source_identity and keeps web identity sessions under another kind of key
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
