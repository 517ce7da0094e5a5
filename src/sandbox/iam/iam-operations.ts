import type { SignedCall, SignedOperation } from '../protocol/operation.ts';
import { formatTime } from '../protocol/query-protocol.ts';
import {
  invalidClientToken,
  notAuthorized,
  ServiceFailure,
  validationError,
} from '../protocol/service-failure.ts';
import { accountWithId, type Permission, type User } from '../state/world.ts';

/** ListMFADevices: the caller's MFA devices, including FIDO keys. `UserName`, if present, must be the caller. */
export const listMfaDevices: SignedOperation = call => {
  refuseSessionWithoutMfa(call);
  const user = requestedUser(call);
  requirePermission(call, 'iam:ListMFADevices', user.arn, call.caller.principalArn === user.arn);
  return {
    MFADevices: user.mfaDevices.map(device => ({
      UserName: user.name,
      SerialNumber: device.serial,
      EnableDate: formatTime(device.enabledAt),
    })),
    IsTruncated: false,
  };
};

/** ListAccountAliases: the aliases of the caller's account. */
export const listAccountAliases: SignedOperation = call => {
  refuseSessionWithoutMfa(call);
  requirePermission(call, 'iam:ListAccountAliases', '*', true);
  return { AccountAliases: accountWithId(call.world, call.caller.accountId).aliases, IsTruncated: false };
};

/** Throws InvalidClientTokenId for a GetSessionToken session without MFA, which IAM does not accept. */
function refuseSessionWithoutMfa({ caller }: SignedCall): void {
  if (caller.kind === 'session') throw invalidClientToken();
}

function requestedUser({ world, caller, parameters }: SignedCall): User {
  const name = parameters.get('UserName');
  if (name === undefined) {
    if (caller.user !== undefined) return caller.user;
    throw validationError('Must specify userName when calling with non-User credentials');
  }
  const user = world.users.find(
    candidate => candidate.name === name && candidate.accountId === caller.accountId,
  );
  if (user !== undefined) return user;
  throw new ServiceFailure('NoSuchEntity', 404, `The user with name ${name} cannot be found.`);
}

function requirePermission(
  { caller }: SignedCall,
  permission: Permission,
  resource: string,
  inScope: boolean,
): void {
  if (inScope && caller.permissions.has(permission)) return;
  const failure = notAuthorized(caller.arn, permission, resource);
  failure.message += ` because no identity-based policy allows the ${permission} action`;
  throw failure;
}
