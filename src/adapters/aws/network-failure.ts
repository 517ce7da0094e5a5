import { AwsroleError } from '../../core/errors.ts';

/** Why a request got no complete answer. */
export interface NetworkFailure {
  /** Node's error code, or the closest one when the failure has none */
  readonly code: string;
  /** false only when no byte of the request can have reached the service */
  readonly sent: boolean;
  /** the HTTP status with which a proxy refused to connect to the service */
  readonly proxyStatus?: number | undefined;
}

/** The facts of a ServiceError that a failure determines. */
export const factsOf = ({
  code,
  proxyStatus,
}: NetworkFailure): { network: string } | { status: number; isFromProxy: true } =>
  proxyStatus === undefined ? { network: code } : { status: proxyStatus, isFromProxy: true };

/** An error of the request handler. It holds no text of Node or a proxy agent, because such text may quote headers. */
export class RequestFailed extends Error {
  override readonly name = 'RequestFailed';
  readonly failure: NetworkFailure;

  constructor(failure: NetworkFailure) {
    super(failure.code);
    this.failure = failure;
  }
}

/**
 * Classifies an error of Node's network code.
 *
 * @throws the error itself when it is an AwsroleError, which already has a message for the user
 */
export const networkFailureOf = (error: unknown): NetworkFailure => {
  if (error instanceof AwsroleError) throw error;
  if (error instanceof RequestFailed) return error.failure;
  if (!(error instanceof Error)) return { code: 'ECONNRESET', sent: true };
  // Node tries every address of a host and throws an AggregateError
  const first = error instanceof AggregateError && error.errors[0] instanceof Error ? error.errors[0] : error;
  const { code, syscall } = first as NodeJS.ErrnoException;
  if (code === undefined) return { code: 'ECONNRESET', sent: true };
  const isBeforeSending = syscall === 'connect' || syscall === 'getaddrinfo';
  return { code, sent: !isBeforeSending };
};
