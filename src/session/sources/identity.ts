import type { CallerIdentity, Credentials, Session } from '../../core/aws/credentials.ts';
import type { Plan } from '../../core/plan/types.ts';
import type { Ports } from '../../ports/ports.ts';
import { callService, stsSettings } from '../service-call.ts';
import { sourceCredentials } from './credentials.ts';

/** Calls in progress: awsrole starts one while the user types an MFA code, and must not repeat it afterwards. */
const pendingCalls = new WeakMap<Ports, Map<string, Promise<CallerIdentity>>>();

/**
 * The caller identity of credentials, from memory or from GetCallerIdentity. The owner of an access key never changes,
 * so awsrole calls STS once for each long-term key.
 *
 * @throws AwsroleError when STS rejects the credentials or is unreachable
 */
export const identityOf = async (
  plan: Plan,
  credentials: Credentials,
  ports: Ports,
): Promise<CallerIdentity> => {
  const name = memoryName(plan, credentials.accessKeyId);
  const known = parseIdentity(await ports.memory.get(name));
  if (known) return known;
  return callOnce(name, ports, async () => {
    const identity = await callService({ plan, clock: ports.clock, step: 'identity' }, () =>
      ports.sts.getCallerIdentity(stsSettings(plan, credentials)),
    );
    // sessions are short-lived, so only the identity of a long-term key is worth remembering
    if (credentials.sessionToken === undefined) await ports.memory.set(name, JSON.stringify(identity));
    return identity;
  });
};

/** The remembered caller identity of a plan's long-term key, without a call. */
export const rememberedIdentity = async (plan: Plan, ports: Ports): Promise<CallerIdentity | undefined> =>
  plan.source.kind === 'static'
    ? parseIdentity(await ports.memory.get(memoryName(plan, plan.source.keys.accessKeyId.value)))
    : undefined;

const memoryName = (plan: Plan, accessKeyId: string): string =>
  `identity ${accessKeyId} ${plan.endpoint.url ?? plan.endpoint.partition}`;

const callOnce = (
  name: string,
  ports: Ports,
  call: () => Promise<CallerIdentity>,
): Promise<CallerIdentity> => {
  const calls = pendingCalls.get(ports) ?? new Map<string, Promise<CallerIdentity>>();
  pendingCalls.set(ports, calls);
  const pending = calls.get(name) ?? call().finally(() => calls.delete(name));
  calls.set(name, pending);
  return pending;
};

const parseIdentity = (text: string | undefined): CallerIdentity | undefined => {
  if (text === undefined) return undefined;
  try {
    const { account, arn, userId } = JSON.parse(text) as Partial<CallerIdentity>;
    const isWhole = typeof account === 'string' && typeof arn === 'string' && typeof userId === 'string';
    return isWhole ? { account, arn, userId } : undefined;
  } catch {
    return undefined;
  }
};

/**
 * The ARN of the caller of an AssumeRole call, without a call where possible: AssumeRole returns the ARN of a role
 * session, and an MFA session has the ARN of the user with whose keys it was made.
 *
 * @throws AwsroleError when GetCallerIdentity is necessary, and STS rejects the credentials or is unreachable
 */
export const signerArn = async (
  plan: Plan,
  credentials: Credentials & Pick<Partial<Session>, 'assumedRoleArn'>,
  ports: Ports,
): Promise<string> => {
  if (credentials.assumedRoleArn) return credentials.assumedRoleArn;
  const own = plan.source.kind === 'static' ? await sourceCredentials(plan.source, ports) : credentials;
  return (await identityOf(plan, own, ports)).arn;
};

/**
 * The default role session name: the name of the IAM user or of the calling session, with invalid characters replaced.
 * CloudTrail shows it, and a trust policy can require it (`sts:RoleSessionName` equal to `${aws:username}`).
 */
export const sessionNameOf = (arn: string): string => {
  const last = arn.slice(arn.lastIndexOf('/') + 1).replace(/^.*:/, '');
  const valid = last.replaceAll(/[^\w+=,.@-]/g, '-').slice(0, 64);
  return valid.length >= 2 ? valid : `${valid}-awsrole`.replace(/^-/, '');
};
