import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

/** A page on this machine that redirects the first request and refuses every later one. */
export interface OneShotPage {
  /** `http://127.0.0.1:…/…`, useless after the first request */
  readonly address: string;
  /** resolves when the page has redirected a browser */
  readonly fetched: Promise<void>;
  close(): void;
}

/**
 * Starts a page that redirects a browser to a secret URL. Every user of the machine can read the arguments of a running
 * program, and a browser runs all day with its first arguments. So the browser gets the address of this page instead:
 * the address is random, answers once and, where the kernel reports the owner of a connection, only to this user.
 *
 * A file with a redirect is not an alternative: browsers from snap and flatpak cannot read `/tmp` or hidden folders, a
 * Windows browser under WSL uses other paths, and awsrole could not tell when to delete the file.
 *
 * @param ownerOf returns the user (uid) at the other end of a connection, or undefined when unknown
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
    if (request.method !== 'GET' || request.url !== path) return refuse(404, 'no such page');
    if (isForeign(ownerOf(request.socket))) return refuse(403, 'this page is for another user');
    if (isSpent) return refuse(410, 'this page has already been used; run awsrole console again');
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

/**
 * Whether a connection comes from another user. root can read everything anyway, and relays connections from Windows
 * under WSL.
 */
const isForeign = (uid: number | undefined): boolean =>
  uid !== undefined && uid !== 0 && uid !== process.getuid?.();

/**
 * Finds the user (uid) at the other end of a loopback connection over IPv4 in the kernel's socket table (proc(5),
 * `/proc/net/tcp`). Returns undefined on a system without that table.
 */
export const ownerOfPeer = (socket: Socket): number | undefined => {
  const { remoteAddress, remotePort, localPort } = socket;
  if (remoteAddress === undefined || remotePort === undefined || localPort === undefined) return undefined;
  // the local address of the peer's own entry is the remote address of this socket
  const local = `${hexAddress(remoteAddress)}:${hexPort(remotePort)}`;
  for (const table of ['/proc/net/tcp', '/proc/net/tcp6']) {
    for (const line of read(table).split('\n')) {
      const [, itsLocal, itsRemote, , , , , uid] = line.trim().split(/\s+/);
      // the IPv6 table writes an IPv4 address with the same last digits
      if (itsLocal?.endsWith(local) && itsRemote?.endsWith(`:${hexPort(localPort)}`)) return Number(uid);
    }
  }
  return undefined;
};

/**
 * `127.0.0.1` is `0100007F`: one word in host byte order, which is little-endian on every platform of Node but s390x.
 */
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
