/** An error that the sandbox answers as the real service does: an error code, a message and an HTTP status. */
export class ServiceFailure extends Error {
  override readonly name = 'ServiceFailure';
  readonly code: string;
  readonly status: number;

  constructor(code: string, status: number, message: string) {
    super(message);
    this.code = code;
    this.status = status;
  }
}

/** 403 `AccessDenied` with the given message. */
export const accessDenied = (message: string): ServiceFailure =>
  new ServiceFailure('AccessDenied', 403, message);

/** 403 `AccessDenied` with the message that STS and IAM share. */
export const notAuthorized = (callerArn: string, action: string, resource: string): ServiceFailure =>
  accessDenied(`User: ${callerArn} is not authorized to perform: ${action} on resource: ${resource}`);

/** 400 `ValidationError` with the given message. */
export const validationError = (message: string): ServiceFailure =>
  new ServiceFailure('ValidationError', 400, message);

/** 403 `InvalidClientTokenId`: an unknown key, a session token of another key, or a session that must not call IAM. */
export const invalidClientToken = (): ServiceFailure =>
  new ServiceFailure('InvalidClientTokenId', 403, 'The security token included in the request is invalid.');

/** 403 `SignatureDoesNotMatch`. STS also uses it for a wrong credential scope and for clock skew. */
export const signatureDoesNotMatch = (message: string): ServiceFailure =>
  new ServiceFailure('SignatureDoesNotMatch', 403, message);
