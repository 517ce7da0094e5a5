import { Agent, type AgentOptions } from 'node:https';
import { isIP } from 'node:net';
import type { Duplex } from 'node:stream';
import { type ConnectionOptions, connect, type TLSSocket } from 'node:tls';

/** A connection that was idle for longer (milliseconds) is closed, because the service may be about to close it. */
const WARM_MS = 20_000;

/** An agent that can connect ahead of the first request, so that TCP and TLS are set up while the user types. */
export class WarmAgent extends Agent {
  #warm: { socket: TLSSocket; name: string } | undefined;
  readonly #options: AgentOptions;

  constructor(options: AgentOptions) {
    super({ keepAlive: true, ...options });
    this.#options = options;
  }

  /** Connects to `host`. Ignores failures, because the request meets them again and reports them. */
  warmUp(host: string, port: number): void {
    if (this.#warm) return;
    const socket = connect({
      ca: this.#options.ca,
      host,
      port,
      ...(isIP(host) === 0 && { servername: host }),
    });
    const forget = (): void => {
      if (this.#warm?.socket === socket) this.#warm = undefined;
      socket.destroy();
    };
    socket.unref().on('error', forget).once('close', forget).once('end', forget).setTimeout(WARM_MS, forget);
    this.#warm = { socket, name: `${host}:${port}` };
  }

  override createConnection(
    options: ConnectionOptions,
    callback?: (error: Error | null, stream: Duplex) => void,
  ): Duplex | null | undefined {
    const warm = this.#warm;
    if (!warm?.socket.writable || warm.name !== `${options.host}:${options.port}`) {
      return super.createConnection(options, callback);
    }
    this.#warm = undefined;
    warm.socket.removeAllListeners('timeout').setTimeout(0).ref();
    return warm.socket;
  }
}
