import type { IncomingMessage } from 'node:http';

/** The largest request body, in bytes: room for a web identity token and a policy. */
const MAX_BODY = 64 * 1024;

/** The HTTP status and the reason with which the sandbox refuses a request. */
export interface HttpRefusal {
  readonly status: number;
  readonly reason: string;
}

/**
 * Refuses every request that does not come from a program on this machine. The Host must be exact, against DNS
 * rebinding by a web page. Headers that only browsers send are refused, and so is a proxy-style URL.
 *
 * @param isForBrowsers whether browsers may request this method and path
 * @returns undefined for an acceptable request
 */
export function checkRequest(
  request: IncomingMessage,
  port: number,
  isForBrowsers: (method: string | undefined, pathname: string) => boolean,
): HttpRefusal | undefined {
  const hosts = request.headersDistinct['host'] ?? [];
  if (hosts.length !== 1 || ![`127.0.0.1:${port}`, `localhost:${port}`].includes(hosts[0] ?? '')) {
    return { status: 403, reason: 'wrong Host' };
  }
  const browser = Object.keys(request.headers).find(
    name => name === 'origin' || name === 'referer' || name.startsWith('sec-fetch-'),
  );
  if (browser !== undefined && !isForBrowsers(request.method, pathOf(request)))
    return { status: 403, reason: 'browsers are not allowed here' };
  if (request.method !== 'GET' && request.method !== 'POST') {
    return { status: 405, reason: 'the method must be GET or POST' };
  }
  if (request.url?.startsWith('/') !== true)
    return { status: 400, reason: 'the request target must be a path' };
  if (Number(request.headers['content-length'] ?? 0) > MAX_BODY) {
    return { status: 413, reason: 'body too large' };
  }
  return undefined;
}

const pathOf = (request: IncomingMessage): string => (request.url ?? '').split('?')[0] ?? '';

/** Reads the whole body; undefined when it is larger than MAX_BODY. Rejects when the connection breaks. */
export async function readBody(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    size += chunk.length;
    if (size > MAX_BODY) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
