import { randomBytes } from 'node:crypto';
import { ServiceFailure } from '../protocol/service-failure.ts';
import type { Caller, IssuedSession, World } from '../state/world.ts';

/** A link is good for so long, in milliseconds. */
const LIFE = 15 * 60_000;
/** More tokens than any test or person has use for. */
const MOST = 1000;

/** What a token stands for. */
export interface SigninGrant {
  readonly caller: Caller;
  /** epoch milliseconds at which the console session ends */
  readonly endsAt: number;
}

/** Sign-in tokens of the console's federation endpoint: each redeemed once, within 15 minutes. */
export class SigninTokens {
  readonly #grants = new Map<string, SigninGrant & { readonly goodUntil: number }>();

  /**
   * Answers `getSigninToken` as AWS does: with a role session, and a `SessionDuration` only for a role that long-term
   * credentials assumed.
   *
   * @param parameters of the request
   * @param now epoch milliseconds
   * @throws ServiceFailure with status 400 for everything else
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
      goodUntil: now + LIFE,
    });
    const [oldest] = this.#grants.keys();
    if (this.#grants.size > MOST && oldest !== undefined) this.#grants.delete(oldest);
    return token;
  }

  /** What the token stands for, the first time and in time; else undefined. */
  redeem(token: string | undefined, now: number): SigninGrant | undefined {
    const grant = token === undefined ? undefined : this.#grants.get(token);
    if (token !== undefined) this.#grants.delete(token);
    return grant && now < grant.goodUntil ? grant : undefined;
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
