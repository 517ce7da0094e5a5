import { isChainingError, isMaxDurationError, type ServiceError } from '../aws/service-error.ts';
import { formatSpan } from '../text/duration.ts';
import type { ExplainContext, Explanation } from './context.ts';

/** What STS finds wrong with the request itself; undefined when it is a question of permission. */
export const explainRequest = (error: ServiceError, context: ExplainContext): Explanation | undefined => {
  if (isChainingError(error)) {
    return {
      what: `${asked(context)} a role assumed from a session lives for one hour at most (role chaining)`,
      hints: [
        'ask for 1h or less',
        'only long-term keys, with the MFA code in the call itself, get more from the first role',
      ],
    };
  }
  if (isMaxDurationError(error)) {
    return {
      what: `${asked(context)} the role's maximum session duration is lower`,
      hints: [
        'ask for less: --duration 1h, or duration_seconds in the profile',
        "or let the role's owner raise its maximum session duration (up to 12 h)",
      ],
    };
  }
  switch (error.code) {
    case 'RegionDisabledException':
      return {
        what: `STS is not enabled in the region '${error.region}' for that account`,
        hints: [
          'choose another region: --region us-east-1',
          "or let the account's administrator enable the region",
        ],
      };
    case 'ValidationError':
      return invalid(error, context);
    case 'InvalidIdentityToken':
    case 'IDPRejectedClaim':
    case 'IDPCommunicationError':
      return {
        what: `the web identity token was not accepted: ${text(error)}`,
        hints: ['check that the account has an identity provider for the token, and the role trusts it'],
      };
    case 'InvalidAction':
    case 'NotFound':
      return {
        what: `${error.host} does not offer ${error.operation}`,
        hints: ['check AWS_ENDPOINT_URL and endpoint_url: is that an STS?'],
      };
    default:
      return undefined;
  }
};

const asked = (context: ExplainContext): string =>
  context.requestedSeconds === undefined
    ? ''
    : `${formatSpan(context.requestedSeconds * 1000)} were asked for, but`;

/** The keys that decide each parameter, for the line to mend. */
const PARAMETERS: readonly (readonly [pattern: RegExp, hint: string])[] = [
  [/roleSessionName/i, 'role_session_name takes 2 to 64 letters, digits and _+=,.@-'],
  [/externalId/i, 'external_id takes 2 to 1224 letters, digits and _+=,.@:/-'],
  [
    /serialNumber/i,
    'mfa_serial is an ARN (arn:aws:iam::123456789012:mfa/name) or the serial number of a hardware device',
  ],
  [/tokenCode/i, 'an MFA code is six digits'],
  [/durationSeconds/i, 'a role session lasts 15m to 12h, an MFA session 15m to 36h'],
  [/roleArn|is invalid/i, 'role_arn reads arn:aws:iam::123456789012:role/Name'],
  [/sourceIdentity/i, 'source_identity takes 2 to 64 letters, digits and _+=,.@-'],
];

const invalid = (error: ServiceError, context: ExplainContext): Explanation => {
  const hint = PARAMETERS.find(([pattern]) => pattern.test(error.message))?.[1];
  const name = /roleSessionName/i.test(error.message) && context.roleSessionName;
  return {
    what: `STS does not accept ${name ? `the session name '${name}'` : 'the request'}: ${text(error)}`,
    hints: hint ? [hint] : [],
  };
};

const text = (error: ServiceError): string => {
  const said = error.message.trim().replace(/\.$/, '');
  return said.length > 300 ? `${said.slice(0, 299)}…` : said;
};

/** What the console's federation endpoint refuses: it gives a status, and no reason that a program could read. */
export const explainSignin = (error: ServiceError, context: ExplainContext): Explanation | undefined => {
  if (context.step !== 'console' || error.status === undefined || error.status < 300) return undefined;
  return {
    what: `${error.host} does not accept the role session (HTTP ${error.status})`,
    hints: [
      'the session may have been revoked or be about to end: --refresh makes a new one',
      'in the browser, a switch of roles needs no session: --switch-role',
    ],
  };
};
