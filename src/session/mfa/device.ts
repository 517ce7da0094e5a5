import { derivedMfaSerial, isFidoSerial } from '../../core/aws/arn.ts';
import type { Credentials } from '../../core/aws/credentials.ts';
import { isAccessDenied, ServiceError } from '../../core/aws/service-error.ts';
import { AwsroleError } from '../../core/errors.ts';
import type { Plan } from '../../core/plan/types.ts';
import type { Ports } from '../../ports/ports.ts';
import { explainRefusal, iamSettings } from '../service-call.ts';
import { identityOf } from '../sources/identity.ts';

const memoryName = (accessKeyId: string): string => `device ${accessKeyId}`;

/** The device found for this key the last time nobody had written one down. */
export const rememberedDevice = (accessKeyId: string, ports: Ports): Promise<string | undefined> =>
  ports.memory.get(memoryName(accessKeyId));

/** Notes a device that STS has just accepted a code of. */
export const rememberDevice = (accessKeyId: string, serial: string, ports: Ports): Promise<void> =>
  ports.memory.set(memoryName(accessKeyId), serial);

/**
 * The MFA device of a user who wrote none down: IAM lists it (AWS's own sample policy lets users ask without MFA);
 * where that is forbidden it is derived from the user's name, which is a guess and is said to be one.
 *
 * @returns undefined when the user has no device
 * @throws AwsroleError when there are only FIDO keys, or several devices and nobody to choose
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
      `profile '${plan.source.profile}': its only MFA devices are FIDO security keys: AWS STS cannot take them`,
      {
        hints: ['register a virtual MFA device (an authenticator app) beside them'],
      },
    );
  }
  const serial = usable.length > 1 ? await choose(plan, usable, ports) : usable[0];
  if (serial) {
    ports.terminal.note(
      `found MFA device ${serial}; to save the look-up write mfa_serial = ${serial} under profile '${plan.source.profile}'`,
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
      `profile '${plan.source.profile}': no MFA device can be derived for ${identity.arn}`,
      {
        hints: ['write mfa_serial = ARN-OF-YOUR-DEVICE into the profile'],
      },
    );
  }
  ports.terminal.note(
    `no mfa_serial is written and IAM may not be asked: trying ${serial}; if that is not it, write mfa_serial under profile '${plan.source.profile}'`,
  );
  return serial;
};

const choose = async (plan: Plan, serials: readonly string[], ports: Ports): Promise<string> => {
  if (!ports.terminal.canAsk) {
    throw new AwsroleError(
      `profile '${plan.source.profile}': several MFA devices, and no terminal to choose on`,
      {
        hints: serials.map(serial => `write mfa_serial = ${serial} into the profile`),
      },
    );
  }
  const list = serials.map((serial, index) => `  ${index + 1}  ${serial}\n`).join('');
  const answer = await ports.terminal.ask(
    `profile '${plan.source.profile}' has several MFA devices:\n${list}number of the one to use: `,
    {
      accept: text =>
        serials[Number(text.trim()) - 1] ? undefined : `write a number from 1 to ${serials.length}`,
    },
  );
  return serials[Number(answer.trim()) - 1] as string;
};
