import { randomBytes } from 'node:crypto';
import { ServiceFailure } from '../protocol/service-failure.ts';
import type { Caller, IssuedSession, World } from '../state/world.ts';

/** The validity of a token, in milliseconds. */
const LIFETIME = 15 * 60_000;
/** The largest number of stored tokens; the oldest is dropped beyond it. */
const MAX_TOKENS = 1000;

/** The console session that a token opens. */
export interface SigninGrant {
  readonly caller: Caller;
  /** the end of the console session in epoch milliseconds */
  readonly endsAt: number;
}

/** The sign-in tokens of the console's federation endpoint. Each works once, within 15 minutes. */
export class SigninTokens {
  readonly #grants = new Map<string, SigninGrant & { readonly validUntil: number }>();

  /**
   * Issues a token as `getSigninToken` of AWS does. It requires a role session; it accepts `SessionDuration` only if
   * long-term credentials assumed the role.
   *
   * @param parameters the parameters of the request
   * @param now epoch milliseconds
   * @throws ServiceFailure with status 400 for any other session or duration
   */
  issue(world: World, parameters: ReadonlyMap<string, string>, now: number): string {
    const session = sessionIn(world, parameters.get('Session'), now);
    const seconds = durationIn(parameters.get('SessionDuration'));
    if (seconds !== undefined && !isLongTermKey(world, session.issuedBy))
      throw refused('Invalid credentials parameter');
    const token = randomBytes(48).toString('base64url');
    this.#grants.set(token, {
      caller: session.caller,
      endsAt: seconds === undefined ? session.expiresAt : now + seconds * 1000,
      validUntil: now + LIFETIME,
    });
    const [oldest] = this.#grants.keys();
    if (this.#grants.size > MAX_TOKENS && oldest !== undefined) this.#grants.delete(oldest);
    return token;
  }

  /** Uses up the token and returns its grant; undefined for an unknown, used or expired token. `now` is in epoch milliseconds. */
  redeem(token: string | undefined, now: number): SigninGrant | undefined {
    const grant = token === undefined ? undefined : this.#grants.get(token);
    if (token !== undefined) this.#grants.delete(token);
    return grant && now < grant.validUntil ? grant : undefined;
  }
}

const refused = (message: string): ServiceFailure => new ServiceFailure('InvalidCredentials', 400, message);

const sessionIn = (world: World, text: string | undefined, now: number): IssuedSession => {
  const { sessionId, sessionKey, sessionToken } = parse(text);
  const session = typeof sessionId === 'string' ? world.sessions.get(sessionId) : undefined;
  const isKnown =
    session?.secretAccessKey === sessionKey &&
    session?.sessionToken === sessionToken &&
    session !== undefined;
  if (!isKnown || session.caller.kind !== 'role' || session.expiresAt <= now)
    throw refused('Invalid credentials parameter');
  return session;
};

const parse = (text: string | undefined): Record<string, unknown> => {
  try {
    const value: unknown = JSON.parse(text ?? '');
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    throw refused('Invalid session parameter');
  }
};

const durationIn = (text: string | undefined): number | undefined => {
  if (text === undefined) return undefined;
  const seconds = /^\d{1,6}$/.test(text) ? Number(text) : Number.NaN;
  if (seconds >= 900 && seconds <= 43_200) return seconds;
  throw refused('Invalid session duration');
};

const isLongTermKey = (world: World, accessKeyId: string): boolean =>
  world.users.some(user => user.accessKeys.some(key => key.accessKeyId === accessKeyId));
