import { areLongTerm, type Credentials, type Session } from '../../core/aws/credentials.ts';
import { ServiceError } from '../../core/aws/service-error.ts';
import { AwsroleError } from '../../core/errors.ts';
import { isAccessDenied } from '../../core/explain/explain.ts';
import type { MfaUse, Plan, RoleStep } from '../../core/plan/types.ts';
import { lockTimes, waitingNote } from '../lock-wait.ts';
import { discoverDevice, rememberDevice } from '../mfa/device.ts';
import { withCode } from '../mfa/mfa-code.ts';
import { forSigning, knownSerial, liveMfaSession, obtainMfaSession } from '../mfa/mfa-session.ts';
import { calling, explained, stsSettings, unsignedSettings } from '../service-call.ts';
import { sourceCredentials } from '../sources/credentials.ts';
import type { ObtainOptions, World } from '../world.ts';
import { assumeBehindMfa } from './behind-mfa.ts';
import { assumeRole, contextOf, tryAssumeRole } from './role-call.ts';

/** Assumes the first role of a chain, with MFA as the plan has it. */
export const assumeFirstRole = async (plan: Plan, options: ObtainOptions, world: World): Promise<Session> => {
  const role = plan.roles[0] as RoleStep;
  if (plan.source.kind === 'web-identity')
    return assumeWithToken(plan, role, plan.source.tokenFile.value, world);
  switch (plan.mfa.mode) {
    case 'none':
      return assumeRole(plan, role, await sourceCredentials(plan.source, world), 'none', undefined, world);
    case 'session':
      return behindMfaSession(plan, role, plan.mfa.durationSeconds, options, world);
    case 'code':
      return directly(plan, role, options, world);
    case 'if-refused':
      return mfaIfRefused(plan, role, plan.mfa, options, world);
  }
};

const behindMfaSession = async (
  plan: Plan,
  role: RoleStep,
  durationSeconds: number,
  options: ObtainOptions,
  world: World,
): Promise<Session> => {
  const need = forSigning(durationSeconds);
  const mfa = await obtainMfaSession(plan, need, options, world);
  if (mfa) return assumeBehindMfa(plan, role, mfa, need, options, world);
  // the source turned out to be a session already: whatever MFA it has is inside
  return assumeRole(plan, role, await sourceCredentials(plan.source, world), 'none', undefined, world);
};

/** Past one hour: the code goes into this very call. */
const directly = async (
  plan: Plan,
  role: RoleStep,
  options: ObtainOptions,
  world: World,
): Promise<Session> => {
  const credentials = await sourceCredentials(plan.source, world);
  const known = await knownSerial(plan, world);
  const serial =
    known ?? (areLongTerm(credentials) ? await discoverDevice(plan, credentials, world) : undefined);
  if (serial) return withCodeInCall(plan, role, serial, credentials, options, world);
  return assumeRole(plan, role, credentials, 'none', undefined, world);
};

/** One code for this role alone: under the device's lock, since another question may be open for the same device. */
const withCodeInCall = async (
  plan: Plan,
  role: RoleStep,
  serialNumber: string,
  credentials: Credentials,
  options: ObtainOptions,
  world: World,
): Promise<Session> => {
  if (!areLongTerm(credentials)) return assumeRole(plan, role, credentials, 'none', undefined, world);
  world.sts.warmUp(stsSettings(plan, credentials));
  const context = await contextOf(plan, role, credentials, 'call', world);
  return world.locks.withLock(
    `mfa ${serialNumber}`,
    async () => {
      const session = await withCode(
        plan,
        serialNumber,
        options.code,
        world,
        tokenCode =>
          tryAssumeRole(plan, role, credentials, { serialNumber, tokenCode }, context.roleSessionName, world),
        error => explained(error, { ...context, serial: serialNumber }),
      );
      await rememberDevice(credentials.accessKeyId, serialNumber, world);
      return session;
    },
    { ...lockTimes(world), doing: 'asking for an MFA code', onWait: waitingNote(world) },
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
  world: World,
): Promise<Session> => {
  const need = forSigning(durationSeconds);
  const known = await knownSerial(plan, world);
  const live = known && then === 'session' ? await liveMfaSession(plan, known, world, need) : undefined;
  if (live) return assumeBehindMfa(plan, role, { session: live, isNew: false }, need, options, world);
  const credentials = await sourceCredentials(plan.source, world);
  const context = await contextOf(plan, role, credentials, 'none', world);
  try {
    return await tryAssumeRole(plan, role, credentials, undefined, context.roleSessionName, world);
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    const refused = explained(error, context);
    if (!isAccessDenied(error) || !areLongTerm(credentials)) throw refused;
    const serial = known ?? (await deviceOrThrow(plan, credentials, refused, world));
    if (then === 'code') return withCodeInCall(plan, role, serial, credentials, options, world);
    await rememberDevice(credentials.accessKeyId, serial, world);
    const mfa = await obtainMfaSession(plan, need, options, world);
    if (!mfa) throw refused;
    return assumeBehindMfa(plan, role, mfa, need, options, world);
  }
};

/** A user without a device cannot do better: then the refusal itself is what to show. */
const deviceOrThrow = async (
  plan: Plan,
  credentials: Credentials,
  refused: Error,
  world: World,
): Promise<string> => {
  let serial: string | undefined;
  try {
    serial = await discoverDevice(plan, credentials, world);
  } catch (error) {
    if (!(error instanceof AwsroleError) || error.exitCode === 130) throw error;
    world.terminal.note(error.message);
  }
  if (!serial) throw refused;
  return serial;
};

const assumeWithToken = async (
  plan: Plan,
  role: RoleStep,
  tokenFile: string,
  world: World,
): Promise<Session> => {
  const webIdentityToken = await world.sources.webIdentityToken(tokenFile);
  const roleSessionName = role.roleSessionName ?? 'awsrole';
  return calling(
    { plan, clock: world.clock, step: 'web-identity', role, seconds: role.durationSeconds, roleSessionName },
    () =>
      world.sts.assumeRoleWithWebIdentity(unsignedSettings(plan), {
        roleArn: role.roleArn.value,
        roleSessionName,
        durationSeconds: role.durationSeconds,
        webIdentityToken,
      }),
  );
};
