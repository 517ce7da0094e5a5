/** What signs a request. Long-term credentials have neither a session token nor an expiry. */
export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string | undefined;
  /** epoch milliseconds */
  readonly expiresAt?: number | undefined;
}

/** Long-term credentials belong to a user: only they may call GetSessionToken or carry an MFA code. */
export const areLongTerm = (credentials: Credentials): boolean => credentials.sessionToken === undefined;

/** What STS hands out: an MFA session (GetSessionToken) or a role session (AssumeRole). */
export interface Session extends Credentials {
  readonly sessionToken: string;
  /** epoch milliseconds, as the service said (its clock) */
  readonly expiresAt: number;
  /** epoch milliseconds of this machine's clock when it was received */
  readonly obtainedAt: number;
  /** the service's clock minus this machine's, in milliseconds, from the answer's `Date` header */
  readonly clockOffset: number;
  /** `arn:aws:sts::123456789012:assumed-role/Role/name`; absent for an MFA session */
  readonly assumedRoleArn?: string | undefined;
}

/** Who a set of credentials belongs to, as GetCallerIdentity tells. */
export interface CallerIdentity {
  readonly account: string;
  readonly arn: string;
  readonly userId: string;
}

const MINUTE = 60_000;

/** A role session with less left is renewed before it is handed out (the JavaScript SDK's window). */
export const ROLE_WINDOW = 5 * MINUTE;
/** An MFA session only has to outlive the AssumeRole call that it signs. */
export const MFA_WINDOW = 1 * MINUTE;
/** botocore asks its credential process again when 15 minutes are left: less would be asked for at every call. */
export const PROCESS_WINDOW = 15 * MINUTE + 30_000;
/** A console session lasts as long as the role session behind it: with less left than this, a new one is made first. */
export const CONSOLE_WINDOW = 30 * MINUTE;
/** A clock that stands this far before the session was received has been set back: how long it lives is unknown. */
export const CLOCK_TOLERANCE = 5 * MINUTE;

/**
 * What is left of a session, by the service's clock.
 *
 * @param now epoch milliseconds of this machine
 * @returns milliseconds, negative once expired
 */
export const timeLeft = (session: Pick<Session, 'expiresAt' | 'clockOffset'>, now: number): number =>
  session.expiresAt - (now + session.clockOffset);

/**
 * Whether a cached session may be handed out.
 *
 * @param window milliseconds that must be left
 */
export const isUsable = (session: Session, now: number, window: number): boolean =>
  now >= session.obtainedAt - CLOCK_TOLERANCE && timeLeft(session, now) > window;
