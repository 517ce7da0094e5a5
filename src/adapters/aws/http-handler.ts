import type { Agent as HttpAgent, IncomingMessage } from 'node:http';
import type { HttpRequest } from '@smithy/types';
import { proxyFor } from '../../core/aws/proxy.ts';
import type { CaBundle } from '../../ports/aws.ts';
import { readCaBundle } from './ca-bundle.ts';
import { type NetworkFailure, networkFailureOf, RequestFailed } from './network-failure.ts';
import type { WarmAgent } from './warm-agent.ts';

/** The settings of connections to AWS. */
export interface HttpOptions {
  /** the environment that names proxies and the CA bundle */
  readonly proxyEnv: Readonly<Record<string, string | undefined>>;
  /** awsrole's version, for the user agent */
  readonly version?: string | undefined;
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
   * Sends one request, whose parameters are in its body, and reads the whole answer.
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
  const { proxyEnv, version, connectMs = 5_000, answerMs = 20_000 } = options;
  const userAgent = version === undefined ? 'awsrole' : `awsrole/${version}`;
  const direct = new Map<string | undefined, Promise<WarmAgent>>();
  const directAgent = (caBundle: CaBundle | undefined): Promise<WarmAgent> => {
    const agent = direct.get(caBundle?.path) ?? createWarmAgent(readCaBundle(proxyEnv, caBundle));
    direct.set(caBundle?.path, agent);
    return agent;
  };

  const agentFor = async (
    target: URL,
    caBundle: CaBundle | undefined,
    hangUp: AbortSignal,
    onProxyStatus: (status: number) => void,
  ): Promise<HttpAgent | undefined> => {
    const proxy = proxyFor(target, proxyEnv);
    if (proxy)
      return proxyAgent(proxy.url, target, await readCaBundle(proxyEnv, caBundle), hangUp, onProxyStatus);
    return target.protocol === 'https:' ? directAgent(caBundle) : undefined;
  };

  return {
    async send(request, caBundle) {
      const hangUp = new AbortController();
      let proxyStatus = TUNNEL_OPEN;
      try {
        const agent = await agentFor(urlOf(request), caBundle, hangUp.signal, status => {
          proxyStatus = status;
        });
        const headers = { ...request.headers, 'user-agent': userAgent };
        const answer = await exchange({ ...request, headers }, agent, { connectMs, answerMs });
        if (proxyStatus !== TUNNEL_OPEN) throw refusedByProxy(proxyStatus);
        return answer;
      } catch (error) {
        const failure = networkFailureOf(error);
        // the agent replays the proxy's answer as if it were the service's, and often only a part of it
        if (proxyStatus !== TUNNEL_OPEN) throw refusedByProxy(proxyStatus);
        throw new RequestFailed(failure);
      } finally {
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

/**
 * Sends a request and reads the whole answer.
 *
 * @param agent the agent; Node's own by default
 * @throws RequestFailed for a timeout and a long answer; Node's error for every other failure
 */
const exchange = (
  request: HttpRequest,
  agent: HttpAgent | undefined,
  { connectMs, answerMs }: { connectMs: number; answerMs: number },
): Promise<HttpAnswer> =>
  new Promise((resolve, reject) => {
    const { protocol, method, path, headers } = request;
    const host = request.hostname.replace(/^\[(.*)\]$/, '$1');
    const port = request.port ?? null;
    const sent = moduleFor(protocol).request({ protocol, host, port, method, path, headers, agent });
    const fail = (failure: NetworkFailure): void => {
      reject(new RequestFailed(failure));
      sent.destroy();
    };
    const deadline = setTimeout(() => fail({ code: 'ETIMEDOUT', sent: true }), answerMs);
    const connecting = setTimeout(() => fail({ code: 'ETIMEDOUT', sent: false }), connectMs);
    const connected = (): void => clearTimeout(connecting);
    sent
      .once('socket', socket => (socket.connecting ? socket.once('connect', connected) : connected()))
      .once('response', response => readWhole(response, fail).then(resolve, reject))
      .on('error', reject)
      .once('close', () => {
        clearTimeout(deadline);
        connected();
      })
      .end(request.body);
  });

/** Node's modules for HTTP take milliseconds to load, and few calls need both. */
const moduleFor = (protocol: string): Pick<typeof import('node:http'), 'request'> =>
  protocol === 'https:' ? process.getBuiltinModule('node:https') : process.getBuiltinModule('node:http');

const createWarmAgent = async (caBundle: Promise<string | undefined>): Promise<WarmAgent> => {
  const { WarmAgent } = await import('./warm-agent.ts');
  const ca = await caBundle;
  return new WarmAgent(ca === undefined ? {} : { ca });
};

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

const readWhole = (response: IncomingMessage, fail: (failure: NetworkFailure) => void): Promise<HttpAnswer> =>
  new Promise((resolve, reject) => {
    const chunks: Uint8Array[] = [];
    let size = 0;
    response
      .on('data', (chunk: Uint8Array) => {
        chunks.push(chunk);
        size += chunk.length;
        if (size > MAX_ANSWER_BYTES) fail({ code: 'EMSGSIZE', sent: true });
      })
      .on('error', reject)
      .on('end', () => {
        const headers = Object.entries(response.headers).map(([name, value]) => [name, String(value)]);
        resolve({
          status: response.statusCode ?? -1,
          headers: Object.fromEntries(headers),
          body: Buffer.concat(chunks),
        });
      });
  });
