import { ServiceError } from '../../core/aws/service-error.ts';
import type { Federation, SigninSettings } from '../../ports/aws.ts';
import type { AwsOptions } from './aws-client.ts';
import { createHttp, type Http, type HttpAnswer } from './http-handler.ts';
import { networkFailureOf } from './network-failure.ts';
import { type Attempt, withRetries } from './retry.ts';

const OPERATION = 'getSigninToken';

/** A token is some hundred characters of base64; whatever else comes was not said by the service. */
const TOKEN = /^[\w+/=~.-]{16,8192}$/;

/** The federation endpoint of the console's sign-in; see `Federation` for what it promises. */
export const createFederation = (options: AwsOptions): Federation => {
  const http = createHttp(options);
  const { clock, random = Math.random } = options;
  return {
    signinToken: settings =>
      withRetries(() => attempt(http, settings), { clock, random, carriesCode: false }),
  };
};

const attempt = async (http: Http, settings: SigninSettings): Promise<Attempt<string>> => {
  const url = new URL(`${settings.signin}/federation`);
  const facts = { operation: OPERATION, ...http.describe(url), region: settings.region };
  let answer: HttpAnswer;
  try {
    answer = await http.send(requestFor(url, settings), settings.caBundle);
  } catch (error) {
    const { code, sent } = networkFailureOf(error);
    return { ok: false, sent, error: new ServiceError(`no answer (${code})`, { ...facts, network: code }) };
  }
  const token = answer.status === 200 ? tokenIn(answer) : undefined;
  if (token !== undefined) return { ok: true, value: token };
  // the page that comes with a refusal says nothing that helps, and might quote the session
  const error = new ServiceError('no sign-in token', { ...facts, status: answer.status });
  return { ok: false, sent: true, error };
};

/** A form that is posted: the session stands in no URL, which proxies and servers write into their logs. */
const requestFor = (url: URL, settings: SigninSettings): Parameters<Http['send']>[0] => {
  const { credentials, durationSeconds } = settings;
  const body = new URLSearchParams({
    Action: OPERATION,
    ...(durationSeconds !== undefined && { SessionDuration: String(durationSeconds) }),
    Session: JSON.stringify({
      sessionId: credentials.accessKeyId,
      sessionKey: credentials.secretAccessKey,
      sessionToken: credentials.sessionToken,
    }),
  }).toString();
  return {
    method: 'POST',
    protocol: url.protocol,
    hostname: url.hostname,
    ...(url.port !== '' && { port: Number(url.port) }),
    path: url.pathname,
    query: {},
    headers: {
      host: url.host,
      'content-type': 'application/x-www-form-urlencoded',
      'content-length': String(Buffer.byteLength(body)),
    },
    body,
  };
};

const tokenIn = (answer: HttpAnswer): string | undefined => {
  try {
    const { SigninToken: token } = JSON.parse(Buffer.from(answer.body).toString('utf8')) as {
      SigninToken?: unknown;
    };
    return typeof token === 'string' && TOKEN.test(token) ? token : undefined;
  } catch {
    return undefined;
  }
};
