import { isMfaSerial } from './arn.ts';
import { AwsroleError } from './errors.ts';
import { refuseFido } from './fido.ts';
import { at } from './profile-lookup.ts';
import type { Setting } from './setting.ts';

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
