import { areLongTerm, type Credentials, type Session } from '../../core/aws/credentials.ts';
import { isAccessDenied, isSignerInvalid, type ServiceError } from '../../core/aws/service-error.ts';
import { AwsroleError } from '../../core/errors.ts';
import { quotedMessage } from '../../core/explain/context.ts';
import type { MfaUse, Plan } from '../../core/plan/types.ts';
import type { Ports } from '../../ports/ports.ts';
import { doOnce } from '../lock.ts';
import { callService, stsSettings } from '../service-call.ts';
import { sourceCredentials } from '../sources/credentials.ts';
import { withCode } from './code.ts';
import { discoverDevice, rememberDevice } from './device.ts';
import {
  knownSerial,
  liveMfaSession,
  type MfaNeed,
  type MfaSession,
  needForSigning,
  obtainMfaSession,
} from './session.ts';

/** The MFA parameters of an AssumeRole call. */
export interface CallMfa {
  readonly serialNumber: string;
  readonly tokenCode: string;
}

/** The credentials that sign the AssumeRole call of a role, and the MFA of that call. */
export interface Signer {
  readonly credentials: Credentials & Pick<Partial<Session>, 'assumedRoleArn'>;
  /** `session`: an MFA session signs · `call`: the call itself carries a code · `none`: no MFA */
  readonly mfa: 'session' | 'call' | 'none';
  /** the serial number of the device, for a call that carries a code */
  readonly serial?: string;
  /** Makes the call; makes it again with another code when STS rejects the first code. */
  send(call: (mfa: CallMfa | undefined) => Promise<Session>): Promise<Session>;
  /** Returns the signer with which to try again after STS has refused the call; undefined to report the refusal. */
  afterRefusal?(refusal: ServiceError): Promise<Signer | undefined>;
}

/** A signer without MFA parameters and without a second try. */
export const plainSigner = (credentials: Signer['credentials']): Signer => ({
  credentials,
  mfa: 'none',
  send: call => call(undefined),
});

/**
 * The signer of the first AssumeRole call of a plan, by the MFA mode of the plan: the credentials of the source, an MFA
 * session, or the credentials of the source with a code in the call.
 *
 * @param code the MFA code of `--code`
 * @throws AwsroleError when the source has no credentials, or awsrole cannot obtain a required MFA code
 */
export const firstSigner = async (plan: Plan, code: string | undefined, ports: Ports): Promise<Signer> => {
  switch (plan.mfa.mode) {
    case 'none':
      return plainSigner(await sourceCredentials(plan.source, ports));
    case 'session': {
      const need = needForSigning(plan.mfa.durationSeconds, code);
      const mfa = await obtainMfaSession(plan, need, ports);
      // without an MFA session the source provides session credentials, which cannot carry another code
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
 * Signs with an MFA session. An administrator may have revoked a cached session: when STS rejects it and awsrole can
 * obtain a code, `afterRefusal` makes a new session. A new session gets no second try.
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
      await checkSourceKeys(plan, ports);
      ports.terminal.note(
        `AWS no longer accepts the MFA session of profile '${plan.source.profile}' (${refusal.code}): a new one is required`,
      );
      const renewed = await obtainMfaSession(plan, { ...need, rejected: mfa.session }, ports);
      return renewed && { ...plainSigner(renewed.session), mfa: 'session' };
    },
  };
};

const canGetCode = (plan: Plan, code: string | undefined, ports: Ports): boolean =>
  code !== undefined || plan.mfaProcess !== undefined || ports.terminal.canAsk;

/**
 * Fails when STS rejects the source's own keys too, so that awsrole does not prompt for a code in vain. It does not run
 * a credential process again, since that may prompt.
 */
const checkSourceKeys = async (plan: Plan, ports: Ports): Promise<void> => {
  if (plan.source.kind === 'process') return;
  const credentials = await sourceCredentials(plan.source, ports);
  await callService({ plan, clock: ports.clock, step: 'identity' }, () =>
    ports.sts.getCallerIdentity(stsSettings(plan, credentials)),
  );
};

/**
 * Signs with long-term keys and sends one code in the call itself. The call holds the lock of the device, so that only
 * one process at a time prompts for its code.
 */
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
 * The signer for a plan without a serial number: a live MFA session of a remembered device, else the credentials of the
 * source without MFA, so that roles that do not need a code never ask for one. awsrole looks for a device only after STS
 * has denied access.
 */
const signerWithoutSerial = async (
  plan: Plan,
  { then, durationSeconds }: Extract<MfaUse, { mode: 'if-refused' }>,
  code: string | undefined,
  ports: Ports,
): Promise<Signer> => {
  const need = needForSigning(durationSeconds, code);
  const known = await knownSerial(plan, ports);
  const live = known && then === 'session' ? await liveMfaSession(plan, known, ports, need) : undefined;
  if (live) return sessionSigner(plan, { session: live, isNew: false }, need, ports);
  const credentials = await sourceCredentials(plan.source, ports);
  return {
    ...plainSigner(credentials),
    afterRefusal: async refusal => {
      if (!isAccessDenied(refusal) || !areLongTerm(credentials)) return undefined;
      const { announce, announcing } = announcementOf(plan, refusal, ports);
      const serial = known ?? (await discoverIfPossible(plan, credentials, ports, announcing));
      if (!serial) return undefined;
      announce();
      if (then === 'code') return codeSigner(plan, credentials, serial, code, ports);
      await rememberDevice(credentials.accessKeyId, serial, ports);
      const mfa = await obtainMfaSession(plan, need, ports);
      return mfa && sessionSigner(plan, mfa, need, ports);
    },
  };
};

/**
 * The note with the refusal in the words of STS. It comes once, before every other note and question, so that the user
 * knows why awsrole asks for a code, and can see a refusal that no code changes.
 *
 * @returns `announce` writes the note; `announcing` are ports that write it before their first note or question
 */
const announcementOf = (
  plan: Plan,
  refusal: ServiceError,
  ports: Ports,
): { announce: () => void; announcing: Ports } => {
  const { terminal } = ports;
  let isDone = false;
  const announce = (): void => {
    if (isDone) return;
    isDone = true;
    const name = plan.roles[0]?.profile ?? plan.profile;
    terminal.note(
      `profile '${name}': STS refuses the role without MFA: ${quotedMessage(refusal)} (${refusal.code})`,
    );
  };
  const announcing: Ports = {
    ...ports,
    terminal: {
      canAsk: terminal.canAsk,
      isInteractive: terminal.isInteractive,
      progress: text => terminal.progress(text),
      ask: (prompt, options) => {
        announce();
        return terminal.ask(prompt, options);
      },
      note: text => {
        announce();
        terminal.note(text);
      },
    },
  };
  return { announce, announcing };
};

/** Finds the device of a user. A failure causes a note, and awsrole then reports the refusal by STS. */
const discoverIfPossible = async (
  plan: Plan,
  credentials: Credentials,
  ports: Ports,
  announcing: Ports,
): Promise<string | undefined> => {
  try {
    return await discoverDevice(plan, credentials, announcing);
  } catch (error) {
    if (!(error instanceof AwsroleError) || error.exitCode === 130) throw error;
    ports.terminal.note(error.message);
    return undefined;
  }
};
