import type { Session } from '../domain/credentials.ts';
import type { Plan, RoleStep } from '../domain/plan-types.ts';
import type { World } from './world.ts';

/**
 * A role session from the AWS CLI's own cache, when it can only be this plan's. The CLI's key says nothing of whose
 * keys signed the call nor of where it went, so two things must vouch for it: the device's serial number is part of
 * the key (only its owner's keys can have been accepted with it), and neither shared file has changed since the entry
 * was written (keys and endpoint are still those of that moment).
 */
export const sharedSession = async (
  plan: Plan,
  role: RoleStep,
  world: World,
): Promise<Session | undefined> => {
  const step = role.awsCli;
  if (!world.awsCliCache || step?.SerialNumber === undefined || isEndpointFromEnvironment(plan))
    return undefined;
  const entry = await world.awsCliCache.read(step);
  if (!entry || entry.modifiedAt <= (await world.files.changedAt())) return undefined;
  return entry.session;
};

/** Leaves a session where the AWS CLI looks for it, so that `aws --profile NAME` does not ask again. */
export const shareSession = async (role: RoleStep, session: Session, world: World): Promise<void> => {
  if (world.awsCliCache && role.awsCli) await world.awsCliCache.write(role.awsCli, session);
};

const isEndpointFromEnvironment = (plan: Plan): boolean => plan.endpoint.urlFrom?.startsWith('AWS_') ?? false;
