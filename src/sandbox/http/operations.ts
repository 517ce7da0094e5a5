import { listAccountAliases, listMfaDevices } from '../iam/iam-operations.ts';
import { authenticate } from '../protocol/authenticate.ts';
import type { SandboxCall, SignedOperation, UnsignedOperation } from '../protocol/operation.ts';
import { API_VERSIONS, type Service, type XmlFields } from '../protocol/query-protocol.ts';
import { ServiceFailure } from '../protocol/service-failure.ts';
import type { SignedRequest } from '../protocol/sigv4.ts';
import { answerAssumeRole } from '../sts/assume-role.ts';
import { assumeRoleWithWebIdentity } from '../sts/assume-role-with-web-identity.ts';
import { getCallerIdentity, getSessionToken, unsupported } from '../sts/sts-operations.ts';

const SIGNED: ReadonlyMap<string, readonly [Service, SignedOperation]> = new Map<
  string,
  readonly [Service, SignedOperation]
>([
  ['AssumeRole', ['sts', answerAssumeRole]],
  ['GetCallerIdentity', ['sts', getCallerIdentity]],
  ['GetSessionToken', ['sts', getSessionToken]],
  ['ListAccountAliases', ['iam', listAccountAliases]],
  ['ListMFADevices', ['iam', listMfaDevices]],
  ...['DecodeAuthorizationMessage', 'GetAccessKeyInfo', 'GetFederationToken'].map(
    operation => [operation, ['sts', unsupported(operation)]] as const,
  ),
]);

const UNSIGNED: ReadonlyMap<string, UnsignedOperation> = new Map([
  ['AssumeRoleWithWebIdentity', assumeRoleWithWebIdentity],
]);

/** The service of an operation. For an unknown operation, `version` decides; `sts` if that is unknown, too. */
export const serviceOf = (operation: string, version: string | undefined): Service =>
  SIGNED.get(operation)?.[0] ?? (version === API_VERSIONS.iam ? 'iam' : 'sts');

/**
 * Authenticates one call, unless its operation is unsigned, and runs its operation.
 *
 * @returns the fields of the `…Result` element
 * @throws ServiceFailure every error answer, such as InvalidAction for an operation that `Version` does not have
 */
export async function perform(
  operation: string,
  request: SignedRequest,
  call: SandboxCall,
): Promise<XmlFields> {
  const version = call.parameters.get('Version');
  const service = serviceOf(operation, version);
  const unsigned = UNSIGNED.get(operation);
  const signed = SIGNED.get(operation)?.[1];
  if ((unsigned ?? signed) === undefined || version !== API_VERSIONS[service]) {
    const named = version ?? 'NO_VERSION_SPECIFIED';
    throw new ServiceFailure(
      'InvalidAction',
      400,
      `Could not find operation ${operation} for version ${named}`,
    );
  }
  if (unsigned !== undefined) return unsigned(call);
  const authenticated = await authenticate(call.world, request, service, call.now);
  return signed?.({ ...call, ...authenticated }) ?? {};
}
