import type { Agent as HttpAgent } from 'node:http';
import { Agent, type AgentOptions } from 'node:https';
import { isIP } from 'node:net';
import type { Duplex } from 'node:stream';
import { type ConnectionOptions, connect, type TLSSocket } from 'node:tls';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import type { HttpRequest, HttpResponse } from '@smithy/types';
import { proxyFor } from '../../core/aws/proxy.ts';
import type { CaBundle } from '../../ports/aws.ts';
import { readCaBundle } from './ca-bundle.ts';
import { type NetworkFailure, networkFailureOf, RequestFailed } from './network-failure.ts';

export interface HttpOptions {
  /** the environment that names proxies and the CA bundle */
  readonly proxyEnv: Readonly<Record<string, string | undefined>>;
  /** milliseconds until a connection must stand; 5 s by default */
  readonly connectMs?: number | undefined;
  /** milliseconds for a whole exchange; 20 s by default */
  readonly answerMs?: number | undefined;
}

/** An answer that was read to its end. */
export interface HttpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** What carries requests to AWS. */
export interface Http {
  /**
   * One exchange, the answer read whole.
   *
   * @param caBundle the profile's
   * @throws RequestFailed when no whole answer came · AwsroleError when the proxy variable or the CA bundle is no good
   */
  send(request: HttpRequest, caBundle?: CaBundle): Promise<HttpAnswer>;
  /** Host and port as people know them, with the proxy on the way but never its password; and that proxy alone. */
  describe(target: URL): { host: string; proxy: string | undefined };
  /** Loads what `send` needs and, without a proxy, connects to an https `target`. */
  warmUp(target: URL, caBundle?: CaBundle): Promise<void>;
}

/** STS and IAM answer with a few kilobytes; whatever goes on for longer is not them. */
const MAX_ANSWER_BYTES = 1024 * 1024;

/** Requests over Node's http and https, through proxies and with a CA bundle as the AWS CLI takes them. */
export const createHttp = (options: HttpOptions): Http => {
  const { proxyEnv, connectMs = 5_000, answerMs = 20_000 } = options;
  const direct = new Map<string | undefined, Promise<WarmAgent>>();
  const directAgent = (caBundle: CaBundle | undefined): Promise<WarmAgent> => {
    const agent =
      direct.get(caBundle?.path) ??
      readCaBundle(proxyEnv, caBundle).then(ca => new WarmAgent(ca === undefined ? {} : { ca }));
    direct.set(caBundle?.path, agent);
    return agent;
  };

  const exchange = async (
    request: HttpRequest,
    caBundle: CaBundle | undefined,
    signal: AbortSignal,
    hangUp: AbortSignal,
  ): Promise<HttpAnswer> => {
    const target = urlOf(request);
    const proxy = proxyFor(target, proxyEnv);
    const agent = proxy
      ? await proxyAgent(proxy.url, target, await readCaBundle(proxyEnv, caBundle), hangUp)
      : target.protocol === 'https:'
        ? await directAgent(caBundle)
        : undefined;
    const handler = new NodeHttpHandler({
      connectionTimeout: connectMs,
      ...(agent &&
        (target.protocol === 'https:' ? { httpsAgent: agent as WarmAgent } : { httpAgent: agent })),
    });
    const { response } = await handler.handle(request as Parameters<typeof handler.handle>[0], {
      abortSignal: signal,
    });
    return readWhole(response, signal);
  };

  return {
    async send(request, caBundle) {
      const deadline = new AbortController();
      const hangUp = new AbortController();
      const timer = setTimeout(() => deadline.abort(), answerMs);
      try {
        return await exchange(request, caBundle, deadline.signal, hangUp.signal);
      } catch (error) {
        const failure = networkFailureOf(error);
        throw new RequestFailed(deadline.signal.aborted ? HANGS : failure);
      } finally {
        clearTimeout(timer);
        hangUp.abort();
      }
    },
    describe(target) {
      const proxy = proxyFor(target, proxyEnv)?.url.host;
      return { host: proxy ? `${target.host} (through the proxy ${proxy})` : target.host, proxy };
    },
    async warmUp(target, caBundle) {
      if (proxyFor(target, proxyEnv) || target.protocol !== 'https:') return;
      (await directAgent(caBundle)).warmUp(target.hostname, Number(target.port || 443));
    },
  };
};

const HANGS: NetworkFailure = { code: 'ETIMEDOUT', sent: true };

/** The address of a request as the SDK makes them. */
export const urlOf = (request: HttpRequest): URL =>
  new URL(`${request.protocol}//${request.hostname}${request.port ? `:${request.port}` : ''}`);

/**
 * One agent per request: `hangUp` then ends a connection that a silent proxy holds open, which would keep the
 * process alive. The CA bundle is for the proxy's own certificate and for the service's behind it.
 */
const proxyAgent = async (
  proxy: URL,
  target: URL,
  ca: string | undefined,
  hangUp: AbortSignal,
): Promise<HttpAgent> => {
  const trust = ca === undefined ? {} : { ca };
  if (target.protocol === 'http:') {
    const { HttpProxyAgent } = await import('http-proxy-agent');
    return new HttpProxyAgent(proxy, { ...trust, signal: hangUp });
  }
  const { HttpsProxyAgent } = await import('https-proxy-agent');
  const agent = new HttpsProxyAgent(proxy, { ...trust, signal: hangUp });
  Object.assign(agent.options, trust);
  return agent;
};

const readWhole = async (response: HttpResponse, signal: AbortSignal): Promise<HttpAnswer> => {
  const stream = response.body as AsyncIterable<Uint8Array> & { destroy(error?: Error): void };
  const onAbort = (): void => stream.destroy(new RequestFailed(HANGS));
  if (signal.aborted) onAbort();
  signal.addEventListener('abort', onAbort);
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of stream) {
      chunks.push(chunk);
      size += chunk.length;
      if (size > MAX_ANSWER_BYTES) throw new RequestFailed({ code: 'EMSGSIZE', sent: true });
    }
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
  return { status: response.statusCode, headers: response.headers, body: Buffer.concat(chunks) };
};

/** A connection that waited longer than this is thrown away: the service may be about to close it. */
const WARM_MS = 20_000;

/** An agent that can connect ahead of the first request, so that the wait for a person pays for TCP and TLS. */
class WarmAgent extends Agent {
  #warm: { socket: TLSSocket; name: string } | undefined;
  readonly #options: AgentOptions;

  constructor(options: AgentOptions) {
    super({ keepAlive: true, ...options });
    this.#options = options;
  }

  /** Connects to `host`; what goes wrong is forgotten, the request will meet it again and say so. */
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
