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

/** The settings of connections to AWS. */
export interface HttpOptions {
  /** the environment that names proxies and the CA bundle */
  readonly proxyEnv: Readonly<Record<string, string | undefined>>;
  /** milliseconds until a connection times out; 5 s by default */
  readonly connectMs?: number | undefined;
  /** milliseconds until a whole exchange times out; 20 s by default */
  readonly answerMs?: number | undefined;
}

/** A complete HTTP answer. */
export interface HttpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** Sends HTTP requests to AWS. */
export interface Http {
  /**
   * Sends one request and reads the whole answer.
   *
   * @param caBundle the CA bundle of the profile
   * @throws RequestFailed without a complete answer; AwsroleError when a proxy variable or the CA bundle is invalid
   */
  send(request: HttpRequest, caBundle?: CaBundle): Promise<HttpAnswer>;
  /** The host and port of `target` for messages, with the proxy in use but never its password, and that proxy alone. */
  describe(target: URL): { host: string; proxy: string | undefined };
  /** Reads the CA bundle and connects to an https `target` ahead of `send`. Does nothing when a proxy is in use. */
  warmUp(target: URL, caBundle?: CaBundle): Promise<void>;
}

/** The answers of STS and IAM are a few kilobytes long; a longer one comes from another server. */
const MAX_ANSWER_BYTES = 1024 * 1024;

/** Creates the sender of HTTP requests. It uses proxies and CA bundles as the AWS CLI does. */
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
    onProxyStatus: (status: number) => void,
  ): Promise<HttpAnswer> => {
    const target = urlOf(request);
    const proxy = proxyFor(target, proxyEnv);
    const agent = proxy
      ? await proxyAgent(proxy.url, target, await readCaBundle(proxyEnv, caBundle), hangUp, onProxyStatus)
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
      let proxyStatus = TUNNEL_OPEN;
      try {
        const answer = await exchange(request, caBundle, deadline.signal, hangUp.signal, status => {
          proxyStatus = status;
        });
        if (proxyStatus !== TUNNEL_OPEN) throw refusedByProxy(proxyStatus);
        return answer;
      } catch (error) {
        const failure = networkFailureOf(error);
        // the agent replays the proxy's answer as if it were the service's, and often only a part of it
        if (proxyStatus !== TUNNEL_OPEN) throw refusedByProxy(proxyStatus);
        throw new RequestFailed(deadline.signal.aborted ? TIMED_OUT : failure);
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

/** The status with which a proxy answers CONNECT once it is connected to the service. */
const TUNNEL_OPEN = 200;

const refusedByProxy = (proxyStatus: number): RequestFailed =>
  new RequestFailed({ code: `HTTP ${proxyStatus} from the proxy`, sent: false, proxyStatus });

const TIMED_OUT: NetworkFailure = { code: 'ETIMEDOUT', sent: true };

/** The origin of an SDK request as a URL. */
export const urlOf = (request: HttpRequest): URL =>
  new URL(`${request.protocol}//${request.hostname}${request.port ? `:${request.port}` : ''}`);

/**
 * Creates an agent for one request, so that `hangUp` closes a connection that a silent proxy holds open; it would keep
 * this process running. The CA bundle applies to the certificates of the proxy and of the service.
 *
 * @param onProxyStatus given the status with which the proxy answers CONNECT
 */
const proxyAgent = async (
  proxy: URL,
  target: URL,
  ca: string | undefined,
  hangUp: AbortSignal,
  onProxyStatus: (status: number) => void,
): Promise<HttpAgent> => {
  const trust = ca === undefined ? {} : { ca };
  if (target.protocol === 'http:') {
    const { HttpProxyAgent } = await import('http-proxy-agent');
    return new HttpProxyAgent(proxy, { ...trust, signal: hangUp });
  }
  const { HttpsProxyAgent } = await import('https-proxy-agent');
  const agent = new HttpsProxyAgent(proxy, { ...trust, signal: hangUp });
  Object.assign(agent.options, trust);
  agent.on('proxyConnect', ({ statusCode }: { statusCode: number }) => onProxyStatus(statusCode));
  return agent;
};

const readWhole = async (response: HttpResponse, signal: AbortSignal): Promise<HttpAnswer> => {
  const stream = response.body as AsyncIterable<Uint8Array> & { destroy(error?: Error): void };
  const onAbort = (): void => stream.destroy(new RequestFailed(TIMED_OUT));
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

/** A connection that was idle for longer (milliseconds) is closed, because the service may be about to close it. */
const WARM_MS = 20_000;

/** An agent that can connect ahead of the first request, so that TCP and TLS are set up while the user types. */
class WarmAgent extends Agent {
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
