import { usageError } from '../errors.ts';

/** GetSessionToken's own default for IAM users: a working day. */
export const MFA_SESSION_SECONDS = 43_200;

/**
 * What was asked for with `--duration`, when GetSessionToken gives it: 15 minutes to 36 hours.
 *
 * @throws AwsroleError (usage) when it does not
 */
export const checkedMfaSeconds = (seconds: number): number => {
  if (seconds >= 900 && seconds <= 129_600) return seconds;
  throw usageError('--duration: an MFA session lasts 15m to 36h', 'write for example --duration 12h');
};

/**
 * How long a session that is alive must last to serve somebody who asks for `seconds`: a code is not asked for as long
 * as much of the day is left.
 *
 * @returns milliseconds
 */
export const enoughOf = (seconds: number): number => 1000 * Math.min(3600, seconds / 2);
