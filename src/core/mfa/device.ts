import { isFidoSerial, isMfaSerial } from '../aws/arn.ts';
import { AwsroleError } from '../errors.ts';
import { at, type Setting } from '../ini/setting.ts';
import { settingOf } from '../profiles/lookup.ts';
import type { Profile } from '../profiles/profiles.ts';

/**
 * The setting with the serial number of a profile's MFA device: `mfa_serial`, else the key of aws-mfa. Other AWS tools
 * read only `mfa_serial`.
 */
export const serialSettingOf = (profile: Profile | undefined): Setting | undefined =>
  settingOf(profile, 'mfa_serial') ?? settingOf(profile, 'aws_mfa_device');

/** STS API reference, GetSessionToken: pattern and length of SerialNumber. */
const SERIAL_PATTERN = /^[\w+=/:,.@-]{9,256}$/;

/** Whether STS accepts the text as the serial number of a device that shows codes. */
export const isCodeDevice = (value: string): boolean =>
  SERIAL_PATTERN.test(value) && (!value.startsWith('arn:') || isMfaSerial(value));

/**
 * Refuses a serial number that STS would refuse, because the refused call would use up an MFA code.
 *
 * @param subject the beginning of the message: `profile 'dev'`
 * @throws AwsroleError naming the line, for a FIDO security key and for a malformed serial number
 */
export const checkSerial = (subject: string, serial: Setting | undefined): void => {
  if (!serial) return;
  const { key, value } = serial;
  if (isFidoSerial(value))
    throw new AwsroleError(`${subject}: ${fidoReason(`${key} (${at(serial)})`)}`, {
      hints: [fidoHint('here')],
    });
  if (isCodeDevice(value)) return;
  throw new AwsroleError(
    `${subject}: ${key} = ${value} (${at(serial)}) is not the serial number of an MFA device`,
    {
      hints: [
        'write the ARN of a virtual device, arn:aws:iam::123456789012:mfa/NAME, or the serial number of a hardware device',
      ],
    },
  );
};

const fidoReason = (name: string): string => `${name} is a FIDO security key, which AWS STS does not support`;
const fidoHint = (where: string): string =>
  `register a virtual MFA device (an authenticator app) as well and write its serial number ${where}`;

/** Explains a refusal by STS when the device is a FIDO security key; undefined for any other device. */
export const explainFido = (
  serial: string | undefined,
): { what: string; hints: readonly string[] } | undefined =>
  serial !== undefined && isFidoSerial(serial)
    ? { what: fidoReason(serial), hints: [fidoHint('in mfa_serial')] }
    : undefined;

/**
 * Finds the MFA code in the output of a command: six digits that are not part of a longer number or word
 * (`976249 lasts 24s |---` contains 976249). Repetitions of one code count as one code.
 *
 * @returns undefined when there is no code, or when there are two different codes
 */
export const findCode = (text: string): string | undefined => {
  const codes = new Set(text.match(/(?<![\p{L}\p{N}])[0-9]{6}(?![\p{L}\p{N}])/gu));
  return codes.size === 1 ? [...codes][0] : undefined;
};
