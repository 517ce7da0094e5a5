import { parseNamedArn } from '../aws/arn.ts';
import { areLongTerm, type Credentials, type Session } from '../aws/credentials.ts';
import { AwsroleError } from '../errors.ts';
import { HOUR } from '../plan/roles.ts';
import type { Plan } from '../plan/types.ts';

/**
 * Refuses what cannot be signed in, as far as the plan tells, so that no code is asked for in vain: the federation
 * endpoint takes role sessions and federated users, neither a user's keys nor an MFA session (IAM User Guide,
 * "Enabling custom identity broker access to the AWS console").
 *
 * @throws AwsroleError with the way in
 */
export const checkSignsIn = (plan: Plan): void => {
  if (plan.roles.length > 0) return;
  if (plan.mfa.mode === 'session') throw noRole(plan, 'an MFA session of an IAM user');
  if (plan.source.kind === 'static' && plan.source.keys.sessionToken === undefined)
    throw noRole(plan, 'the long-term keys of an IAM user');
};

/**
 * The same for credentials without a role of ours, once they are there.
 *
 * @param arn whose they are; undefined where nobody could be asked: then the endpoint decides
 */
export const checkCredentials = (plan: Plan, credentials: Credentials, arn: string | undefined): void => {
  if (areLongTerm(credentials)) throw noRole(plan, 'the long-term keys of an IAM user');
  const type = arn === undefined ? undefined : parseNamedArn(arn)?.type;
  if (type === 'user') throw noRole(plan, 'a session of an IAM user');
};

const noRole = (plan: Plan, what: string): AwsroleError =>
  new AwsroleError(
    `profile '${plan.profile}' gives ${what}, and the console is signed in with role sessions only`,
    {
      hints: [
        'name a profile with a role; `awsrole list` shows them',
        'as the user itself, sign in with user name and password in the browser',
      ],
    },
  );

/**
 * Seconds that the console session may be asked to last, or undefined where it must not be asked: then it lasts as
 * long as the role session. `SessionDuration` goes only with a role that long-term credentials assumed directly; behind
 * an MFA session and in a chain the endpoint refuses it, as every other tool found out.
 */
export const consoleDuration = (plan: Plan, session: Session | undefined): number | undefined => {
  const [role, next] = plan.roles;
  if (!role || next || !session || role.durationSeconds <= HOUR) return undefined;
  const { kind } = plan.source;
  const isOwnKey = plan.source.kind === 'static' && plan.source.keys.sessionToken === undefined;
  // what these give may be a session; STS holds a role behind one to an hour, so a longer life tells
  const mayBeKey = kind === 'environment' || kind === 'process';
  const livedMs = session.expiresAt - (session.obtainedAt + session.clockOffset);
  return isOwnKey || (mayBeKey && livedMs > (HOUR + 60) * 1000) ? role.durationSeconds : undefined;
};
