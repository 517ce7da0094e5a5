import type { Caller, IssuedSession, User, World } from '../state/world.ts';
import { invalidClientToken, ServiceFailure } from './service-failure.ts';
import { checkSignature, checkSkew, readAuthorization, type SignedRequest } from './sigv4.ts';

interface KnownCredentials {
  readonly secretAccessKey: string;
  readonly sessionToken?: string | undefined;
  /** epoch milliseconds */
  readonly expiresAt?: number | undefined;
  readonly caller: Caller;
}

/** The caller who signed a request, and the access key. */
export interface Authenticated {
  readonly caller: Caller;
  readonly accessKeyId: string;
}

/**
 * Verifies the signature of `request` for `service` as STS and IAM do, and returns the signer.
 *
 * @param now epoch milliseconds
 * @throws ServiceFailure MissingAuthenticationToken, IncompleteSignature, InvalidClientTokenId, ExpiredToken or
 * SignatureDoesNotMatch
 */
export async function authenticate(
  world: World,
  request: SignedRequest,
  service: string,
  now: number,
): Promise<Authenticated> {
  const authorization = readAuthorization(request, service);
  const known = findCredentials(world, authorization.accessKeyId);
  if (known === undefined || known.sessionToken !== request.headers['x-amz-security-token']) {
    throw invalidClientToken();
  }
  if (known.expiresAt !== undefined && known.expiresAt <= now) {
    throw new ServiceFailure('ExpiredToken', 403, 'The security token included in the request is expired');
  }
  checkSkew(authorization.signedAt, now);
  await checkSignature(request, authorization, known);
  return { caller: known.caller, accessKeyId: authorization.accessKeyId };
}

/** The access key ID in the `Authorization` header, unverified, for the log; empty when there is none. */
export const claimedAccessKey = (request: SignedRequest): string =>
  /Credential=([^/,\s]+)/.exec(request.headers['authorization'] ?? '')?.[1] ?? '';

function findCredentials(world: World, accessKeyId: string): KnownCredentials | undefined {
  const session: IssuedSession | undefined = world.sessions.get(accessKeyId);
  if (session !== undefined) return session;
  for (const user of world.users) {
    const key = user.accessKeys.find(candidate => candidate.accessKeyId === accessKeyId);
    if (key !== undefined) return { secretAccessKey: key.secretAccessKey, caller: callerOf(user) };
  }
  return undefined;
}

const callerOf = (user: User): Caller => ({
  kind: 'long-term',
  accountId: user.accountId,
  arn: user.arn,
  principalArn: user.arn,
  userId: user.userId,
  user,
  permissions: user.permissions,
  mfaPresent: false,
});
