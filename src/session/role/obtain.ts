import { accountOf } from '../../core/aws/arn.ts';
import {
  type CallerIdentity,
  type Credentials,
  ROLE_WINDOW,
  type Session,
  timeLeft,
} from '../../core/aws/credentials.ts';
import { usageError } from '../../core/errors.ts';
import { defaultMinLeft } from '../../core/mfa/duration.ts';
import { MFA_SOURCE } from '../../core/plan/chain.ts';
import type { Plan } from '../../core/plan/types.ts';
import { formatSpan } from '../../core/text/duration.ts';
import type { Ports } from '../../ports/ports.ts';
import { type MfaNeed, obtainMfaSession } from '../mfa/session.ts';
import { sourceCredentials } from '../sources/credentials.ts';
import { identityOf } from '../sources/identity.ts';
import { type ObtainOptions, obtainRole } from './session.ts';

/** What a plan came to. */
export interface Obtained {
  readonly credentials: Credentials;
  /** the same with what is known of a role's session */
  readonly session?: Session;
  /** undefined where nobody could be asked */
  readonly accountId: string | undefined;
  readonly roleArn: string | undefined;
}

/**
 * Carries out a plan: cached sessions first, then as few calls and questions as it takes.
 *
 * @throws AwsroleError naming cause and remedy; Cancelled when the person gave up
 */
export const obtain = async (plan: Plan, options: ObtainOptions, ports: Ports): Promise<Obtained> => {
  const since = options.refresh ? ports.clock.now() : undefined;
  const last = plan.roles.at(-1);
  if (last) {
    checkMinLeft(last.durationSeconds, options);
    const { session } = await obtainRole(plan, plan.roles.length - 1, options, ports, since);
    const roleArn = last.roleArn.value;
    return { credentials: session, session, accountId: accountOf(roleArn), roleArn };
  }
  const credentials =
    (await userSession(plan, options, ports)) ?? (await sourceCredentials(plan.source, ports));
  const identity = await whoseAccount(plan, credentials, ports);
  return { credentials, accountId: identity?.account, roleArn: undefined };
};

/** A user's own key is known for good; a session of it would have to be asked about each time. */
const whoseAccount = async (
  plan: Plan,
  credentials: Credentials,
  ports: Ports,
): Promise<CallerIdentity | undefined> => {
  try {
    const own = plan.source.kind === 'static' ? await sourceCredentials(plan.source, ports) : credentials;
    return await identityOf(plan, own, ports);
  } catch {
    // the account is for people's eyes: the credentials serve without it
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
      servesInstead(plan, timeLeft(mfa.session, ports.clock.now()), options.durationSeconds),
    );
  return mfa?.session;
};

/** @param left milliseconds of the session that is alive */
const servesInstead = (plan: Plan, left: number, asked: number): string => {
  const note = `profile '${plan.profile}': an MFA session is alive and serves, with ${formatSpan(left)} left`;
  if (left >= asked * 1000) return note;
  const from = plan.source.profile === MFA_SOURCE ? '' : ` --from ${plan.source.profile}`;
  const duration = formatSpan(asked * 1000).replace(' ', '');
  return `${note}; \`awsrole mfa${from} --duration ${duration} --refresh\` makes a longer one`;
};

/** Milliseconds that an MFA session must last to be handed out, as `awsrole mfa` has it where a duration is asked for. */
export const resultWindow = ({ minLeft, durationSeconds }: ObtainOptions): number =>
  Math.max(ROLE_WINDOW, minLeft || (durationSeconds === undefined ? 0 : defaultMinLeft(durationSeconds)));

const checkMinLeft = (seconds: number, { minLeft = 0 }: ObtainOptions): void => {
  if (minLeft >= seconds * 1000) {
    throw usageError(
      `--min-left asks for ${formatSpan(minLeft)}, and a new session lasts ${formatSpan(seconds * 1000)}`,
      'ask for a longer session with --duration, or for less',
    );
  }
};
