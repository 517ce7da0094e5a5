import { areLongTerm, type Credentials, type Session } from '../../core/aws/credentials.ts';
import { isAccessDenied, isSignerInvalid, type ServiceError } from '../../core/aws/service-error.ts';
import { AwsroleError } from '../../core/errors.ts';
import type { MfaUse, Plan } from '../../core/plan/types.ts';
import type { Ports } from '../../ports/ports.ts';
import { doOnce } from '../lock.ts';
import { callService, stsSettings } from '../service-call.ts';
import { sourceCredentials } from '../sources/credentials.ts';
import { withCode } from './code.ts';
import { discoverDevice, rememberDevice } from './device.ts';
import {
  forSigning,
  knownSerial,
  liveMfaSession,
  type MfaNeed,
  type MfaSession,
  obtainMfaSession,
} from './session.ts';

/** The MFA parameters of an AssumeRole call. */
export interface CallMfa {
  readonly serialNumber: string;
  readonly tokenCode: string;
}

/** What signs the AssumeRole call of a role, and how the call carries MFA. */
export interface Signer {
  readonly credentials: Credentials & Pick<Partial<Session>, 'assumedRoleArn'>;
  /** `session`: an MFA session signs · `call`: the call itself carries a code · `none`: no MFA */
  readonly mfa: 'session' | 'call' | 'none';
  /** the device, where the call carries a code */
  readonly serial?: string;
  /** Makes the call; it may be made again with another code when the service rejected the first. */
  send(call: (mfa: CallMfa | undefined) => Promise<Session>): Promise<Session>;
  /** The signer to try after a refusal; undefined when the refusal stands. */
  afterRefusal?(refusal: ServiceError): Promise<Signer | undefined>;
}

/** A signer whose credentials are used as they are. */
export const plainSigner = (credentials: Signer['credentials']): Signer => ({
  credentials,
  mfa: 'none',
  send: call => call(undefined),
});

/**
 * What signs the first AssumeRole of a plan: the source's own credentials, an MFA session, or the source's credentials
 * with a code in the call.
 *
 * @param code the MFA code of `--code`
 * @throws AwsroleError when the source has no credentials, or a code is needed and nobody can be asked
 */
export const signerOf = async (plan: Plan, code: string | undefined, ports: Ports): Promise<Signer> => {
  switch (plan.mfa.mode) {
    case 'none':
      return plainSigner(await sourceCredentials(plan.source, ports));
    case 'session': {
      const need = forSigning(plan.mfa.durationSeconds, code);
      const mfa = await obtainMfaSession(plan, need, ports);
      // the source gave session credentials: whatever MFA they have is inside
      return mfa
        ? sessionSigner(plan, mfa, need, ports)
        : plainSigner(await sourceCredentials(plan.source, ports));
    }
    case 'code': {
      const credentials = await sourceCredentials(plan.source, ports);
      if (!areLongTerm(credentials)) return plainSigner(credentials);
      const serial = (await knownSerial(plan, ports)) ?? (await discoverDevice(plan, credentials, ports));
      return serial ? codeSigner(plan, credentials, serial, code, ports) : plainSigner(credentials);
    }
    case 'if-refused':
      return signerWithoutSerial(plan, plan.mfa, code, ports);
  }
};

/**
 * An MFA session as signer. A cached session may have been revoked since: where the service no longer takes it and a
 * code can be had, a new one is made, once.
 */
const sessionSigner = (
  plan: Plan,
  mfa: Pick<MfaSession, 'session' | 'isNew'>,
  need: MfaNeed,
  ports: Ports,
): Signer => {
  const signer: Signer = { ...plainSigner(mfa.session), mfa: 'session' };
  if (mfa.isNew || !canGetCode(plan, need.code, ports)) return signer;
  return {
    ...signer,
    afterRefusal: async refusal => {
      if (!isSignerInvalid(refusal)) return undefined;
      await checkSource(plan, ports);
      ports.terminal.note(
        `AWS no longer takes the MFA session of profile '${plan.source.profile}' (${refusal.code}): a new one is needed`,
      );
      const renewed = await obtainMfaSession(plan, { ...need, instead: mfa.session }, ports);
      return renewed && { ...plainSigner(renewed.session), mfa: 'session' };
    },
  };
};

const canGetCode = (plan: Plan, code: string | undefined, ports: Ports): boolean =>
  code !== undefined || plan.mfaProcess !== undefined || ports.terminal.canAsk;

/** No code is asked for when the source's own keys are gone too. A process may itself ask, so it is not run again. */
const checkSource = async (plan: Plan, ports: Ports): Promise<void> => {
  if (plan.source.kind === 'process') return;
  const credentials = await sourceCredentials(plan.source, ports);
  await callService({ plan, clock: ports.clock, step: 'identity' }, () =>
    ports.sts.getCallerIdentity(stsSettings(plan, credentials)),
  );
};

/** Long-term keys with one code for this call alone. The device's lock is held: another question may be open for it. */
const codeSigner = (
  plan: Plan,
  credentials: Credentials,
  serial: string,
  code: string | undefined,
  ports: Ports,
): Signer => {
  ports.sts.warmUp(stsSettings(plan, credentials));
  return {
    credentials,
    mfa: 'call',
    serial,
    send: call =>
      doOnce(
        `mfa ${serial}`,
        {
          doing: 'asking for an MFA code',
          work: async () => {
            const session = await withCode(
              { plan, serial, code },
              tokenCode => call({ serialNumber: serial, tokenCode }),
              ports,
            );
            await rememberDevice(credentials.accessKeyId, serial, ports);
            return session;
          },
        },
        ports,
      ),
  };
};

/**
 * The signer where no serial number is written: a live session of a device that is known already; else the source's
 * credentials without MFA, so that roles that do not need a code never ask for one. Only a refusal makes awsrole look
 * for a device.
 */
const signerWithoutSerial = async (
  plan: Plan,
  { then, durationSeconds }: Extract<MfaUse, { mode: 'if-refused' }>,
  code: string | undefined,
  ports: Ports,
): Promise<Signer> => {
  const need = forSigning(durationSeconds, code);
  const known = await knownSerial(plan, ports);
  const live = known && then === 'session' ? await liveMfaSession(plan, known, ports, need) : undefined;
  if (live) return sessionSigner(plan, { session: live, isNew: false }, need, ports);
  const credentials = await sourceCredentials(plan.source, ports);
  return {
    ...plainSigner(credentials),
    afterRefusal: async refusal => {
      if (!isAccessDenied(refusal) || !areLongTerm(credentials)) return undefined;
      const serial = known ?? (await discoverIfPossible(plan, credentials, ports));
      if (!serial) return undefined;
      if (then === 'code') return codeSigner(plan, credentials, serial, code, ports);
      await rememberDevice(credentials.accessKeyId, serial, ports);
      const mfa = await obtainMfaSession(plan, need, ports);
      return mfa && sessionSigner(plan, mfa, need, ports);
    },
  };
};

/** The device of a user; a failed search is a note, since the refusal before it is what to show. */
const discoverIfPossible = async (
  plan: Plan,
  credentials: Credentials,
  ports: Ports,
): Promise<string | undefined> => {
  try {
    return await discoverDevice(plan, credentials, ports);
  } catch (error) {
    if (!(error instanceof AwsroleError) || error.exitCode === 130) throw error;
    ports.terminal.note(error.message);
    return undefined;
  }
};
