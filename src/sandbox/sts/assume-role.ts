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

/** AssumeRole's `DurationSeconds` when it is left out, and the most that a session's credentials get. */
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
 * AssumeRole. Everything about the duration is refused before an MFA code is used up; trust is judged after.
 * Session credentials of either kind, an MFA session's too, get one hour at most, as users observe it.
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
  const codeGiven = checkMfa(caller, parameters, now);
  const roleSessionName = parameters.get('RoleSessionName') ?? '';
  const request = {
    // A code does not turn a session that began without MFA into one that has it.
    mfaPresent: caller.mfaPresent || (caller.kind === 'long-term' && codeGiven),
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

/** Throws the ValidationError for text that is no role ARN, else returns it. */
export function checkRoleArn(roleArn: string): string {
  if (!/^arn:[^:\s]+:iam::\d{12}:role\/\S+$/.test(roleArn)) throw validationError(`${roleArn} is invalid`);
  return roleArn;
}

/** Throws the ValidationError for more seconds than the role allows. */
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

/** The source identity of the new session: the one asked for, or the caller's own, which a chain keeps. */
function sourceIdentityOf({ caller, parameters }: SignedCall, role: Role): string | undefined {
  const asked = parameters.get('SourceIdentity');
  if (asked !== undefined && !maySetSourceIdentity(role, caller, asked)) {
    throw notAuthorized(caller.arn, 'sts:SetSourceIdentity', role.arn);
  }
  return asked ?? caller.sourceIdentity;
}
