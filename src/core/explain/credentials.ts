import { CLOCK_REMEDY, describeOffset } from '../aws/service-clock.ts';
import type { ServiceError } from '../aws/service-error.ts';
import {
  isClockSkew,
  isExpiredToken,
  isUnknownKey,
  isWrongCode,
  isWrongDevice,
  isWrongSecret,
} from '../aws/service-error.ts';
import { explainFido } from '../mfa/device.ts';
import { toIsoSeconds } from '../text/instant.ts';
import {
  type ExplainContext,
  type Explanation,
  isSignedByMfaSession,
  shadowHintsOf,
  signerName,
  sourceKeysName,
} from './context.ts';

/** Explains a rejected MFA code, device, key, session or clock; undefined for other errors. */
export const explainCredentials = (error: ServiceError, context: ExplainContext): Explanation | undefined => {
  if (isClockSkew(error)) return clockSkew(error, context);
  if (isWrongCode(error)) {
    return {
      what: 'the MFA code is wrong, or already used: AWS accepts each code once',
      hints: [
        'wait for the next code and try again',
        `use the code of this device: ${context.serial ?? 'the one in mfa_serial'}`,
        'check the clock of the device: the code depends on the time',
      ],
    };
  }
  if (isWrongDevice(error)) return wrongDevice(context);
  if (/cannot call GetSessionToken with session credentials/i.test(error.message)) {
    return {
      what: `${sourceKeysName(context)} are session credentials, and GetSessionToken takes long-term keys only`,
      hints: [
        "set source_profile to a profile with an IAM user's own keys (no aws_session_token)",
        'omit mfa_serial if the sign-in itself requires MFA (IAM Identity Center, aws login)',
      ],
    };
  }
  if (isExpiredToken(error)) return expired(context);
  if (isUnknownKey(error)) return unknownKey(error, context);
  if (!isWrongSecret(error)) return undefined;
  return {
    what: `the secret key does not belong to the access key ID in ${sourceKeysName(context)}`,
    hints: [
      ...shadowHintsOf(context),
      'copy both parts of the pair again: aws_access_key_id and aws_secret_access_key',
    ],
  };
};

const clockSkew = (error: ServiceError, context: ExplainContext): Explanation => {
  const offset = error.clockOffset;
  const hints = [`set this machine's clock and try again: ${CLOCK_REMEDY}`];
  const times = timesOf(error, context);
  const bothTimes = times ? `: local time ${times.local}, AWS time ${times.aws}` : '';
  if (offset === undefined)
    return { what: `this machine's clock and the AWS clock differ too much${bothTimes}`, hints };
  return { what: `${describeOffset(offset)}${bothTimes}`, hints };
};

/** The times of both clocks: from the `Date` header, else from the service's message about the signature. */
const timesOf = (
  error: ServiceError,
  context: ExplainContext,
): { local: string; aws: string } | undefined => {
  if (context.now !== undefined && error.clockOffset !== undefined) {
    return { local: toIsoSeconds(context.now), aws: toIsoSeconds(context.now + error.clockOffset) };
  }
  const stamp = String.raw`(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z`;
  const [local] = [...error.message.matchAll(new RegExp(stamp, 'g'))];
  const aws = new RegExp(`\\(${stamp}`).exec(error.message);
  return local && aws ? { local: iso(local), aws: iso(aws) } : undefined;
};

const iso = ([, year, month, day, hour, minute, second]: RegExpExecArray): string =>
  `${year}-${month}-${day}T${hour}:${minute}:${second}Z`;

const wrongDevice = (context: ExplainContext): Explanation => {
  const { serial } = context;
  const fido = explainFido(serial);
  if (fido) return fido;
  return {
    what: `the MFA device ${serial ?? ''} does not belong to the user behind ${sourceKeysName(context)}`.replace(
      '  ',
      ' ',
    ),
    hints: [
      'correct mfa_serial: the IAM console shows the ARN of your device under Security credentials',
      'list the devices of the user: aws iam list-mfa-devices',
    ],
  };
};

const expired = (context: ExplainContext): Explanation => {
  if (context.step === 'web-identity') {
    return {
      what: 'the web identity token has expired',
      hints: ['renew the token in web_identity_token_file'],
    };
  }
  const signer = signerName(context);
  if (isSignedByMfaSession(context)) return { what: `${signer} has expired`, hints: renewMfa(context) };
  if (signer !== sourceKeysName(context))
    return { what: `${signer} has expired`, hints: ['try again with --refresh'] };
  const hints = [...shadowHintsOf(context), 'try again with --refresh'];
  if (context.sourceKind === 'environment') hints.unshift('unset or renew the AWS_* variables of this shell');
  else if (context.sourceKind === 'static') hints.unshift('renew the aws_session_token in its section');
  return { what: `${signer} have expired`, hints };
};

/** The hints for a new MFA session: `--refresh` of a role does not renew it. */
const renewMfa = ({ mfaCommand }: ExplainContext): string[] => [
  ...(mfaCommand === undefined ? [] : [`make a new one: ${mfaCommand} --refresh`]),
  'to let awsrole make a new one, try again in a terminal or with --code 123456',
];

const unknownKey = (error: ServiceError, context: ExplainContext): Explanation => ({
  what: `AWS does not know ${signerName(context)}`,
  hints: [
    ...(isSignedByMfaSession(context) ? renewMfa(context) : []),
    ...shadowHintsOf(context),
    'the access key may be deleted or inactive: see Security credentials in the IAM console',
    'keys that begin with ASIA need the aws_session_token that belongs to them',
    ...(context.sourceKind === 'environment'
      ? ['AWS_SESSION_TOKEN or AWS_SECURITY_TOKEN of another session may still be set: unset it']
      : []),
    `if the account must first enable the region '${error.region}', use keys from a regional STS endpoint or another --region`,
    ...(context.partition === undefined || context.partitionConflict !== undefined
      ? []
      : [`the call went to partition '${context.partition}': keys of another partition are not known there`]),
  ],
});
