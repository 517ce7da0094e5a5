import { createHash, createHmac, type Hash, type Hmac, timingSafeEqual } from 'node:crypto';
import { SignatureV4 } from '@smithy/signature-v4';
import { ServiceFailure, signatureDoesNotMatch } from './service-failure.ts';

/** An HTTP request with everything that SigV4 signs. */
export interface SignedRequest {
  readonly method: string;
  /** path and query come from the request line */
  readonly url: URL;
  /** lower-case names */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** The parts of an `Authorization: AWS4-HMAC-SHA256 …` header, and the signing time. */
export interface Authorization {
  readonly accessKeyId: string;
  readonly region: string;
  readonly service: string;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
  /** epoch milliseconds, from `X-Amz-Date` */
  readonly signedAt: number;
}

/** The largest clock skew that AWS accepts, in milliseconds. */
const MAX_SKEW = 15 * 60_000;

const HEADER =
  /^AWS4-HMAC-SHA256 +Credential=([^,\s]+), *SignedHeaders=([a-z0-9;_-]+), *Signature=([0-9a-f]{64})$/;
const AMZ_DATE = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/;

/**
 * Parses the `Authorization` and `X-Amz-Date` headers and checks the credential scope for `service`.
 *
 * @throws ServiceFailure MissingAuthenticationToken, IncompleteSignature or, for the scope, SignatureDoesNotMatch
 */
export function readAuthorization(request: SignedRequest, service: string): Authorization {
  const header = request.headers['authorization'];
  if (header === undefined) {
    throw new ServiceFailure('MissingAuthenticationToken', 403, 'Request is missing Authentication Token');
  }
  const [, credential = '', signedHeaders = '', signature = ''] = HEADER.exec(header) ?? [];
  const scope = credential.split('/');
  if (scope.length !== 5) {
    throw new ServiceFailure('IncompleteSignature', 400, 'Authorization header is not a complete signature');
  }
  const [accessKeyId = '', date = '', region = '', scopeService = '', terminator = ''] = scope;
  checkScope({ region, scopeService, terminator }, service);
  const signedAt = readDate(request.headers['x-amz-date'] ?? '', date);
  return {
    accessKeyId,
    region,
    service: scopeService,
    signedHeaders: signedHeaders.split(';'),
    signature,
    signedAt,
  };
}

/** Throws SignatureDoesNotMatch for a request that was signed more than 15 minutes before or after `now` (epoch milliseconds). */
export function checkSkew(signedAt: number, now: number): void {
  const [signed, server] = [basicTime(signedAt), basicTime(now)];
  if (signedAt < now - MAX_SKEW) {
    const limit = basicTime(now - MAX_SKEW);
    throw signatureDoesNotMatch(
      `Signature expired: ${signed} is now earlier than ${limit} (${server} - 15 min.)`,
    );
  }
  if (signedAt > now + MAX_SKEW) {
    const limit = basicTime(now + MAX_SKEW);
    throw signatureDoesNotMatch(
      `Signature not yet current: ${signed} is still later than ${limit} (${server} + 15 min.)`,
    );
  }
}

/** Recomputes the signature of the request. Throws SignatureDoesNotMatch when it differs. */
export async function checkSignature(
  request: SignedRequest,
  authorization: Authorization,
  credentials: { secretAccessKey: string; sessionToken?: string | undefined },
): Promise<void> {
  const matches =
    authorization.signedHeaders.includes('host') &&
    isBodyHashTrue(request) &&
    sameText(await recompute(request, authorization, credentials), authorization.signature);
  if (matches) return;
  throw signatureDoesNotMatch(
    'The request signature we calculated does not match the signature you provided. Check your AWS Secret ' +
      'Access Key and signing method. Consult the service documentation for details.',
  );
}

/** The signature (hex) of the request with these credentials. */
async function recompute(
  request: SignedRequest,
  authorization: Authorization,
  credentials: { secretAccessKey: string; sessionToken?: string | undefined },
): Promise<string> {
  const { accessKeyId, region, service, signedHeaders, signedAt } = authorization;
  const signer = new SignatureV4({
    service,
    region,
    sha256: Sha256,
    applyChecksum: false,
    credentials: { accessKeyId, secretAccessKey: credentials.secretAccessKey, ...tokenOf(credentials) },
  });
  const headers = Object.fromEntries(signedHeaders.map(name => [name, request.headers[name] ?? '']));
  const signed = await signer.sign(
    {
      method: request.method,
      protocol: 'http:',
      hostname: request.url.hostname,
      path: request.url.pathname,
      query: queryOf(request.url),
      headers,
      body: request.body,
    },
    { signingDate: new Date(signedAt), signableHeaders: new Set(signedHeaders) },
  );
  return /Signature=([0-9a-f]+)$/.exec(signed.headers['authorization'] ?? '')?.[1] ?? '';
}

const tokenOf = (credentials: { sessionToken?: string | undefined }): { sessionToken?: string } =>
  credentials.sessionToken === undefined ? {} : { sessionToken: credentials.sessionToken };

/** SignatureV4 trusts `x-amz-content-sha256`, so the header must match the body if it is present. */
function isBodyHashTrue(request: SignedRequest): boolean {
  const claimed = request.headers['x-amz-content-sha256'];
  return claimed === undefined || claimed === createHash('sha256').update(request.body).digest('hex');
}

function queryOf(url: URL): Record<string, string[]> {
  const names = [...new Set(url.searchParams.keys())];
  return Object.fromEntries(names.map(name => [name, url.searchParams.getAll(name)]));
}

const sameText = (left: string, right: string): boolean =>
  timingSafeEqual(createHash('sha256').update(left).digest(), createHash('sha256').update(right).digest());

function checkScope(scope: { region: string; scopeService: string; terminator: string }, service: string) {
  if (scope.scopeService !== service) {
    throw signatureDoesNotMatch(`Credential should be scoped to correct service: '${service}'. `);
  }
  if (scope.region === '') {
    throw signatureDoesNotMatch("Credential should be scoped to a valid region, not ''. ");
  }
  if (scope.terminator !== 'aws4_request') {
    throw signatureDoesNotMatch(
      `Credential should be scoped with a valid terminator: 'aws4_request', not '${scope.terminator}'.`,
    );
  }
}

function readDate(text: string, scopeDate: string): number {
  const [, year, month, day, hour, minute, second] = AMZ_DATE.exec(text)?.map(Number) ?? [];
  const time = Date.UTC(year ?? Number.NaN, (month ?? 0) - 1, day, hour, minute, second);
  if (Number.isNaN(time)) {
    throw new ServiceFailure(
      'IncompleteSignature',
      400,
      `Date must be in ISO-8601 'basic format'. Got '${text}'.`,
    );
  }
  if (!text.startsWith(scopeDate) || scopeDate.length !== 8) {
    throw signatureDoesNotMatch(
      `Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '${scopeDate}' != '${text.slice(0, 8)}', from '${text}'.`,
    );
  }
  return time;
}

const basicTime = (time: number): string => new Date(time).toISOString().replace(/[-:]|\.\d{3}/g, '');

/** SHA-256 with the interface that SignatureV4 expects; HMAC-SHA-256 when constructed with a secret. */
export class Sha256 {
  readonly #hash: Hash | Hmac;
  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.#hash = secret === undefined ? createHash('sha256') : createHmac('sha256', secret as Uint8Array);
  }
  update(data: string | ArrayBuffer | ArrayBufferView): void {
    this.#hash.update(data as Uint8Array);
  }
  digest(): Promise<Uint8Array> {
    return Promise.resolve(this.#hash.digest());
  }
  reset(): void {}
}
