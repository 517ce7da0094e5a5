import { isClockSkew, ServiceError } from '../../core/aws/service-error.ts';
import { AwsroleError } from '../../core/errors.ts';
import type { Clock } from '../../ports/clock.ts';
import { type ClientConfig, clientConfig, type Settings } from './client-config.ts';
import { createHttp, type Http, type HttpOptions } from './http-handler.ts';
import { factsOf } from './network-failure.ts';
import { type Attempt, withRetries } from './retry.ts';
import { type AnswerMeta, isWholeAnswer, Observer, withoutSecrets } from './service-answer.ts';

/** The settings that all clients of AWS services share. */
export interface AwsOptions extends HttpOptions {
  readonly clock: Clock;
  /** 0 to 1, for the jitter between retries */
  readonly random?: (() => number) | undefined;
  /** takes the clock of AWS minus this machine's clock, in milliseconds, of every answer of a service */
  readonly measure?: ((offset: number) => Promise<void>) | undefined;
}

/** One API call: what it sends and how its answer is read. */
export interface AwsCall<T> {
  /** the name of the API operation: `AssumeRole` */
  readonly operation: string;
  readonly settings: Settings;
  /** values beside the credentials of `settings` that must never appear in a message */
  readonly secrets: readonly (string | undefined)[];
  /** whether the call carries an MFA code */
  readonly carriesCode: boolean;
  /** Sends one command with a client made from `config`. Resolves with undefined when the answer is invalid. */
  run(config: ClientConfig, meta: () => AnswerMeta): Promise<T | undefined>;
}

/** Sends the calls of one process, which share their connections and the offset of the service's clock. */
export interface AwsCaller {
  readonly http: Http;
  /** @throws ServiceError; AwsroleError when a proxy variable or the CA bundle is invalid */
  call<T>(call: AwsCall<T>): Promise<T>;
}

/** A smaller clock difference (milliseconds) does not explain a rejected signature. */
const SKEW_MS = 60_000;

/** Creates a caller that configures the SDK explicitly and turns every failure of a call into a ServiceError. */
export const createAwsCaller = (options: AwsOptions): AwsCaller => {
  const http = createHttp(options);
  const { clock, random = Math.random } = options;
  let systemClockOffset = 0;
  const measure = async ({ clockOffset }: Observer): Promise<void> => {
    if (clockOffset !== undefined) await options.measure?.(clockOffset);
  };

  const attempt = async <T>(call: AwsCall<T>): Promise<Attempt<T>> => {
    const observer = new Observer(http, clock, call.settings.caBundle);
    const { settings, operation } = call;
    const fail = (message: string, facts: FailureFacts): Attempt<T> => {
      const { sent, ...rest } = facts;
      const { status, requestId, clockOffset, route = { host: hostOf(settings) } } = observer;
      const error = { operation, ...route, region: settings.region, status, requestId, clockOffset, ...rest };
      return { ok: false, error: new ServiceError(message, error), sent };
    };
    try {
      const config = clientConfig(settings, observer, systemClockOffset);
      const value = await call.run(config, () => observer.meta);
      if (value !== undefined && isWholeAnswer(observer, operation)) {
        await measure(observer);
        return { ok: true, value };
      }
      return fail(NOT_UNDERSTOOD, { sent: true });
    } catch (error) {
      if (observer.setupError) throw observer.setupError;
      const { failure } = observer;
      if (failure) return fail(`no answer (${failure.code})`, { ...factsOf(failure), sent: failure.sent });
      const refusal = observer.refusal(error);
      if (!refusal) return fail(NOT_UNDERSTOOD, { sent: true });
      await measure(observer);
      const { credentials } = settings;
      const secrets = [credentials?.secretAccessKey, credentials?.sessionToken, ...call.secrets];
      return fail(withoutSecrets(refusal.message, secrets), { code: refusal.code, sent: true });
    }
  };

  /**
   * Repeats a request that AWS rejected for its date, signed with the service's time. AWS has not used its MFA code.
   */
  const attemptWithServiceTime = async <T>(call: AwsCall<T>): Promise<Attempt<T>> => {
    // another call may learn the offset while this one is in progress
    const signedWith = systemClockOffset;
    const outcome = await attempt(call);
    if (outcome.ok) return outcome;
    const offset = outcome.error.clockOffset;
    const isDateRejected = isClockSkew(outcome.error) || outcome.error.code === 'InvalidSignatureException';
    if (!isDateRejected || offset === undefined || Math.abs(offset - signedWith) < SKEW_MS) return outcome;
    systemClockOffset = offset;
    return attempt(call);
  };

  return {
    http,
    call: call =>
      withRetries(() => attemptWithServiceTime(call), { clock, random, carriesCode: call.carriesCode }).catch(
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

/** What is known of a failed attempt beside the facts of its observer. */
type FailureFacts = { readonly code?: string; readonly sent: boolean } & Partial<
  Pick<ServiceError, 'network' | 'status' | 'isFromProxy'>
>;

const NOT_UNDERSTOOD = 'the answer could not be understood';

const hostOf = (settings: Settings): string =>
  settings.endpoint && URL.canParse(settings.endpoint)
    ? new URL(settings.endpoint).host
    : `region ${settings.region}`;
