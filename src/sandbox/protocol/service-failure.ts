/** A refusal that the sandbox answers as the real service would: an error code, a message, an HTTP status. */
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

/** 403 `AccessDenied` with the given words. */
export const accessDenied = (message: string): ServiceFailure =>
  new ServiceFailure('AccessDenied', 403, message);

/** 403 `AccessDenied` in the words that STS and IAM share. */
export const notAuthorized = (callerArn: string, action: string, resource: string): ServiceFailure =>
  accessDenied(`User: ${callerArn} is not authorized to perform: ${action} on resource: ${resource}`);

/** 400 `ValidationError` with the given words. */
export const validationError = (message: string): ServiceFailure =>
  new ServiceFailure('ValidationError', 400, message);

/** 403 `InvalidClientTokenId`: an unknown key, a token that is not the key's, or a session that may not call IAM. */
export const invalidClientToken = (): ServiceFailure =>
  new ServiceFailure('InvalidClientTokenId', 403, 'The security token included in the request is invalid.');

/** 403 `SignatureDoesNotMatch`, which STS also uses for a wrong scope and for a clock that is off. */
export const signatureDoesNotMatch = (message: string): ServiceFailure =>
  new ServiceFailure('SignatureDoesNotMatch', 403, message);
