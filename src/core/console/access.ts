import { parseNamedArn } from '../aws/arn.ts';
import { areLongTerm, type Credentials, type Session } from '../aws/credentials.ts';
import { AwsroleError } from '../errors.ts';
import { HOUR } from '../plan/roles.ts';
import type { Plan } from '../plan/types.ts';

/**
 * Rejects a plan whose credentials cannot sign in to the console, before awsrole prompts for an MFA code. The
 * federation endpoint accepts role sessions and federated users; it rejects the keys and the MFA session of an IAM user
 * (IAM User Guide, "Enabling custom identity broker access to the AWS console").
 *
 * @throws AwsroleError with another way to sign in
 */
export const checkSignsIn = (plan: Plan): void => {
  if (plan.roles.length > 0) return;
  if (plan.mfa.mode === 'session') throw rejectedByConsole(plan, 'an MFA session of an IAM user');
  if (plan.source.kind === 'static' && plan.source.keys.sessionToken === undefined)
    throw rejectedByConsole(plan, 'the long-term keys of an IAM user');
};

/**
 * Rejects credentials of an IAM user, for a plan without a role: only the credentials themselves show whose they are.
 *
 * @param arn the caller's ARN; undefined when STS did not return it: then the federation endpoint decides
 * @throws AwsroleError with another way to sign in
 */
export const checkCredentials = (plan: Plan, credentials: Credentials, arn: string | undefined): void => {
  if (areLongTerm(credentials)) throw rejectedByConsole(plan, 'the long-term keys of an IAM user');
  const type = arn === undefined ? undefined : parseNamedArn(arn)?.type;
  if (type === 'user') throw rejectedByConsole(plan, 'a session of an IAM user');
};

const rejectedByConsole = (plan: Plan, credentials: string): AwsroleError =>
  new AwsroleError(
    `profile '${plan.profile}' provides ${credentials}, but the console accepts only role sessions`,
    {
      hints: [
        'name a profile with a role; `awsrole list` shows them',
        'to sign in as the user itself, use its user name and password in the browser',
      ],
    },
  );

/**
 * The `SessionDuration` of the sign-in request, in seconds. The federation endpoint accepts it only for a role that
 * long-term credentials assumed directly; it rejects it behind an MFA session and in role chaining.
 *
 * @returns undefined where the request must not have it: the console session then lasts as long as the role session
 */
export const consoleDuration = (plan: Plan, session: Session | undefined): number | undefined => {
  const [role, next] = plan.roles;
  if (!role || next || !session || role.durationSeconds <= HOUR) return undefined;
  const { kind } = plan.source;
  const isOwnKey = plan.source.kind === 'static' && plan.source.keys.sessionToken === undefined;
  // these sources provide keys or a session; STS limits role chaining to an hour, so a longer lifetime proves keys
  const mayBeKey = kind === 'environment' || kind === 'process';
  const lifetimeMs = session.expiresAt - (session.obtainedAt + session.clockOffset);
  return isOwnKey || (mayBeKey && lifetimeMs > (HOUR + 60) * 1000) ? role.durationSeconds : undefined;
};
