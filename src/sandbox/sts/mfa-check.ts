import type { Parameters } from '../protocol/query-protocol.ts';
import { accessDenied } from '../protocol/service-failure.ts';
import { acceptCode } from '../state/totp.ts';
import type { Caller } from '../state/world.ts';

/**
 * Checks `SerialNumber` and `TokenCode` of the calling user and uses the code up.
 *
 * @param now epoch milliseconds
 * @returns false when the call has neither parameter
 * @throws ServiceFailure AccessDenied in the words of STS: one parameter is missing; the user has no such device with
 * codes (a role has no devices); or the code is wrong or used
 */
export function checkMfa(caller: Caller, parameters: Parameters, now: number): boolean {
  const serial = parameters.get('SerialNumber');
  const code = parameters.get('TokenCode');
  if (serial === undefined && code === undefined) return false;
  if (serial === undefined || code === undefined) {
    throw accessDenied(
      'MultiFactorAuthentication failed, must provide both MFA serial number and one time pass code.',
    );
  }
  const device = caller.user?.mfaDevices.find(candidate => candidate.serial === serial);
  if (device?.secret === undefined) {
    throw accessDenied(
      'MultiFactorAuthentication failed, unable to validate MFA code.  Please verify your MFA serial number is valid and associated with this user.',
    );
  }
  if (!acceptCode(device, code, now)) {
    throw accessDenied('MultiFactorAuthentication failed with invalid MFA one time pass code. ');
  }
  return true;
}
