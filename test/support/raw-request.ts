import { request as httpRequest } from 'node:http';
import { SignatureV4 } from '@smithy/signature-v4';
import { Sha256 } from '../../src/sandbox/protocol/sigv4.ts';
import type { Harness, Keys } from './sandbox-harness.ts';

/** An HTTP request; tests may change it after signing. */
export interface RawRequest {
  method: string;
  path: string;
  headers: Record<string, string>;
  body: string;
}

export interface RawAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

export const CALLER_IDENTITY = 'Action=GetCallerIdentity&Version=2011-06-15';

/** A signed `POST /` request, by default GetCallerIdentity with alice's keys at the sandbox's time. */
export async function signedRequest(
  { sandbox, alice, now }: Harness,
  options: {
    body?: string;
    credentials?: Keys;
    service?: string;
    region?: string;
    headers?: Record<string, string>;
    signedAt?: number;
    /** a header that is sent but not signed */
    unsigned?: string;
  } = {},
): Promise<RawRequest> {
  const { accessKeyId, secretAccessKey, sessionToken } = options.credentials ?? alice;
  const body = options.body ?? CALLER_IDENTITY;
  const signer = new SignatureV4({
    service: options.service ?? 'sts',
    region: options.region ?? 'us-east-1',
    sha256: Sha256,
    applyChecksum: false,
    credentials: { accessKeyId, secretAccessKey, ...(sessionToken === undefined ? {} : { sessionToken }) },
  });
  const headers = {
    host: `127.0.0.1:${sandbox.port}`,
    'content-type': 'application/x-www-form-urlencoded',
    ...options.headers,
  };
  const signed = await signer.sign(
    { method: 'POST', protocol: 'http:', hostname: '127.0.0.1', path: '/', headers, body },
    { signingDate: new Date(options.signedAt ?? now), unsignableHeaders: new Set([options.unsigned ?? '']) },
  );
  return { method: 'POST', path: '/', headers: { ...signed.headers }, body };
}

/** A signed `GET /?…` request with alice's keys. The parameters keep the order of `query`. */
export async function signedGet({ sandbox, alice, now }: Harness, query: string): Promise<RawRequest> {
  const signer = new SignatureV4({
    service: 'sts',
    region: 'us-east-1',
    sha256: Sha256,
    applyChecksum: false,
    credentials: alice,
  });
  const signed = await signer.sign(
    {
      method: 'GET',
      protocol: 'http:',
      hostname: '127.0.0.1',
      path: '/',
      query: Object.fromEntries(new URLSearchParams(query)),
      headers: { host: `127.0.0.1:${sandbox.port}` },
    },
    { signingDate: new Date(now) },
  );
  return { method: 'GET', path: `/?${query}`, headers: { ...signed.headers }, body: '' };
}

/** Sends a request on a new connection. Rejects when the connection breaks before the answer is complete. */
export function sendRaw(port: number, raw: RawRequest): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const { method, path, headers } = raw;
    const request = httpRequest({ host: '127.0.0.1', port, method, path, headers, agent: false });
    request.on('error', reject);
    request.on('response', response => {
      let body = '';
      response.setEncoding('utf8');
      response.on('data', chunk => {
        body += chunk;
      });
      response.on('error', reject);
      response.on('end', () => {
        request.destroy();
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body });
      });
    });
    if (raw.body === '') request.end();
    else request.end(raw.body);
  });
}

/** The error code in an answer's XML, or undefined. */
export const codeIn = (answer: RawAnswer): string | undefined => /<Code>(.*)<\/Code>/.exec(answer.body)?.[1];

/** The message in an answer's XML, or undefined. */
export const messageIn = (answer: RawAnswer): string | undefined =>
  /<Message>(.*)<\/Message>/.exec(answer.body)?.[1];
