import type { SignedOperation } from '../protocol/operation.ts';
import { accessDenied, ServiceFailure } from '../protocol/service-failure.ts';
import { durationOf, SERIAL_NUMBER, SESSION_DURATION, TOKEN_CODE, validate } from './constraints.ts';
import { credentialsXml, issueSession } from './issue-session.ts';
import { checkMfa } from './mfa-check.ts';

/** GetSessionToken's `DurationSeconds` for an IAM user when it is left out: 12 hours. */
const DEFAULT_SESSION_DURATION = 43_200;

/** GetCallerIdentity: needs no permission, answers every identity. */
export const getCallerIdentity: SignedOperation = ({ caller }) => ({
  Arn: caller.arn,
  UserId: caller.userId,
  Account: caller.accountId,
});

/** GetSessionToken: for long-term credentials only; with serial number and code it is an MFA session. */
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
 * An operation that STS has and the sandbox does not play. It still refuses a user's session as STS does:
 * such a session may only call AssumeRole and GetCallerIdentity.
 */
export const notPlayed =
  (operation: string): SignedOperation =>
  ({ caller }) => {
    if (caller.kind === 'mfa' || caller.kind === 'session') {
      throw accessDenied(`Cannot call ${operation} with session credentials`);
    }
    throw new ServiceFailure('InvalidAction', 400, `The sandbox does not play ${operation}`);
  };
