import { isFidoSerial } from './arn.ts';
import { AwsroleError } from './errors.ts';
import type { Explanation } from './explain-context.ts';
import { at } from './profile-lookup.ts';
import type { Setting } from './setting.ts';

const what = (key: string): string => `${key} is a FIDO security key: AWS STS cannot take it`;
const hint = (where: string): string =>
  `register a virtual MFA device (an authenticator app) beside it and write its serial number ${where}`;

/** @throws AwsroleError naming the line, when it is that of a device which the API has no way to ask for a code */
export const refuseFido = (whose: string, serial: Setting | undefined): void => {
  if (serial && isFidoSerial(serial.value))
    throw new AwsroleError(`${whose}: ${what(`mfa_serial (${at(serial)})`)}`, { hints: [hint('here')] });
};

/** The same as the cause of a refusal by STS; undefined when that was another device. */
export const explainFido = (serial: string | undefined): Explanation | undefined =>
  serial !== undefined && isFidoSerial(serial)
    ? { what: what(serial), hints: [hint('in mfa_serial')] }
    : undefined;
