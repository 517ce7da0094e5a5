import { accountOf } from '../domain/arn.ts';
import type { CallerIdentity, Credentials, Session } from '../domain/credentials.ts';
import { formatSpan } from '../domain/duration.ts';
import { usageError } from '../domain/errors.ts';
import type { Plan } from '../domain/plan-types.ts';
import { identityOf } from './identity.ts';
import { type MfaNeed, obtainMfaSession } from './mfa-session.ts';
import { obtainRole } from './role-session.ts';
import { sourceCredentials } from './source-credentials.ts';
import type { ObtainOptions, World } from './world.ts';

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
export const obtain = async (plan: Plan, options: ObtainOptions, world: World): Promise<Obtained> => {
  const since = options.refresh ? world.clock.now() : undefined;
  const last = plan.roles.at(-1);
  if (last) {
    checkMinLeft(last.durationSeconds, options);
    const { session } = await obtainRole(plan, plan.roles.length - 1, options, world, since);
    const roleArn = last.roleArn.value;
    return { credentials: session, session, accountId: accountOf(roleArn), roleArn };
  }
  const credentials =
    (await userSession(plan, options, world)) ?? (await sourceCredentials(plan.source, world));
  const identity = await whoseAccount(plan, credentials, world);
  return { credentials, accountId: identity?.account, roleArn: undefined };
};

/** A user's own key is known for good; a session of it would have to be asked about each time. */
const whoseAccount = async (
  plan: Plan,
  credentials: Credentials,
  world: World,
): Promise<CallerIdentity | undefined> => {
  try {
    const own = plan.source.kind === 'static' ? await sourceCredentials(plan.source, world) : credentials;
    return await identityOf(plan, own, world);
  } catch {
    // the account is for people's eyes: the credentials serve without it
    return undefined;
  }
};

const userSession = async (
  plan: Plan,
  options: ObtainOptions,
  world: World,
): Promise<Credentials | undefined> => {
  if (plan.mfa.mode !== 'session') return undefined;
  checkMinLeft(plan.mfa.durationSeconds, options);
  const need: MfaNeed = {
    minLeft: Math.max(5 * 60_000, options.minLeft ?? 0),
    durationSeconds: plan.mfa.durationSeconds,
  };
  const mfa = await obtainMfaSession(plan, need, options, world);
  if (mfa?.isNew) for (const note of plan.notes) world.terminal.note(note);
  return mfa?.session;
};

const checkMinLeft = (seconds: number, { minLeft = 0 }: ObtainOptions): void => {
  if (minLeft >= seconds * 1000) {
    throw usageError(
      `--min-left asks for ${formatSpan(minLeft)}, and a new session lasts ${formatSpan(seconds * 1000)}`,
      'ask for a longer session with --duration, or for less',
    );
  }
};
