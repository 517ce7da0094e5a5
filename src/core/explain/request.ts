import { isChainingError, isMaxDurationError, type ServiceError } from '../aws/service-error.ts';
import { formatSpan } from '../text/duration.ts';
import { type ExplainContext, type Explanation, quotedMessage } from './context.ts';

/** Explains an invalid request; undefined for other errors. */
export const explainRequest = (error: ServiceError, context: ExplainContext): Explanation | undefined => {
  if (isChainingError(error)) {
    return {
      what: `${requested(context)}a role assumed from a session lasts one hour at most (role chaining)`,
      hints: [
        'request 1h or less',
        'only the first role can last longer, when long-term keys sign the call and the call itself carries the MFA code',
      ],
    };
  }
  if (isMaxDurationError(error)) {
    return {
      what: `${requested(context)}the role's maximum session duration is lower`,
      hints: [
        'request less: --duration 1h, or duration_seconds in the profile',
        "or ask the role's owner to raise its maximum session duration (up to 12 h)",
      ],
    };
  }
  switch (error.code) {
    case 'RegionDisabledException':
      return {
        what: `STS is not enabled in the region '${error.region}' for that account`,
        hints: [
          'choose another region: --region us-east-1',
          "or ask the account's administrator to enable the region",
        ],
      };
    case 'ValidationError':
      return invalid(error, context);
    case 'InvalidIdentityToken':
    case 'IDPRejectedClaim':
    case 'IDPCommunicationError':
      return {
        what: `STS rejected the web identity token: ${quotedMessage(error)}`,
        hints: ['check that the account has an identity provider for the token, and that the role trusts it'],
      };
    case 'InvalidAction':
    case 'NotFound':
      return {
        what: `${error.host} does not offer ${error.operation}`,
        hints: ['check that AWS_ENDPOINT_URL and endpoint_url name an STS endpoint'],
      };
    default:
      return undefined;
  }
};

const requested = ({ requestedSeconds }: ExplainContext): string =>
  requestedSeconds === undefined ? '' : `${formatSpan(requestedSeconds * 1000)} requested, but `;

/** The parameter that a message of STS names, and the hint about its setting. */
const PARAMETERS: readonly (readonly [pattern: RegExp, hint: string])[] = [
  [/roleSessionName/i, 'role_session_name takes 2 to 64 letters, digits and _+=,.@-'],
  [/externalId/i, 'external_id takes 2 to 1224 letters, digits and _+=,.@:/-'],
  [
    /serialNumber/i,
    'mfa_serial is an ARN (arn:aws:iam::123456789012:mfa/name) or the serial number of a hardware device',
  ],
  [/tokenCode/i, 'an MFA code is six digits'],
  [/durationSeconds/i, 'a role session lasts 15m to 12h, an MFA session 15m to 36h'],
  [/roleArn|is invalid/i, 'role_arn has the form arn:aws:iam::123456789012:role/Name'],
  [/sourceIdentity/i, 'source_identity takes 2 to 64 letters, digits and _+=,.@-'],
];

const invalid = (error: ServiceError, context: ExplainContext): Explanation => {
  const hint = PARAMETERS.find(([pattern]) => pattern.test(error.message))?.[1];
  const name = /roleSessionName/i.test(error.message) && context.roleSessionName;
  return {
    what: `STS does not accept ${name ? `the session name '${name}'` : 'the request'}: ${quotedMessage(error)}`,
    hints: hint ? [hint] : [],
  };
};

/** Explains a refusal by the console's federation endpoint, which returns a status without a machine-readable reason. */
export const explainSignin = (error: ServiceError, context: ExplainContext): Explanation | undefined => {
  if (context.step !== 'console' || error.status === undefined || error.status < 300) return undefined;
  return {
    what: `${error.host} does not accept the role session (HTTP ${error.status})`,
    hints: [
      'the session may be revoked or near its end: --refresh makes a new one',
      'to switch roles in the browser without a session, use --switch-role',
    ],
  };
};
