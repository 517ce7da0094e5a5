import type { IncomingMessage } from 'node:http';

/** The largest body that is read, in bytes: room for a web identity token and a policy. */
export const MAX_BODY = 64 * 1024;

/** Why a request is turned away before anything in it is looked at. */
export interface HttpRefusal {
  readonly status: number;
  readonly reason: string;
}

/**
 * Lets through only what a program on this machine sends: the exact Host (so that a web page cannot reach us
 * through DNS rebinding), none of the headers that only browsers send, a path and no proxy-style URL.
 *
 * @param isForBrowsers tells of a method and a path that browsers may come for
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
    return { status: 403, reason: 'not for browsers' };
  if (request.method !== 'GET' && request.method !== 'POST') {
    return { status: 405, reason: 'only GET and POST' };
  }
  if (request.url?.startsWith('/') !== true) return { status: 400, reason: 'only a path' };
  if (Number(request.headers['content-length'] ?? 0) > MAX_BODY) {
    return { status: 413, reason: 'body too large' };
  }
  return undefined;
}

const pathOf = (request: IncomingMessage): string => (request.url ?? '').split('?')[0] ?? '';

/** The whole body, or undefined when it is larger than MAX_BODY. Rejects when the connection breaks. */
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
