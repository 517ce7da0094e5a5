import { usageError } from '../errors.ts';

/** The duration of an MFA session in seconds: GetSessionToken's own default for IAM users, 12 hours. */
export const MFA_SESSION_SECONDS = 43_200;

/**
 * Returns the seconds of `--duration` when GetSessionToken accepts them: 15 minutes to 36 hours.
 *
 * @throws AwsroleError (usage) outside that range
 */
export const checkedMfaSeconds = (seconds: number): number => {
  if (seconds >= 900 && seconds <= 129_600) return seconds;
  throw usageError('--duration: an MFA session lasts 15m to 36h', 'write for example --duration 12h');
};

/**
 * The time that a cached session must still last to serve a request for `seconds`: half of them, one hour at most.
 * A session with that much time left needs no new MFA code.
 *
 * @returns milliseconds
 */
export const defaultMinLeft = (seconds: number): number => 1000 * Math.min(3600, seconds / 2);
