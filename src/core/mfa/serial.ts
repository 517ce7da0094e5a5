import { isFidoSerial, isMfaSerial } from '../aws/arn.ts';
import { AwsroleError } from '../errors.ts';
import { at, type Setting } from '../ini/setting.ts';

/** STS: the pattern and the length of SerialNumber. */
const PATTERN = /^[\w+=/:,.@-]{9,256}$/;

/**
 * Refuses what STS would refuse as the serial number of a device, since that would cost an MFA code.
 *
 * @param whose the beginning of the message: `profile 'dev'`
 * @throws AwsroleError naming the line
 */
export const checkSerial = (whose: string, serial: Setting | undefined): void => {
  refuseFido(whose, serial);
  if (!serial) return;
  const { key, value } = serial;
  if (PATTERN.test(value) && (!value.startsWith('arn:') || isMfaSerial(value))) return;
  throw new AwsroleError(
    `${whose}: ${key} = ${value} (${at(serial)}) is not the serial number of an MFA device`,
    {
      hints: [
        'write the ARN of a virtual device, arn:aws:iam::123456789012:mfa/NAME, or the number on a hardware one',
      ],
    },
  );
};

const what = (key: string): string => `${key} is a FIDO security key: AWS STS cannot take it`;
const hint = (where: string): string =>
  `register a virtual MFA device (an authenticator app) beside it and write its serial number ${where}`;

/** @throws AwsroleError naming the line, when it is that of a device which the API has no way to ask for a code */
export const refuseFido = (whose: string, serial: Setting | undefined): void => {
  if (serial && isFidoSerial(serial.value))
    throw new AwsroleError(`${whose}: ${what(`mfa_serial (${at(serial)})`)}`, { hints: [hint('here')] });
};

/** The same as the cause of a refusal by STS; undefined when that was another device. */
export const explainFido = (
  serial: string | undefined,
): { what: string; hints: readonly string[] } | undefined =>
  serial !== undefined && isFidoSerial(serial)
    ? { what: what(serial), hints: [hint('in mfa_serial')] }
    : undefined;
