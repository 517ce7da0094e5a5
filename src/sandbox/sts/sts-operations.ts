import type { SignedOperation } from '../protocol/operation.ts';
import { accessDenied, ServiceFailure } from '../protocol/service-failure.ts';
import { durationOf, SERIAL_NUMBER, SESSION_DURATION, TOKEN_CODE, validate } from './constraints.ts';
import { credentialsXml, issueSession } from './issue-session.ts';
import { checkMfa } from './mfa-check.ts';

/** The default `DurationSeconds` of GetSessionToken for an IAM user: 12 hours. */
const DEFAULT_SESSION_DURATION = 43_200;

/** GetCallerIdentity: answers every caller, because it needs no permission. */
export const getCallerIdentity: SignedOperation = ({ caller }) => ({
  Arn: caller.arn,
  UserId: caller.userId,
  Account: caller.accountId,
});

/** GetSessionToken: for long-term credentials only. With a serial number and an MFA code it returns an MFA session. */
export const getSessionToken: SignedOperation = ({ world, parameters, caller, accessKeyId, now }) => {
  if (caller.kind !== 'long-term') {
    throw accessDenied('Cannot call GetSessionToken with session credentials');
  }
  validate(parameters, [SESSION_DURATION, SERIAL_NUMBER, TOKEN_CODE]);
  const mfaPresent = checkMfa(caller, parameters, now);
  const session = issueSession(world, {
    caller: { ...caller, kind: mfaPresent ? 'mfa' : 'session', mfaPresent },
    issuedBy: accessKeyId,
    now,
    durationSeconds: durationOf(parameters) ?? DEFAULT_SESSION_DURATION,
  });
  return { Credentials: credentialsXml(session) };
};

/**
 * An STS operation that the sandbox does not support. It still refuses a GetSessionToken session as STS does: such a
 * session may only call AssumeRole and GetCallerIdentity.
 */
export const unsupported =
  (operation: string): SignedOperation =>
  ({ caller }) => {
    if (caller.kind === 'mfa' || caller.kind === 'session') {
      throw accessDenied(`Cannot call ${operation} with session credentials`);
    }
    throw new ServiceFailure('InvalidAction', 400, `The sandbox does not support ${operation}`);
  };
