/** What went wrong with one call to STS or IAM, as far as it can be told; the text shown is made in explain.ts. */
export class ServiceError extends Error {
  override readonly name = 'ServiceError';
  /** the API's name: `AssumeRole`, `GetSessionToken`, … */
  readonly operation: string;
  /** the service's code (`AccessDenied`, `ValidationError`, …), or undefined when no answer was understood */
  readonly code: string | undefined;
  /** HTTP status of the answer */
  readonly status: number | undefined;
  readonly requestId: string | undefined;
  /** the service's clock minus this machine's in milliseconds, when the answer had a `Date` header */
  readonly clockOffset: number | undefined;
  /** Node's error code (`ECONNREFUSED`, `ENOTFOUND`, `CERT_…`) when the network failed */
  readonly network: string | undefined;
  /** the host (and port) that was called, with the proxy on the way */
  readonly host: string;
  /** that proxy alone, `host:port` */
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
    this.requestId = facts.requestId;
    this.clockOffset = facts.clockOffset;
    this.network = facts.network;
  }
}

const has = (error: ServiceError, pattern: RegExp): boolean => pattern.test(error.message);

const isCode = (error: Pick<ServiceError, 'code'>, ...codes: string[]): boolean =>
  error.code !== undefined && codes.includes(error.code);

/** The service says no: a policy, a code, a device. */
export const isAccessDenied = (error: ServiceError): boolean =>
  isCode(error, 'AccessDenied', 'AccessDeniedException', 'UnauthorizedOperation');

/** The MFA code was wrong or used before (STS says the same to both); another code may do. */
export const isWrongCode = (error: ServiceError): boolean =>
  isAccessDenied(error) && has(error, /invalid MFA one.?time pass ?code/i);

/** The device is not the caller's, or does not exist; another code will not do. */
export const isWrongDevice = (error: ServiceError): boolean =>
  (isAccessDenied(error) || isCode(error, 'ValidationError')) &&
  has(error, /unable to validate MFA code|verify your MFA serial number/i);

/** A role assumed from a role (or from an MFA session) is held to one hour, and more was asked for. */
export const isChainingError = (error: ServiceError): boolean =>
  isCode(error, 'ValidationError') && has(error, /1 hour session limit|role chaining/i);

/** More was asked for than the role's own MaxSessionDuration. */
export const isMaxDurationError = (error: ServiceError): boolean =>
  isCode(error, 'ValidationError') && !isChainingError(error) && has(error, /MaxSessionDuration/i);

/** The session that signed the call is over. */
export const isExpiredToken = (error: Pick<ServiceError, 'code'>): boolean =>
  isCode(error, 'ExpiredToken', 'ExpiredTokenException');

/** The service asks to slow down; it did not look at the request. */
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

/** The two clocks differ too much for the signature; the request was refused unread. */
export const isClockSkew = (error: ServiceError): boolean =>
  isCode(error, 'RequestExpired', 'RequestTimeTooSkewed', 'RequestInTheFuture') ||
  (isCode(error, 'SignatureDoesNotMatch', 'InvalidSignatureException') &&
    has(error, /signature (has )?expired|signature not yet current/i));

/** The signature was computed with another secret. */
export const isWrongSecret = (error: ServiceError): boolean =>
  isCode(error, 'SignatureDoesNotMatch', 'InvalidSignatureException') && !isClockSkew(error);

/** The key ID (or the pair of key and session token) is unknown to the service. */
export const isUnknownKey = (error: Pick<ServiceError, 'code'>): boolean =>
  isCode(error, 'InvalidClientTokenId', 'UnrecognizedClientException', 'InvalidAccessKeyId');

/** What signed the call is no longer good: over, revoked, or its key deleted. */
export const isSignerOver = (error: Pick<ServiceError, 'code'>): boolean =>
  isExpiredToken(error) || isUnknownKey(error);
