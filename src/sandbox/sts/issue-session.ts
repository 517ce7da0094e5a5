import { formatTime, type XmlFields } from '../protocol/query-protocol.ts';
import { randomAccessKey, randomSessionToken } from '../state/random-credentials.ts';
import type { Caller, IssuedSession, Role, World } from '../state/world.ts';
import { accountWithId } from '../state/world.ts';

/** Older sessions are forgotten (InvalidClientTokenId), so that the sandbox cannot grow for ever. */
const MAX_SESSIONS = 5000;

/**
 * Makes temporary credentials for `caller` and remembers them.
 * @param now epoch milliseconds
 * @param durationSeconds how long they live; the expiry is cut to a whole second, as it is told to the client
 */
export function issueSession(
  world: World,
  options: { caller: Caller; issuedBy: string; now: number; durationSeconds: number },
): IssuedSession {
  const session = {
    ...randomAccessKey('ASIA'),
    sessionToken: randomSessionToken(),
    expiresAt: Math.floor(options.now / 1000) * 1000 + options.durationSeconds * 1000,
    caller: options.caller,
    issuedBy: options.issuedBy,
  };
  world.sessions.set(session.accessKeyId, session);
  const [oldest] = world.sessions.keys();
  if (world.sessions.size > MAX_SESSIONS && oldest !== undefined) world.sessions.delete(oldest);
  return session;
}

/** The caller that a session of `role` is. Its MFA context is always absent: AssumeRole does not pass MFA on. */
export function roleCaller(
  world: World,
  role: Role,
  roleSessionName: string,
  sourceIdentity?: string | undefined,
): Caller {
  const { partition } = accountWithId(world, role.accountId);
  return {
    kind: 'role',
    accountId: role.accountId,
    arn: `arn:${partition}:sts::${role.accountId}:assumed-role/${role.name}/${roleSessionName}`,
    principalArn: role.arn,
    userId: `${role.roleId}:${roleSessionName}`,
    permissions: role.permissions,
    mfaPresent: false,
    sourceIdentity,
  };
}

/** The `Credentials` element of an answer. */
export const credentialsXml = (session: IssuedSession): XmlFields => ({
  AccessKeyId: session.accessKeyId,
  SecretAccessKey: session.secretAccessKey,
  SessionToken: session.sessionToken,
  Expiration: formatTime(session.expiresAt),
});

/** The `AssumedRoleUser` element of an answer. */
export const assumedRoleXml = (caller: Caller): XmlFields => ({
  AssumedRoleId: caller.userId,
  Arn: caller.arn,
});
