import { accountOf } from '../../core/aws/arn.ts';
import {
  type CallerIdentity,
  type Credentials,
  ROLE_WINDOW,
  type Session,
  timeLeft,
} from '../../core/aws/credentials.ts';
import type { ClockMeasurement } from '../../core/aws/service-clock.ts';
import { isExpiredToken } from '../../core/aws/service-error.ts';
import { AwsroleError, usageError } from '../../core/errors.ts';
import { defaultMinLeft } from '../../core/mfa/duration.ts';
import { MFA_SOURCE } from '../../core/plan/chain.ts';
import type { Plan } from '../../core/plan/types.ts';
import { formatSpan } from '../../core/text/duration.ts';
import type { Ports } from '../../ports/ports.ts';
import { type MfaNeed, obtainMfaSession } from '../mfa/session.ts';
import { sourceCredentials } from '../sources/credentials.ts';
import { identityOf } from '../sources/identity.ts';
import { type ObtainOptions, obtainRoleSession } from './session.ts';

/** The result of a plan. */
export interface Obtained {
  readonly credentials: Credentials;
  /** the role session, for a plan with a role: equal to `credentials` */
  readonly session?: Session;
  /** the account of the role, or of the caller; undefined when STS did not return the caller */
  readonly accountId: string | undefined;
  readonly roleArn: string | undefined;
  /** undefined unless this machine's clock is wrong */
  readonly clock: ClockMeasurement | undefined;
}

/**
 * Carries out a plan with as few calls and prompts as possible. The steps of a first switch, each of which first looks
 * for a live session:
 *
 * 1. `obtainRoleSession` (role/session.ts) obtains the session of the last role. For role chaining it calls itself for
 *    the role before.
 * 2. `firstSigner` (mfa/signer.ts) chooses the credentials that sign the first AssumeRole call.
 * 3. `obtainMfaSession` (mfa/session.ts) makes an MFA session: `sourceCredentials` (sources/credentials.ts) sign
 *    GetSessionToken, and `withCode` (mfa/code.ts) prompts for its MFA code.
 * 4. `assumeRole` (role/call.ts) calls AssumeRole with that signer.
 *
 * A plan without roles ends with step 3, or with the credentials of the source.
 *
 * @throws AwsroleError with cause and remedy; Cancelled when the user cancels a prompt
 */
export const obtain = async (plan: Plan, options: ObtainOptions, ports: Ports): Promise<Obtained> => {
  const since = options.refresh ? ports.clock.now() : undefined;
  const last = plan.roles.at(-1);
  if (last) {
    checkMinLeft(last.durationSeconds, options);
    const { session } = await obtainRoleSession(plan, plan.roles.length - 1, options, ports, since);
    const roleArn = last.roleArn.value;
    const clock = await ports.serviceClock.wrong();
    return { credentials: session, session, accountId: accountOf(roleArn), roleArn, clock };
  }
  const credentials =
    (await userSession(plan, options, ports)) ?? (await sourceCredentials(plan.source, ports));
  const identity = await identityIfKnown(plan, credentials, ports);
  const clock = await ports.serviceClock.wrong();
  return { credentials, accountId: identity?.account, roleArn: undefined, clock };
};

/**
 * The caller identity by the long-term keys where possible: awsrole remembers it, unlike that of a session.
 *
 * @throws AwsroleError when STS rejects the credentials as expired
 */
const identityIfKnown = async (
  plan: Plan,
  credentials: Credentials,
  ports: Ports,
): Promise<CallerIdentity | undefined> => {
  try {
    const own = plan.source.kind === 'static' ? await sourceCredentials(plan.source, ports) : credentials;
    return await identityOf(plan, own, ports);
  } catch (error) {
    // no date said so, but STS does
    if (error instanceof AwsroleError && isExpiredToken(error)) throw error;
    // the account is only displayed, so the credentials are usable without it
    return undefined;
  }
};

const userSession = async (
  plan: Plan,
  options: ObtainOptions,
  ports: Ports,
): Promise<Credentials | undefined> => {
  if (plan.mfa.mode !== 'session') return undefined;
  checkMinLeft(plan.mfa.durationSeconds, options);
  const need: MfaNeed = {
    minLeft: resultWindow(options),
    durationSeconds: plan.mfa.durationSeconds,
    code: options.code,
  };
  const mfa = await obtainMfaSession(plan, need, ports);
  if (mfa?.isNew) for (const note of plan.notes) ports.terminal.note(note);
  if (mfa && !mfa.isNew && options.durationSeconds !== undefined)
    ports.terminal.note(
      liveSessionNote(plan, timeLeft(mfa.session, await ports.serviceClock.now()), options.durationSeconds),
    );
  return mfa?.session;
};

/**
 * The note that awsrole uses a live session in place of a new one with the requested duration.
 *
 * @param left milliseconds left of the live session
 */
const liveSessionNote = (plan: Plan, left: number, requestedSeconds: number): string => {
  const note = `profile '${plan.profile}': using the live MFA session, which has ${formatSpan(left)} left`;
  if (left >= requestedSeconds * 1000) return note;
  const from = plan.source.profile === MFA_SOURCE ? '' : ` --from ${plan.source.profile}`;
  const duration = formatSpan(requestedSeconds * 1000).replace(' ', '');
  return `${note}; \`awsrole mfa${from} --duration ${duration} --refresh\` makes a longer one`;
};

/**
 * Milliseconds that a live MFA session must last to be the result of a plan. With `--duration` and without `--min-left`
 * the rule of `awsrole mfa` applies.
 */
export const resultWindow = ({ minLeft, durationSeconds }: ObtainOptions): number =>
  Math.max(ROLE_WINDOW, minLeft || (durationSeconds === undefined ? 0 : defaultMinLeft(durationSeconds)));

const checkMinLeft = (seconds: number, { minLeft = 0 }: ObtainOptions): void => {
  if (minLeft >= seconds * 1000) {
    throw usageError(
      `--min-left requires ${formatSpan(minLeft)}, but a new session lasts only ${formatSpan(seconds * 1000)}`,
      'request a longer session with --duration, or lower --min-left',
    );
  }
};
