import { isThrottled, type ServiceError } from '../../core/aws/service-error.ts';
import type { Clock } from '../../ports/clock.ts';

/** How one attempt at a call ended. */
export type Attempt<T> =
  | { readonly ok: true; readonly value: T }
  | {
      readonly ok: false;
      readonly error: ServiceError;
      /** false only when no byte of the request can have reached the service */
      readonly sent: boolean;
    };

/** What a retry depends on beside the failure. */
export interface RetryOptions {
  readonly clock: Clock;
  /** whether the call carries an MFA code. AWS accepts a code once, so a call that may have arrived is not repeated */
  readonly carriesCode: boolean;
  /** 0 to 1, for the jitter */
  readonly random: () => number;
}

const MAX_ATTEMPTS = 4;
const MAX_NETWORK_RETRIES = 2;
const FIRST_DELAY_MS = 1_000;
const QUICK_DELAY_MS = 150;

/** Network faults that another attempt may not meet. A rejected certificate is not one of them. */
const TRANSIENT_FAULTS = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ETIMEDOUT',
  'ECONNRESET',
  'EPIPE',
  'EHOSTUNREACH',
  'ENETUNREACH',
]);

/**
 * Runs `attempt` until it succeeds or a retry cannot help.
 * - Throttling and 5xx: up to 4 attempts with exponential backoff and jitter, at most 7 s of waiting.
 * - Network faults: two quick retries. Once the request may have been sent, a timeout is not retried.
 * - A call with an MFA code: retries only throttling and requests that certainly did not arrive, because the connection
 *   failed or a proxy refused it.
 *
 * @throws ServiceError of the last attempt
 */
export const withRetries = async <T>(
  attempt: () => Promise<Attempt<T>>,
  options: RetryOptions,
): Promise<T> => {
  let networkRetries = 0;
  for (let attempts = 1; ; attempts += 1) {
    const outcome = await attempt();
    if (outcome.ok) return outcome.value;
    const { error, sent } = outcome;
    const isNetworkFault = error.network !== undefined;
    const canRetry = isNetworkFault
      ? networkRetries < MAX_NETWORK_RETRIES && isTransient(error, sent, options.carriesCode)
      : isThrottled(error) || ((!sent || !options.carriesCode) && (error.status ?? 0) >= 500);
    if (!canRetry || attempts >= MAX_ATTEMPTS) throw error;
    if (isNetworkFault) networkRetries += 1;
    const base = isNetworkFault ? QUICK_DELAY_MS * networkRetries : FIRST_DELAY_MS * 2 ** (attempts - 1);
    await options.clock.sleep(base * (0.5 + options.random() / 2));
  }
};

const isTransient = (error: ServiceError, sent: boolean, carriesCode: boolean): boolean => {
  if (!TRANSIENT_FAULTS.has(error.network ?? '')) return false;
  // a service that does not answer has already used up the whole deadline
  return sent ? !carriesCode && error.network !== 'ETIMEDOUT' : true;
};
