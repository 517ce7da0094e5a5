import { areLongTerm, type Credentials, type Session } from '../../core/aws/credentials.ts';
import { ServiceError } from '../../core/aws/service-error.ts';
import { AwsroleError } from '../../core/errors.ts';
import { isAccessDenied } from '../../core/explain/explain.ts';
import type { MfaUse, Plan, RoleStep } from '../../core/plan/types.ts';
import type { Ports } from '../../ports/ports.ts';
import { lockTimes, waitingNote } from '../lock-wait.ts';
import { discoverDevice, rememberDevice } from '../mfa/device.ts';
import { withCode } from '../mfa/mfa-code.ts';
import { forSigning, knownSerial, liveMfaSession, obtainMfaSession } from '../mfa/mfa-session.ts';
import type { ObtainOptions } from '../obtain.ts';
import { calling, explained, stsSettings, unsignedSettings } from '../service-call.ts';
import { sourceCredentials } from '../sources/credentials.ts';
import { assumeBehindMfa } from './behind-mfa.ts';
import { assumeRole, contextOf, tryAssumeRole } from './role-call.ts';

/** Assumes the first role of a chain, with MFA as the plan has it. */
export const assumeFirstRole = async (plan: Plan, options: ObtainOptions, ports: Ports): Promise<Session> => {
  const role = plan.roles[0] as RoleStep;
  if (plan.source.kind === 'web-identity')
    return assumeWithToken(plan, role, plan.source.tokenFile.value, ports);
  switch (plan.mfa.mode) {
    case 'none':
      return assumeRole(plan, role, await sourceCredentials(plan.source, ports), 'none', undefined, ports);
    case 'session':
      return behindMfaSession(plan, role, plan.mfa.durationSeconds, options, ports);
    case 'code':
      return directly(plan, role, options, ports);
    case 'if-refused':
      return mfaIfRefused(plan, role, plan.mfa, options, ports);
  }
};

const behindMfaSession = async (
  plan: Plan,
  role: RoleStep,
  durationSeconds: number,
  options: ObtainOptions,
  ports: Ports,
): Promise<Session> => {
  const need = forSigning(durationSeconds);
  const mfa = await obtainMfaSession(plan, need, options, ports);
  if (mfa) return assumeBehindMfa(plan, role, mfa, need, options, ports);
  // the source turned out to be a session already: whatever MFA it has is inside
  return assumeRole(plan, role, await sourceCredentials(plan.source, ports), 'none', undefined, ports);
};

/** Past one hour: the code goes into this very call. */
const directly = async (
  plan: Plan,
  role: RoleStep,
  options: ObtainOptions,
  ports: Ports,
): Promise<Session> => {
  const credentials = await sourceCredentials(plan.source, ports);
  const known = await knownSerial(plan, ports);
  const serial =
    known ?? (areLongTerm(credentials) ? await discoverDevice(plan, credentials, ports) : undefined);
  if (serial) return withCodeInCall(plan, role, serial, credentials, options, ports);
  return assumeRole(plan, role, credentials, 'none', undefined, ports);
};

/** One code for this role alone: under the device's lock, since another question may be open for the same device. */
const withCodeInCall = async (
  plan: Plan,
  role: RoleStep,
  serialNumber: string,
  credentials: Credentials,
  options: ObtainOptions,
  ports: Ports,
): Promise<Session> => {
  if (!areLongTerm(credentials)) return assumeRole(plan, role, credentials, 'none', undefined, ports);
  ports.sts.warmUp(stsSettings(plan, credentials));
  const context = await contextOf(plan, role, credentials, 'call', ports);
  return ports.locks.withLock(
    `mfa ${serialNumber}`,
    async () => {
      const session = await withCode(
        plan,
        serialNumber,
        options.code,
        ports,
        tokenCode =>
          tryAssumeRole(plan, role, credentials, { serialNumber, tokenCode }, context.roleSessionName, ports),
        error => explained(error, { ...context, serial: serialNumber }),
      );
      await rememberDevice(credentials.accessKeyId, serialNumber, ports);
      return session;
    },
    { ...lockTimes(ports), doing: 'asking for an MFA code', onWait: waitingNote(ports) },
  );
};

/**
 * No serial number is written: a session of a device that is known already is used if one is alive; else the role is
 * tried without MFA, so that nobody is asked for nothing; only a refusal makes it look for a device.
 */
const mfaIfRefused = async (
  plan: Plan,
  role: RoleStep,
  { then, durationSeconds }: Extract<MfaUse, { mode: 'if-refused' }>,
  options: ObtainOptions,
  ports: Ports,
): Promise<Session> => {
  const need = forSigning(durationSeconds);
  const known = await knownSerial(plan, ports);
  const live = known && then === 'session' ? await liveMfaSession(plan, known, ports, need) : undefined;
  if (live) return assumeBehindMfa(plan, role, { session: live, isNew: false }, need, options, ports);
  const credentials = await sourceCredentials(plan.source, ports);
  const context = await contextOf(plan, role, credentials, 'none', ports);
  try {
    return await tryAssumeRole(plan, role, credentials, undefined, context.roleSessionName, ports);
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    const refused = explained(error, context);
    if (!isAccessDenied(error) || !areLongTerm(credentials)) throw refused;
    const serial = known ?? (await deviceOrThrow(plan, credentials, refused, ports));
    if (then === 'code') return withCodeInCall(plan, role, serial, credentials, options, ports);
    await rememberDevice(credentials.accessKeyId, serial, ports);
    const mfa = await obtainMfaSession(plan, need, options, ports);
    if (!mfa) throw refused;
    return assumeBehindMfa(plan, role, mfa, need, options, ports);
  }
};

/** A user without a device cannot do better: then the refusal itself is what to show. */
const deviceOrThrow = async (
  plan: Plan,
  credentials: Credentials,
  refused: Error,
  ports: Ports,
): Promise<string> => {
  let serial: string | undefined;
  try {
    serial = await discoverDevice(plan, credentials, ports);
  } catch (error) {
    if (!(error instanceof AwsroleError) || error.exitCode === 130) throw error;
    ports.terminal.note(error.message);
  }
  if (!serial) throw refused;
  return serial;
};

const assumeWithToken = async (
  plan: Plan,
  role: RoleStep,
  tokenFile: string,
  ports: Ports,
): Promise<Session> => {
  const webIdentityToken = await ports.sources.webIdentityToken(tokenFile);
  const roleSessionName = role.roleSessionName ?? 'awsrole';
  return calling(
    { plan, clock: ports.clock, step: 'web-identity', role, seconds: role.durationSeconds, roleSessionName },
    () =>
      ports.sts.assumeRoleWithWebIdentity(unsignedSettings(plan), {
        roleArn: role.roleArn.value,
        roleSessionName,
        durationSeconds: role.durationSeconds,
        webIdentityToken,
      }),
  );
};
