import { formatTime, type XmlFields } from '../protocol/query-protocol.ts';
import { randomAccessKey, randomSessionToken } from '../state/random-credentials.ts';
import type { Caller, IssuedSession, Role, World } from '../state/world.ts';
import { accountWithId } from '../state/world.ts';

/** The largest number of sessions. The sandbox forgets older ones, which then get InvalidClientTokenId. */
const MAX_SESSIONS = 5000;

/**
 * Issues temporary credentials for `caller` and adds them to the world. They expire at a whole second, as in the answer.
 *
 * @param options `now` is in epoch milliseconds; `issuedBy` is the access key ID of the request
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

/** The caller of a session of `role`. It never has MFA, because AssumeRole does not pass MFA on. */
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
