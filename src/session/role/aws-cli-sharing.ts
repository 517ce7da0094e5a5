import type { Session } from '../../core/aws/credentials.ts';
import { GLOBAL_STS } from '../../core/plan/endpoint.ts';
import type { Plan, RoleStep } from '../../core/plan/types.ts';
import type { AwsCliCache } from '../../ports/cache.ts';
import type { Ports } from '../../ports/ports.ts';

/**
 * A role session from the AWS CLI's own cache, when it can only be this plan's. The CLI's key says nothing of whose
 * keys signed the call nor of where it went, so two things must vouch for it: the device's serial number is part of
 * the key (only its owner's keys can have been accepted with it), and neither shared file has changed since the entry
 * was written (keys and endpoint are still those of that moment). What awsrole left there itself is not taken back: its
 * own cache knows whose that is, and has it while it may serve.
 */
export const sharedSession = async (
  plan: Plan,
  role: RoleStep,
  ports: Ports,
): Promise<Session | undefined> => {
  const step = role.awsCli;
  const cache = cacheFor(plan, ports);
  if (!cache || step?.SerialNumber === undefined) return undefined;
  const entry = await cache.read(step);
  if (!entry || entry.isOwn || entry.modifiedAt <= (await ports.files.changedAt())) return undefined;
  return entry.session;
};

/** Leaves a session where the AWS CLI looks for it, so that `aws --profile NAME` does not ask again. */
export const shareSession = async (
  plan: Plan,
  role: RoleStep,
  session: Session,
  ports: Ports,
): Promise<void> => {
  if (role.awsCli) await cacheFor(plan, ports)?.write(role.awsCli, session);
};

/**
 * The cache stays where it is when `AWS_CONFIG_FILE` leads to another config file: the endpoint in there would come back
 * under the person's own.
 */
const cacheFor = ({ endpoint }: Plan, ports: Ports): AwsCliCache | undefined => {
  const { awsCliCache, files } = ports;
  const isAws = endpoint.url === undefined || endpoint.url === GLOBAL_STS;
  return isAws || files.configPath === awsCliCache?.configPath ? awsCliCache : undefined;
};
