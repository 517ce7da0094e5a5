import type { Session } from './credentials.ts';

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
