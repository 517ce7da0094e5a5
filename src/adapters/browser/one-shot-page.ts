import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

/** A page of this machine that sends the first browser on, and nobody after it. */
export interface OneShotPage {
  /** `http://127.0.0.1:…/…`: worth nothing once a browser has been there */
  readonly address: string;
  /** resolves when a browser has been sent on */
  readonly fetched: Promise<void>;
  close(): void;
}

/**
 * Hands a secret address to a browser. A program's words can be read by every user of the machine while it runs, and a
 * browser runs all day with the words that it was started with: so they get this page's address, which is random,
 * answers once, and, where the kernel tells who asks, only programs of this user. A file with a redirect would not do:
 * browsers from snap and flatpak see neither `/tmp` nor hidden folders, one on the Windows side of WSL has other paths,
 * and nobody knows when it may be deleted.
 *
 * @param ownerOf the user (uid) at the other end of a connection, where that can be told
 */
export const serveOnce = async (url: string, ownerOf = ownerOfPeer): Promise<OneShotPage> => {
  const path = `/${randomBytes(32).toString('base64url')}`;
  let isSpent = false;
  let done: () => void = () => {};
  const fetched = new Promise<void>(resolve => {
    done = resolve;
  });
  const server = createServer((request: IncomingMessage, response: ServerResponse) => {
    const refuse = (status: number, text: string): void => {
      response.writeHead(status, { ...HEADERS, 'Content-Type': 'text/plain' }).end(`${text}\n`);
    };
    if (request.method !== 'GET' || request.url !== path) return refuse(404, 'there is no such page');
    if (isForeign(ownerOf(request.socket))) return refuse(403, 'this page is for another user');
    if (isSpent) return refuse(410, 'this page was used already: run awsrole console again');
    isSpent = true;
    response.writeHead(303, { ...HEADERS, Location: url }).end(done);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    address: `http://127.0.0.1:${port}${path}`,
    fetched,
    close: () => {
      server.close();
      server.closeIdleConnections();
    },
  };
};

const HEADERS = { 'Cache-Control': 'no-store', 'Referrer-Policy': 'no-referrer', Connection: 'close' };

/** The superuser reads everything anyway, and passes on what comes from the Windows side of WSL. */
const isForeign = (uid: number | undefined): boolean =>
  uid !== undefined && uid !== 0 && uid !== process.getuid?.();

/**
 * The user (uid) at the other end of a loopback connection over IPv4, as the kernel's table of sockets says (proc(5),
 * `/proc/net/tcp`). Undefined where there is no such table.
 */
export const ownerOfPeer = (socket: Socket): number | undefined => {
  const { remoteAddress, remotePort, localPort } = socket;
  if (remoteAddress === undefined || remotePort === undefined || localPort === undefined) return undefined;
  // the peer's own entry: what is remote here is local there
  const local = `${hexAddress(remoteAddress)}:${hexPort(remotePort)}`;
  for (const table of ['/proc/net/tcp', '/proc/net/tcp6']) {
    for (const line of read(table).split('\n')) {
      const [, itsLocal, itsRemote, , , , , uid] = line.trim().split(/\s+/);
      // an IPv4 address in the table of IPv6 ends in the same digits
      if (itsLocal?.endsWith(local) && itsRemote?.endsWith(`:${hexPort(localPort)}`)) return Number(uid);
    }
  }
  return undefined;
};

/** `127.0.0.1` is `0100007F`: one word in the machine's order, which is little-endian wherever Node runs today but s390x. */
const hexAddress = (address: string): string =>
  address
    .replace(/^::ffff:/, '')
    .split('.')
    .reverse()
    .map(part => Number(part).toString(16).padStart(2, '0'))
    .join('')
    .toUpperCase();

const hexPort = (port: number): string => port.toString(16).padStart(4, '0').toUpperCase();

const read = (path: string): string => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
};
