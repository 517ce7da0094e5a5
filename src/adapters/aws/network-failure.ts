import { AwsroleError } from '../../core/errors.ts';

/** Why no whole answer came. */
export interface NetworkFailure {
  /** Node's error code, or the nearest one for failures that have none */
  readonly code: string;
  /** false only when no byte of the request can have reached the service */
  readonly sent: boolean;
}

/** Thrown by the request handler; what Node and the proxy agents say may quote headers, so none of it is kept. */
export class RequestFailed extends Error {
  override readonly name = 'RequestFailed';
  readonly failure: NetworkFailure;

  constructor(failure: NetworkFailure) {
    super(failure.code);
    this.failure = failure;
  }
}

/**
 * What a thrown error of Node's network or of the SDK's request handler means.
 *
 * @throws the error itself when it is an AwsroleError: that one was made for people
 */
export const networkFailureOf = (error: unknown): NetworkFailure => {
  if (error instanceof AwsroleError) throw error;
  if (error instanceof RequestFailed) return error.failure;
  if (!(error instanceof Error)) return { code: 'ECONNRESET', sent: true };
  // with several addresses Node tries them all and throws the collection
  const first = error instanceof AggregateError && error.errors[0] instanceof Error ? error.errors[0] : error;
  const { code, syscall } = first as NodeJS.ErrnoException;
  // the only failure to which the SDK's handler gives no code: the connection was not made in time
  if (code === undefined && error.name === 'TimeoutError') return { code: 'ETIMEDOUT', sent: false };
  if (code === undefined) return { code: 'ECONNRESET', sent: true };
  const isBeforeSending = syscall === 'connect' || syscall === 'getaddrinfo';
  return { code, sent: !isBeforeSending };
};
