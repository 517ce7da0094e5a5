import { areLongTerm, type Session } from '../../core/aws/credentials.ts';
import { isChainingError, isMaxDurationError, ServiceError } from '../../core/aws/service-error.ts';
import { HOUR } from '../../core/plan/roles.ts';
import { type Plan, type RoleStep, type Source, WEB_IDENTITY_SESSION_NAME } from '../../core/plan/types.ts';
import { formatSpan } from '../../core/text/duration.ts';
import type { AssumeRoleRequest } from '../../ports/aws.ts';
import type { Ports } from '../../ports/ports.ts';
import type { Signer } from '../mfa/signer.ts';
import { callService, explainRefusal, stsSettings, unsignedSettings } from '../service-call.ts';
import { webIdentityToken } from '../sources/credentials.ts';
import { sessionNameOf, signerArn } from '../sources/identity.ts';

/** The maximum session durations that the IAM console offers for a role, in seconds, longest first. */
const MAXIMA = [43_200, 28_800, 14_400, 7_200, HOUR];

/**
 * Assumes a role. When STS refuses the call, awsrole tries again with the signer that `signer.afterRefusal` returns.
 *
 * @throws AwsroleError with likely causes and remedies for the last refusal
 */
export const assumeRole = async (
  plan: Plan,
  role: RoleStep,
  signer: Signer,
  ports: Ports,
): Promise<Session> => {
  const { credentials } = signer;
  const roleSessionName = role.roleSessionName ?? sessionNameOf(await signerArn(plan, credentials, ports));
  try {
    return await signer.send(mfa =>
      withAllowedDuration(role, ports, durationSeconds =>
        ports.sts.assumeRole(stsSettings(plan, credentials), {
          ...requestOf(role, roleSessionName),
          ...mfa,
          durationSeconds,
        }),
      ),
    );
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    const next = await signer.afterRefusal?.(error);
    if (next) return assumeRole(plan, role, next, ports);
    throw explainRefusal(error, {
      plan,
      clock: ports.clock,
      step: 'assume-role',
      role,
      usedMfa: signer.mfa,
      serial: signer.serial,
      isSession: !areLongTerm(credentials),
      seconds: role.durationSeconds,
      roleSessionName,
    });
  }
};

const requestOf = (role: RoleStep, roleSessionName: string): AssumeRoleRequest => ({
  roleArn: role.roleArn.value,
  roleSessionName,
  externalId: role.externalId?.value,
  sourceIdentity: role.sourceIdentity?.value,
});

/**
 * Makes a call with the duration of the role. When that exceeds the role's maximum, or the hour of role chaining,
 * awsrole calls again with shorter durations and writes a note about the one that STS accepts.
 *
 * @param call given DurationSeconds
 * @throws ServiceError for every other refusal
 */
const withAllowedDuration = async (
  role: RoleStep,
  ports: Ports,
  call: (durationSeconds: number) => Promise<Session>,
): Promise<Session> => {
  let seconds = role.durationSeconds;
  let limit = '';
  for (;;) {
    try {
      const session = await call(seconds);
      if (seconds !== role.durationSeconds)
        ports.terminal.note(
          `profile '${role.profile}': ${formatSpan(role.durationSeconds * 1000)} exceeds ${limit}; using ${formatSpan(seconds * 1000)}`,
        );
      return session;
    } catch (error) {
      const shorter = error instanceof ServiceError ? shorterThan(seconds, error) : undefined;
      if (shorter === undefined) throw error;
      limit = isChainingError(error as ServiceError)
        ? 'the limit of role chaining'
        : 'the maximum of this role';
      seconds = shorter;
    }
  }
};

const shorterThan = (seconds: number, error: ServiceError): number | undefined => {
  if (isChainingError(error)) return seconds > HOUR ? HOUR : undefined;
  return isMaxDurationError(error) ? MAXIMA.find(maximum => maximum < seconds) : undefined;
};

/**
 * Assumes a role with a web identity token, which replaces credentials.
 *
 * @throws AwsroleError when the token file cannot be read, or STS rejects the token
 */
export const assumeRoleWithToken = async (
  plan: Plan,
  role: RoleStep,
  source: Extract<Source, { kind: 'web-identity' }>,
  ports: Ports,
): Promise<Session> => {
  const token = await webIdentityToken(source, ports);
  const roleSessionName = role.roleSessionName ?? WEB_IDENTITY_SESSION_NAME;
  return callService(
    { plan, clock: ports.clock, step: 'web-identity', role, seconds: role.durationSeconds, roleSessionName },
    () =>
      ports.sts.assumeRoleWithWebIdentity(unsignedSettings(plan), {
        roleArn: role.roleArn.value,
        roleSessionName,
        durationSeconds: role.durationSeconds,
        webIdentityToken: token,
      }),
  );
};
