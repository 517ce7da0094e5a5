import { readFileSync } from 'node:fs';
import type { Socket } from 'node:net';

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
