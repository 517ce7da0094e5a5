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
