import type { Session } from '../../core/aws/credentials.ts';
import { GLOBAL_STS } from '../../core/plan/endpoint.ts';
import type { Plan, RoleStep } from '../../core/plan/types.ts';
import type { AwsCliCache } from '../../ports/cache.ts';
import type { Ports } from '../../ports/ports.ts';

/**
 * Reads a role session, live or expired, from the AWS CLI's cache. The AWS CLI's cache key contains neither the keys
 * that signed the call nor the endpoint. awsrole therefore accepts an entry on three conditions:
 *
 * - The cache key contains the serial number of the MFA device. STS accepts a code only with the keys of the device's
 *   owner.
 * - The shared files have not changed since the entry was written, so the keys and the endpoint are the same.
 * - The AWS CLI wrote the entry. awsrole's own cache, whose key contains keys and endpoint, has the sessions of awsrole.
 */
export const readFromAwsCliCache = async (
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

/** Writes a role session into the AWS CLI's cache, so that `aws --profile NAME` needs no MFA code. */
export const writeToAwsCliCache = async (
  plan: Plan,
  role: RoleStep,
  session: Session,
  ports: Ports,
): Promise<void> => {
  if (role.awsCli) await cacheFor(plan, ports)?.write(role.awsCli, session);
};

/**
 * The AWS CLI's cache, for plans whose sessions may enter it. The cache is the same for each `AWS_CONFIG_FILE`, and its
 * key omits the endpoint: sessions from a custom endpoint in another config file would be used for AWS itself.
 */
const cacheFor = ({ endpoint }: Plan, ports: Ports): AwsCliCache | undefined => {
  const { awsCliCache, files } = ports;
  const isAws = endpoint.url === undefined || endpoint.url === GLOBAL_STS;
  return isAws || files.configPath === awsCliCache?.configPath ? awsCliCache : undefined;
};
