import type { UnsignedOperation } from '../protocol/operation.ts';
import { accessDenied, ServiceFailure } from '../protocol/service-failure.ts';
import { roleWithArn } from '../state/world.ts';
import { checkMaxDuration, checkRoleArn } from './assume-role.ts';
import {
  durationOf,
  ROLE_ARN,
  ROLE_DURATION,
  ROLE_SESSION_NAME,
  validate,
  WEB_IDENTITY_TOKEN,
} from './constraints.ts';
import { assumedRoleXml, credentialsXml, issueSession, roleCaller } from './issue-session.ts';

/** AssumeRoleWithWebIdentity: unsigned. Accepts the registered tokens of the world until they expire. */
export const assumeRoleWithWebIdentity: UnsignedOperation = ({ world, parameters, now }) => {
  validate(parameters, [ROLE_ARN, ROLE_SESSION_NAME, ROLE_DURATION, WEB_IDENTITY_TOKEN]);
  const roleArn = checkRoleArn(parameters.get('RoleArn') ?? '');
  const token = parameters.get('WebIdentityToken');
  const identity = world.webIdentities.find(candidate => candidate.token === token);
  if (identity === undefined) {
    throw new ServiceFailure('InvalidIdentityToken', 400, 'The web identity token could not be verified');
  }
  if (identity.expiresAt !== undefined && identity.expiresAt <= now) {
    throw new ServiceFailure(
      'ExpiredTokenException',
      400,
      `Token expired: current date/time ${seconds(now)} must be before the expiration date/time ${seconds(identity.expiresAt)}`,
    );
  }
  const role = roleWithArn(world, roleArn);
  if (role === undefined || !identity.roleArns.includes(roleArn)) {
    throw accessDenied('Not authorized to perform sts:AssumeRoleWithWebIdentity');
  }
  const durationSeconds = durationOf(parameters) ?? 3600;
  checkMaxDuration(role, durationSeconds);
  const session = issueSession(world, {
    caller: roleCaller(world, role, parameters.get('RoleSessionName') ?? ''),
    issuedBy: 'web-identity',
    now,
    durationSeconds,
  });
  return {
    AssumedRoleUser: assumedRoleXml(session.caller),
    Audience: identity.audience,
    Credentials: credentialsXml(session),
    Provider: identity.provider,
    SubjectFromWebIdentityToken: identity.subject,
  };
};

const seconds = (time: number): number => Math.floor(time / 1000);
