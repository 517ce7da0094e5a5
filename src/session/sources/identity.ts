import type { CallerIdentity, Credentials, Session } from '../../core/aws/credentials.ts';
import type { Plan } from '../../core/plan/types.ts';
import type { Ports } from '../../ports/ports.ts';
import { callService, stsSettings } from '../service-call.ts';
import { sourceCredentials } from './credentials.ts';

/** Questions on their way: one is asked early, while a person types, and must not be asked again. */
const asking = new WeakMap<Ports, Map<string, Promise<CallerIdentity>>>();

/**
 * Whose credentials these are. Asked once per access key: what a key belongs to never changes.
 *
 * @throws AwsroleError when STS does not know them or cannot be reached
 */
export const identityOf = async (
  plan: Plan,
  credentials: Credentials,
  ports: Ports,
): Promise<CallerIdentity> => {
  const name = memoryName(plan, credentials.accessKeyId);
  const known = parseIdentity(await ports.memory.get(name));
  if (known) return known;
  return askOnce(name, ports, async () => {
    const identity = await callService({ plan, clock: ports.clock, step: 'identity' }, () =>
      ports.sts.getCallerIdentity(stsSettings(plan, credentials)),
    );
    // role and MFA sessions come and go: only a user's own key is worth a note
    if (credentials.sessionToken === undefined) await ports.memory.set(name, JSON.stringify(identity));
    return identity;
  });
};

/** What STS once said of the access key a plan starts with, without asking again. */
export const rememberedIdentity = async (plan: Plan, ports: Ports): Promise<CallerIdentity | undefined> =>
  plan.source.kind === 'static'
    ? parseIdentity(await ports.memory.get(memoryName(plan, plan.source.keys.accessKeyId.value)))
    : undefined;

const memoryName = (plan: Plan, accessKeyId: string): string =>
  `identity ${accessKeyId} ${plan.endpoint.url ?? plan.endpoint.partition}`;

const askOnce = (name: string, ports: Ports, ask: () => Promise<CallerIdentity>): Promise<CallerIdentity> => {
  const questions = asking.get(ports) ?? new Map<string, Promise<CallerIdentity>>();
  asking.set(ports, questions);
  const asked = questions.get(name) ?? ask().finally(() => questions.delete(name));
  questions.set(name, asked);
  return asked;
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
 * The ARN of who signs an AssumeRole, without a call where it is known: STS names a role's session when it hands it
 * out, and an MFA session is the user whose keys it was made with.
 *
 * @throws AwsroleError when STS has to be asked and does not know the credentials or cannot be reached
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
 * The role session name that audit logs show and that trust policies may demand (`sts:RoleSessionName` equal to
 * `${aws:username}`): the IAM user's name, or the name of the session that calls, made valid.
 */
export const sessionNameOf = (arn: string): string => {
  const last = arn.slice(arn.lastIndexOf('/') + 1).replace(/^.*:/, '');
  const valid = last.replaceAll(/[^\w+=,.@-]/g, '-').slice(0, 64);
  return valid.length >= 2 ? valid : `${valid}-awsrole`.replace(/^-/, '');
};
