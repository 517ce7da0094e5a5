import { isClockSkew, ServiceError } from '../../core/aws/service-error.ts';
import { AwsroleError } from '../../core/errors.ts';
import type { Clock } from '../../ports/clock.ts';
import { type ClientConfig, clientConfig, type Settings } from './client-config.ts';
import { createHttp, type Http, type HttpOptions } from './http-handler.ts';
import { type Attempt, withRetries } from './retry.ts';
import { type AnswerMeta, isWholeAnswer, Observer, withoutSecrets } from './service-answer.ts';

export interface AwsOptions extends HttpOptions {
  readonly clock: Clock;
  /** the program's version, for the user agent */
  readonly version?: string | undefined;
  /** 0 to 1, for the jitter between retries */
  readonly random?: (() => number) | undefined;
}

export interface AwsCall<T> {
  /** the API's name: `AssumeRole` */
  readonly operation: string;
  readonly settings: Settings;
  /** what must never appear in a message, beyond the credentials of `settings` */
  readonly secrets: readonly (string | undefined)[];
  readonly carriesCode: boolean;
  /** Sends the one command with a client made from `config`, and checks the answer; undefined when it makes no sense. */
  run(config: ClientConfig, meta: () => AnswerMeta): Promise<T | undefined>;
}

/** What all calls of one process share: connections, and what is known about the service's clock. */
export interface AwsCaller {
  readonly http: Http;
  /** @throws ServiceError · AwsroleError when a proxy variable or the CA bundle is no good */
  call<T>(call: AwsCall<T>): Promise<T>;
}

/** Clocks that differ by less than this are not why a signature was refused. */
const SKEW_MS = 60_000;

/** Sends calls by the SDK with explicit configuration only, and makes every failure a ServiceError. */
export const createAwsCaller = (options: AwsOptions): AwsCaller => {
  const http = createHttp(options);
  const { clock, random = Math.random } = options;
  let systemClockOffset = 0;

  const attempt = async <T>(call: AwsCall<T>): Promise<Attempt<T>> => {
    const observer = new Observer(http, clock, call.settings.caBundle);
    const { settings, operation } = call;
    const fail = (message: string, facts: { code?: string; network?: string; sent: boolean }): Attempt<T> => {
      const { sent, ...rest } = facts;
      const { status, requestId, clockOffset, way = { host: hostOf(settings) } } = observer;
      const error = { operation, ...way, region: settings.region, status, requestId, clockOffset, ...rest };
      return { ok: false, error: new ServiceError(message, error), sent };
    };
    try {
      const config = clientConfig(settings, observer, systemClockOffset, options.version);
      const value = await call.run(config, () => observer.meta);
      if (value !== undefined && isWholeAnswer(observer, operation)) return { ok: true, value };
      return fail(NOT_UNDERSTOOD, { sent: true });
    } catch (error) {
      if (observer.problem) throw observer.problem;
      const { failure } = observer;
      if (failure) return fail(`no answer (${failure.code})`, { network: failure.code, sent: failure.sent });
      const refusal = observer.refusal(error);
      if (!refusal) return fail(NOT_UNDERSTOOD, { sent: true });
      const { credentials } = settings;
      const secrets = [credentials?.secretAccessKey, credentials?.sessionToken, ...call.secrets];
      return fail(withoutSecrets(refusal.message, secrets), { code: refusal.code, sent: true });
    }
  };

  /** A request refused for its date was not looked at: it may go out again, code and all, with the service's time. */
  const attemptInTime = async <T>(call: AwsCall<T>): Promise<Attempt<T>> => {
    // another call may find the offset out while this one is under way
    const signedWith = systemClockOffset;
    const outcome = await attempt(call);
    if (outcome.ok) return outcome;
    const offset = outcome.error.clockOffset;
    const isLate = isClockSkew(outcome.error) || outcome.error.code === 'InvalidSignatureException';
    if (!isLate || offset === undefined || Math.abs(offset - signedWith) < SKEW_MS) return outcome;
    systemClockOffset = offset;
    return attempt(call);
  };

  return {
    http,
    call: call =>
      withRetries(() => attemptInTime(call), { clock, random, carriesCode: call.carriesCode }).catch(
        error => {
          if (error instanceof ServiceError || error instanceof AwsroleError) throw error;
          const { operation, settings } = call;
          throw new ServiceError(NOT_UNDERSTOOD, {
            operation,
            host: hostOf(settings),
            region: settings.region,
          });
        },
      ),
  };
};

const NOT_UNDERSTOOD = 'the answer could not be understood';

const hostOf = (settings: Settings): string =>
  settings.endpoint && URL.canParse(settings.endpoint)
    ? new URL(settings.endpoint).host
    : `region ${settings.region}`;
