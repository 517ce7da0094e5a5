import { derivedMfaSerial, isFidoSerial } from '../../core/aws/arn.ts';
import type { Credentials } from '../../core/aws/credentials.ts';
import { isAccessDenied, ServiceError } from '../../core/aws/service-error.ts';
import { AwsroleError } from '../../core/errors.ts';
import type { Plan } from '../../core/plan/types.ts';
import type { Ports } from '../../ports/ports.ts';
import { explainRefusal, iamSettings } from '../service-call.ts';
import { identityOf } from '../sources/identity.ts';

const memoryName = (accessKeyId: string): string => `device ${accessKeyId}`;

/** The serial number that `rememberDevice` stored for an access key. */
export const rememberedDevice = (accessKeyId: string, ports: Ports): Promise<string | undefined> =>
  ports.memory.get(memoryName(accessKeyId));

/** Stores the serial number of a device for an access key, so that the next command needs no ListMFADevices. */
export const rememberDevice = (accessKeyId: string, serial: string, ports: Ports): Promise<void> =>
  ports.memory.set(memoryName(accessKeyId), serial);

/**
 * Finds the MFA device of a user when no `mfa_serial` is set. IAM lists the user's devices: AWS's sample policy for
 * self-managed MFA allows that without MFA. When IAM denies it, awsrole guesses the serial number from the user name, as
 * IAM names virtual devices by default. A note tells the user the result.
 *
 * @returns the serial number; undefined when the user has no device
 * @throws AwsroleError when all devices are FIDO security keys, or when there are several and awsrole cannot prompt
 */
export const discoverDevice = async (
  plan: Plan,
  credentials: Credentials,
  ports: Ports,
): Promise<string | undefined> => {
  const listed = await listDevices(plan, credentials, ports);
  if (listed === 'forbidden') return deriveDevice(plan, credentials, ports);
  const usable = listed.filter(serial => !isFidoSerial(serial));
  if (usable.length === 0 && listed.length > 0) {
    throw new AwsroleError(
      `profile '${plan.source.profile}': its only MFA devices are FIDO security keys, which AWS STS does not support`,
      {
        hints: ['register a virtual MFA device (an authenticator app) as well'],
      },
    );
  }
  const serial = usable.length > 1 ? await choose(plan, usable, ports) : usable[0];
  if (serial) {
    ports.terminal.note(
      `found MFA device ${serial}; to skip this lookup, add mfa_serial = ${serial} to profile '${plan.source.profile}'`,
    );
  }
  return serial;
};

const listDevices = async (
  plan: Plan,
  credentials: Credentials,
  ports: Ports,
): Promise<string[] | 'forbidden'> => {
  try {
    return await ports.iam.listMfaDevices(iamSettings(plan, credentials));
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    if (isAccessDenied(error)) return 'forbidden';
    throw explainRefusal(error, { plan, clock: ports.clock, step: 'devices' });
  }
};

const deriveDevice = async (plan: Plan, credentials: Credentials, ports: Ports): Promise<string> => {
  const identity = await identityOf(plan, credentials, ports);
  const serial = derivedMfaSerial(identity.arn);
  if (!serial) {
    throw new AwsroleError(
      `profile '${plan.source.profile}': cannot derive an MFA device from ${identity.arn}`,
      {
        hints: ['add mfa_serial = ARN-OF-YOUR-DEVICE to the profile'],
      },
    );
  }
  ports.terminal.note(
    `no mfa_serial is set and IAM denies ListMFADevices: trying ${serial}; if that is wrong, add mfa_serial to profile '${plan.source.profile}'`,
  );
  return serial;
};

const choose = async (plan: Plan, serials: readonly string[], ports: Ports): Promise<string> => {
  if (!ports.terminal.canAsk) {
    throw new AwsroleError(
      `profile '${plan.source.profile}': several MFA devices, but no terminal to prompt on`,
      {
        hints: serials.map(serial => `add mfa_serial = ${serial} to the profile`),
      },
    );
  }
  const list = serials.map((serial, index) => `  ${index + 1}  ${serial}\n`).join('');
  const answer = await ports.terminal.ask(
    `profile '${plan.source.profile}' has several MFA devices:\n${list}number of the one to use: `,
    {
      accept: text =>
        serials[Number(text.trim()) - 1] ? undefined : `enter a number from 1 to ${serials.length}`,
    },
  );
  return serials[Number(answer.trim()) - 1] as string;
};
