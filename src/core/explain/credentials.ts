import type { ServiceError } from '../aws/service-error.ts';
import {
  isClockSkew,
  isExpiredToken,
  isUnknownKey,
  isWrongCode,
  isWrongDevice,
  isWrongSecret,
} from '../aws/service-error.ts';
import { explainFido } from '../mfa/serial.ts';
import { formatSpan } from '../text/duration.ts';
import { toIsoSeconds } from '../text/instant.ts';
import {
  type ExplainContext,
  type Explanation,
  isSignedByMfaSession,
  signerName,
  sourceOf,
} from './context.ts';

/** What is wrong with the proof that was sent: code, device, keys, session, clock; undefined when it was accepted. */
export const explainCredentials = (error: ServiceError, context: ExplainContext): Explanation | undefined => {
  if (isClockSkew(error)) return clockSkew(error, context);
  if (isWrongCode(error)) {
    return {
      what: 'the MFA code is wrong, or already used: AWS accepts each code once',
      hints: [
        'wait for the next code and try again',
        `use the code of this device: ${context.serial ?? 'the one in mfa_serial'}`,
        'check the clock of the device: a code is made from the time',
      ],
    };
  }
  if (isWrongDevice(error)) return wrongDevice(context);
  if (/cannot call GetSessionToken with session credentials/i.test(error.message)) {
    return {
      what: `${sourceOf(context)} are a session already, and GetSessionToken takes long-term keys only`,
      hints: [
        "let source_profile name a profile with an IAM user's own keys (no aws_session_token)",
        'leave mfa_serial out where the sign-in itself asks for MFA (IAM Identity Center, aws login)',
      ],
    };
  }
  if (isExpiredToken(error)) return expired(context);
  if (isUnknownKey(error)) return unknownKey(error, context);
  if (!isWrongSecret(error)) return undefined;
  return {
    what: `the secret key does not belong to the access key ID in ${sourceOf(context)}`,
    hints: ['copy both parts of the pair again: aws_access_key_id and aws_secret_access_key'],
  };
};

const clockSkew = (error: ServiceError, context: ExplainContext): Explanation => {
  const offset = error.clockOffset;
  const hints = ["set this machine's clock (turn on time synchronisation) and try again"];
  const times = timesOf(error, context);
  const both = times ? `: here it is ${times.here}, there ${times.there}` : '';
  if (offset === undefined)
    return { what: `this machine's clock and that of AWS differ too much${both}`, hints };
  const span = `${formatSpan(Math.abs(offset))} ${offset > 0 ? 'behind' : 'ahead of'} AWS`;
  return { what: `this machine's clock is ${span}${both}`, hints };
};

/** Both clocks, from the `Date` header when the time here is known, else from what the service says about the signature. */
const timesOf = (
  error: ServiceError,
  context: ExplainContext,
): { here: string; there: string } | undefined => {
  if (context.now !== undefined && error.clockOffset !== undefined) {
    return { here: toIsoSeconds(context.now), there: toIsoSeconds(context.now + error.clockOffset) };
  }
  const stamp = String.raw`(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z`;
  const [here] = [...error.message.matchAll(new RegExp(stamp, 'g'))];
  const there = new RegExp(`\\(${stamp}`).exec(error.message);
  return here && there ? { here: iso(here), there: iso(there) } : undefined;
};

const iso = ([, year, month, day, hour, minute, second]: RegExpExecArray): string =>
  `${year}-${month}-${day}T${hour}:${minute}:${second}Z`;

const wrongDevice = (context: ExplainContext): Explanation => {
  const { serial } = context;
  const fido = explainFido(serial);
  if (fido) return fido;
  return {
    what: `the MFA device ${serial ?? ''} is not one of the user behind ${sourceOf(context)}`.replace(
      '  ',
      ' ',
    ),
    hints: [
      'correct mfa_serial: the IAM console shows the ARN of your device under Security credentials',
      'see the devices of the user: aws iam list-mfa-devices',
    ],
  };
};

const expired = (context: ExplainContext): Explanation => {
  if (context.step === 'web-identity') {
    return {
      what: 'the web identity token is too old',
      hints: ['let whatever writes web_identity_token_file write a new one'],
    };
  }
  const signer = signerName(context);
  if (isSignedByMfaSession(context)) return { what: `${signer} is over`, hints: renewMfa(context) };
  if (signer !== sourceOf(context)) return { what: `${signer} is over`, hints: ['try again with --refresh'] };
  const hints = ['try again with --refresh'];
  if (context.sourceKind === 'environment') hints.unshift('unset or renew the AWS_* variables of this shell');
  else if (context.sourceKind === 'static') hints.unshift('renew the aws_session_token in its section');
  return { what: `the session in ${signer} is over`, hints };
};

/** `--refresh` of a role leaves the MFA session as it is. */
const renewMfa = ({ mfaCommand }: ExplainContext): string[] => [
  ...(mfaCommand === undefined ? [] : [`make a new one: ${mfaCommand} --refresh`]),
  'let awsrole make a new one: try again in a terminal, or with --code 123456',
];

const unknownKey = (error: ServiceError, context: ExplainContext): Explanation => ({
  what: `AWS does not know ${signerName(context)}`,
  hints: [
    ...(isSignedByMfaSession(context) ? renewMfa(context) : []),
    'the access key may be deleted or inactive: see Security credentials in the IAM console',
    'keys that begin with ASIA need their aws_session_token in the same place',
    'AWS_SESSION_TOKEN or AWS_SECURITY_TOKEN of another session may be left in the environment: awsrole clear',
    `if the account must first enable the region '${error.region}', use keys from a regional STS endpoint or another --region`,
  ],
});
