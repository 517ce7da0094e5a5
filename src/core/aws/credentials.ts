/** Credentials that sign a request. Long-term credentials have neither a session token nor an expiration. */
export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string | undefined;
  /** epoch milliseconds */
  readonly expiresAt?: number | undefined;
}

/** Whether these are long-term credentials. Only long-term credentials can call GetSessionToken or send an MFA code. */
export const areLongTerm = (credentials: Credentials): boolean => credentials.sessionToken === undefined;

/** A session that STS issued: an MFA session (GetSessionToken) or a role session (AssumeRole). */
export interface Session extends Credentials {
  readonly sessionToken: string;
  /** epoch milliseconds on the service's clock */
  readonly expiresAt: number;
  /** epoch milliseconds on this machine's clock when awsrole received the session */
  readonly obtainedAt: number;
  /** the service's clock minus this machine's clock in milliseconds, from the `Date` header of the response */
  readonly clockOffset: number;
  /** `arn:aws:sts::123456789012:assumed-role/Role/name`; absent for an MFA session */
  readonly assumedRoleArn?: string | undefined;
}

/** The result of GetCallerIdentity: the identity to which credentials belong. */
export interface CallerIdentity {
  readonly account: string;
  readonly arn: string;
  readonly userId: string;
}

const MINUTE = 60_000;

/** A role session with less time left is renewed before use; the JavaScript SDK uses the same window. */
export const ROLE_WINDOW = 5 * MINUTE;
/** An MFA session only has to be valid during the AssumeRole call that it signs. */
export const MFA_WINDOW = 1 * MINUTE;
/** With 15 minutes or less left, botocore runs the credential process again for every call. */
export const PROCESS_WINDOW = 15 * MINUTE + 30_000;
/** A console session ends with its role session, so a role session with less time left is renewed before sign-in. */
export const CONSOLE_WINDOW = 30 * MINUTE;
/** If the clock reads earlier than the time of an event in the past by more than this (milliseconds), it is wrong. */
export const CLOCK_TOLERANCE = 5 * MINUTE;

/**
 * The time until a session expires.
 *
 * @param now epoch milliseconds on the service's clock
 * @returns milliseconds, negative once the session has expired
 */
export const timeLeft = (session: Pick<Session, 'expiresAt'>, now: number): number => session.expiresAt - now;

/**
 * Whether a cached session has more than `window` left. When `now` is earlier than the time at which awsrole received
 * the session, the clock is wrong and the time left is unknown.
 *
 * @param now epoch milliseconds on the service's clock
 * @param window milliseconds
 */
export const isUsable = (session: Session, now: number, window: number): boolean =>
  now >= session.obtainedAt + session.clockOffset - CLOCK_TOLERANCE && timeLeft(session, now) > window;
