/** A failed call to STS or IAM. `core/explain` turns it into the message that the user sees. */
export class ServiceError extends Error {
  override readonly name = 'ServiceError';
  /** `AssumeRole`, `GetSessionToken`, … */
  readonly operation: string;
  /** the service's error code (`AccessDenied`, `ValidationError`, …), undefined without a valid response */
  readonly code: string | undefined;
  /** HTTP status of the response */
  readonly status: number | undefined;
  /** the proxy itself gave the response to CONNECT: nothing has reached the service */
  readonly isFromProxy: boolean;
  readonly requestId: string | undefined;
  /** the service's clock minus this machine's clock in milliseconds, when the response has a `Date` header */
  readonly clockOffset: number | undefined;
  /** Node's error code (`ECONNREFUSED`, `ENOTFOUND`, `CERT_…`) of a network error */
  readonly network: string | undefined;
  /** host and port of the service, followed by the proxy if the call used one */
  readonly host: string;
  /** `host:port` of the proxy */
  readonly proxy: string | undefined;
  readonly region: string;

  constructor(
    message: string,
    facts: {
      operation: string;
      host: string;
      proxy?: string | undefined;
      region: string;
      code?: string | undefined;
      status?: number | undefined;
      isFromProxy?: boolean | undefined;
      requestId?: string | undefined;
      clockOffset?: number | undefined;
      network?: string | undefined;
    },
  ) {
    super(message);
    this.operation = facts.operation;
    this.host = facts.host;
    this.proxy = facts.proxy;
    this.region = facts.region;
    this.code = facts.code;
    this.status = facts.status;
    this.isFromProxy = facts.isFromProxy ?? false;
    this.requestId = facts.requestId;
    this.clockOffset = facts.clockOffset;
    this.network = facts.network;
  }
}

const messageMatches = (error: ServiceError, pattern: RegExp): boolean => pattern.test(error.message);

const isCode = (error: Pick<ServiceError, 'code'>, ...codes: string[]): boolean =>
  error.code !== undefined && codes.includes(error.code);

/** The service denied access: because of a policy, an MFA code or an MFA device. */
export const isAccessDenied = (error: ServiceError): boolean =>
  isCode(error, 'AccessDenied', 'AccessDeniedException', 'UnauthorizedOperation');

/** The MFA code is wrong or was used before; STS reports both alike. A new code can succeed. */
export const isWrongCode = (error: ServiceError): boolean =>
  isAccessDenied(error) && messageMatches(error, /invalid MFA one.?time pass ?code/i);

/** The MFA device does not exist or belongs to another user. A new code cannot succeed. */
export const isWrongDevice = (error: ServiceError): boolean =>
  (isAccessDenied(error) || isCode(error, 'ValidationError')) &&
  messageMatches(error, /unable to validate MFA code|verify your MFA serial number/i);

/** The requested duration exceeds the one hour that STS allows for role chaining. */
export const isChainingError = (error: ServiceError): boolean =>
  isCode(error, 'ValidationError') && messageMatches(error, /1 hour session limit|role chaining/i);

/** The requested duration exceeds the role's MaxSessionDuration. */
export const isMaxDurationError = (error: ServiceError): boolean =>
  isCode(error, 'ValidationError') && !isChainingError(error) && messageMatches(error, /MaxSessionDuration/i);

/** The session that signed the call has expired. */
export const isExpiredToken = (error: Pick<ServiceError, 'code'>): boolean =>
  isCode(error, 'ExpiredToken', 'ExpiredTokenException');

/** The service throttled the request and did not process it. */
export const isThrottled = (error: ServiceError): boolean =>
  error.status === 429 ||
  isCode(
    error,
    'Throttling',
    'ThrottlingException',
    'ThrottledException',
    'TooManyRequestsException',
    'RequestThrottled',
    'RequestThrottledException',
    'RequestLimitExceeded',
    'SlowDown',
  );

/** The service rejected the signature's time because the clocks differ too much; it did not process the request. */
export const isClockSkew = (error: ServiceError): boolean =>
  isCode(error, 'RequestExpired', 'RequestTimeTooSkewed', 'RequestInTheFuture') ||
  (isCode(error, 'SignatureDoesNotMatch', 'InvalidSignatureException') &&
    messageMatches(error, /signature (has )?expired|signature not yet current/i));

/** The signature does not match, because the secret access key is not that of the access key ID. */
export const isWrongSecret = (error: ServiceError): boolean =>
  isCode(error, 'SignatureDoesNotMatch', 'InvalidSignatureException') && !isClockSkew(error);

/** The service does not know the access key ID or the session token. */
export const isUnknownKey = (error: Pick<ServiceError, 'code'>): boolean =>
  isCode(error, 'InvalidClientTokenId', 'UnrecognizedClientException', 'InvalidAccessKeyId');

/** The credentials that signed the call are no longer valid: they have expired or were revoked or deleted. */
export const isSignerInvalid = (error: Pick<ServiceError, 'code'>): boolean =>
  isExpiredToken(error) || isUnknownKey(error);
