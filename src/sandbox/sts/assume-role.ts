import type { SignedCall, SignedOperation } from '../protocol/operation.ts';
import { notAuthorized, validationError } from '../protocol/service-failure.ts';
import { type Role, roleWithArn } from '../state/world.ts';
import {
  durationOf,
  EXTERNAL_ID,
  ROLE_ARN,
  ROLE_DURATION,
  ROLE_SESSION_NAME,
  SERIAL_NUMBER,
  SOURCE_IDENTITY,
  TOKEN_CODE,
  validate,
} from './constraints.ts';
import { assumedRoleXml, credentialsXml, issueSession, roleCaller } from './issue-session.ts';
import { checkMfa } from './mfa-check.ts';
import { maySetSourceIdentity, trustConditionsHold, trustsPrincipal } from './trust.ts';

/** The default `DurationSeconds` of AssumeRole, and the maximum for a caller with session credentials. */
const ONE_HOUR = 3600;
const CONSTRAINTS = [
  ROLE_ARN,
  ROLE_SESSION_NAME,
  ROLE_DURATION,
  EXTERNAL_ID,
  SOURCE_IDENTITY,
  SERIAL_NUMBER,
  TOKEN_CODE,
];

/**
 * AssumeRole. It checks the duration before it uses up an MFA code, and the trust policy after that. Session credentials,
 * including an MFA session, get at most one hour: users of AWS report this limit.
 */
export const answerAssumeRole: SignedOperation = call => {
  const { world, parameters, caller, now } = call;
  validate(parameters, CONSTRAINTS);
  const roleArn = checkRoleArn(parameters.get('RoleArn') ?? '');
  const durationSeconds = durationOf(parameters) ?? ONE_HOUR;
  checkChainedDuration(call, durationSeconds);
  const role = roleWithArn(world, roleArn);
  const trusted = role !== undefined && trustsPrincipal(world, role, caller);
  if (trusted) checkMaxDuration(role, durationSeconds);
  const hasCode = checkMfa(caller, parameters, now);
  const roleSessionName = parameters.get('RoleSessionName') ?? '';
  const request = {
    // a code does not add MFA to a session without MFA
    mfaPresent: caller.mfaPresent || (caller.kind === 'long-term' && hasCode),
    roleSessionName,
    externalId: parameters.get('ExternalId'),
  };
  if (!trusted || !trustConditionsHold(role, caller, request)) {
    throw notAuthorized(caller.arn, 'sts:AssumeRole', roleArn);
  }
  const sourceIdentity = sourceIdentityOf(call, role);
  const session = issueSession(world, {
    caller: roleCaller(world, role, roleSessionName, sourceIdentity),
    issuedBy: call.accessKeyId,
    now,
    durationSeconds,
  });
  return {
    SourceIdentity: sourceIdentity,
    AssumedRoleUser: assumedRoleXml(session.caller),
    Credentials: credentialsXml(session),
    PackedPolicySize: parameters.has('Policy') ? 1 : undefined,
  };
};

/** Returns the role ARN. Throws a ValidationError for any other text. */
export function checkRoleArn(roleArn: string): string {
  if (!/^arn:[^:\s]+:iam::\d{12}:role\/\S+$/.test(roleArn)) throw validationError(`${roleArn} is invalid`);
  return roleArn;
}

/** Throws a ValidationError when the duration exceeds the role's maximum. */
export function checkMaxDuration(role: Role, durationSeconds: number): void {
  if (durationSeconds <= role.maxSessionDuration) return;
  throw validationError('The requested DurationSeconds exceeds the MaxSessionDuration set for this role.');
}

function checkChainedDuration({ caller }: SignedCall, durationSeconds: number): void {
  if (caller.kind === 'long-term' || durationSeconds <= ONE_HOUR) return;
  throw validationError(
    'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.',
  );
}

/** The source identity of the new session: the requested one, else the caller's, which role chaining keeps. */
function sourceIdentityOf({ caller, parameters }: SignedCall, role: Role): string | undefined {
  const requested = parameters.get('SourceIdentity');
  if (requested !== undefined && !maySetSourceIdentity(role, caller, requested)) {
    throw notAuthorized(caller.arn, 'sts:SetSourceIdentity', role.arn);
  }
  return requested ?? caller.sourceIdentity;
}
