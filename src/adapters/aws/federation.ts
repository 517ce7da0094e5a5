import { ServiceError } from '../../core/aws/service-error.ts';
import type { Federation, SigninSettings } from '../../ports/aws.ts';
import type { AwsOptions } from './aws-client.ts';
import { createHttp, type Http, type HttpAnswer } from './http-handler.ts';
import { factsOf, networkFailureOf } from './network-failure.ts';
import { type Attempt, withRetries } from './retry.ts';
import { clockOffsetOf } from './service-answer.ts';

const OPERATION = 'getSigninToken';

/** A sign-in token is a few hundred characters of base64; any other text does not come from the federation endpoint. */
const TOKEN = /^[\w+/=~.-]{16,8192}$/;

/** Creates the client of the AWS console's federation endpoint; `Federation` documents its method. */
export const createFederation = (options: AwsOptions): Federation => {
  const http = createHttp(options);
  const { clock, random = Math.random } = options;
  return {
    signinToken: settings =>
      withRetries(() => attempt(http, settings, options), { clock, random, carriesCode: false }),
  };
};

const attempt = async (
  http: Http,
  settings: SigninSettings,
  { clock, measure }: AwsOptions,
): Promise<Attempt<string>> => {
  const url = new URL(`${settings.signin}/federation`);
  const facts = { operation: OPERATION, ...http.describe(url), region: settings.region };
  let answer: HttpAnswer;
  try {
    answer = await http.send(requestFor(url, settings), settings.caBundle);
  } catch (error) {
    const failure = networkFailureOf(error);
    const refusal = new ServiceError(`no answer (${failure.code})`, { ...facts, ...factsOf(failure) });
    return { ok: false, sent: failure.sent, error: refusal };
  }
  const token = answer.status === 200 ? tokenIn(answer) : undefined;
  if (token !== undefined) {
    const offset = clockOffsetOf(answer, clock.now());
    if (offset !== undefined) await measure?.(offset);
    return { ok: true, value: token };
  }
  // the body of a refusal explains nothing and may quote the session
  const error = new ServiceError('no sign-in token', { ...facts, status: answer.status });
  return { ok: false, sent: true, error };
};

/** Builds a form POST. The session is not in the URL, because proxies and servers log URLs. */
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
