import { randomBytes } from 'node:crypto';
import {
  createServer,
  type IncomingMessage,
  type Server,
  type ServerOptions,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { answerConsole, isBrowserPage, isConsolePath } from '../console/console-pages.ts';
import { SigninTokens } from '../console/signin-tokens.ts';
import { sendRefusal } from '../protocol/answer.ts';
import { type CallLog, CallRing } from '../protocol/call-log.ts';
import { type Fault, FaultQueue } from '../protocol/faults.ts';
import type { World } from '../state/world.ts';
import { answerCall, type CallContext } from './answer-call.ts';
import { CONTROL_PATH, type HandedOutCode, handOut, mayControl, NONE_LEFT } from './control.ts';
import { checkRequest, readBody } from './http-guard.ts';

/** How to start a sandbox. */
export interface StartOptions {
  readonly world: World;
  /** the time in epoch milliseconds; default: this machine's clock */
  readonly clock?: () => number;
  /** default: any free port */
  readonly port?: number;
  /** receives every call after its answer */
  readonly log?: (entry: CallLog) => void;
}

/** A running sandbox. */
export interface Sandbox {
  /** the endpoint of STS, IAM and the console sign-in, for `AWS_ENDPOINT_URL` */
  readonly url: string;
  readonly port: number;
  readonly world: World;
  /** the bearer token for CONTROL_PATH; every start makes a new one */
  readonly controlToken: string;
  /** The last calls, oldest first. */
  calls(): CallLog[];
  /** Adds a fault for the next calls. */
  inject(fault: Fault): void;
  /** Hands out an unused MFA code of the device with `serial`, by default of the first device. Throws when none is left. */
  nextCode(serial?: string): HandedOutCode;
  /** Stops listening and closes every connection, including hanging ones. */
  close(): Promise<void>;
}

const HOST = '127.0.0.1';

/** Starts STS, IAM and the console sign-in on a loopback port. Rejects with the system's error when the port is taken. */
export async function startSandbox(options: StartOptions): Promise<Sandbox> {
  const clock = options.clock ?? Date.now;
  const ring = new CallRing();
  const faults = new FaultQueue();
  const controlToken = randomBytes(32).toString('base64url');
  const log = (entry: CallLog): void => {
    ring.add(entry);
    options.log?.(entry);
  };
  const signinTokens = new SigninTokens();
  const context = { world: options.world, clock, faults, controlToken, signinTokens, log };
  const server = createServer(LIMITS, (request, response) => {
    // rejects only when the connection breaks while the body is read
    handle(context, request, response).catch(() => response.destroy());
  });
  const port = await listen(server, options.port ?? 0);
  return {
    url: `http://${HOST}:${port}`,
    port,
    world: options.world,
    controlToken,
    calls: () => ring.all(),
    inject: fault => faults.inject(fault),
    nextCode: serial => {
      const code = handOut(options.world, clock(), serial);
      if (code === undefined) throw new Error('the sandbox has no MFA code left for the next ten minutes');
      return code;
    },
    close: () => close(server),
  };
}

interface Context extends CallContext {
  readonly controlToken: string;
  readonly signinTokens: SigninTokens;
}

async function handle(context: Context, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const now = context.clock();
  const refusal = checkRequest(request, request.socket.localPort ?? 0, isBrowserPage);
  if (refusal !== undefined) return sendRefusal(response, refusal.status, refusal.reason, now);
  // plain concatenation: `new URL(path, base)` would take a path that begins with `//` as another host
  const url = new URL(`http://${request.headers.host}${request.url}`);
  if (url.pathname === CONTROL_PATH) return answerControl(context, request, response, now);
  if (url.pathname !== '/' && !isConsolePath(url.pathname))
    return sendRefusal(response, 404, 'no such path', now);
  const body = await readBody(request);
  if (body === undefined) return sendRefusal(response, 413, 'body too large', now);
  const headers = Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
  );
  const call = { method: request.method ?? '', url, headers, body };
  if (isConsolePath(url.pathname)) return answerConsole(context, call, response, now);
  await answerCall(context, call, response);
}

function answerControl(
  context: Context,
  request: IncomingMessage,
  response: ServerResponse,
  now: number,
): void {
  if (!mayControl(request.headers.authorization, context.controlToken)) {
    sendRefusal(response, 401, 'wrong control token', now);
    return;
  }
  const code = handOut(context.world, now);
  if (code === undefined) {
    sendRefusal(response, NONE_LEFT, 'no unused MFA code for the next ten minutes', now);
    return;
  }
  response.writeHead(200, { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' });
  response.end(`${JSON.stringify(code)}\n`);
}

/** Limits against clients that open connections and send nothing. Times are in milliseconds. */
const LIMITS: ServerOptions = {
  maxHeaderSize: 16 * 1024,
  // checkRequest refuses a request without a Host
  requireHostHeader: false,
  headersTimeout: 5_000,
  requestTimeout: 5_000,
  keepAliveTimeout: 5_000,
  connectionsCheckingInterval: 1_000,
};
/** Closes a connection after this many milliseconds without traffic, even if the client does not read the answer. */
const IDLE_TIMEOUT = 60_000;

function listen(server: Server, port: number): Promise<number> {
  server.timeout = IDLE_TIMEOUT;
  server.maxConnections = 256;
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, HOST, () => {
      server.off('error', reject);
      resolve((server.address() as AddressInfo).port);
    });
  });
}

function close(server: Server): Promise<void> {
  return new Promise(resolve => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
