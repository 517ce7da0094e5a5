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

export interface RetryOptions {
  readonly clock: Clock;
  /** the call carries an MFA code: it works once, so a call that may have arrived is never repeated */
  readonly carriesCode: boolean;
  /** 0 to 1, for the jitter */
  readonly random: () => number;
}

const MAX_ATTEMPTS = 4;
const MAX_NETWORK_RETRIES = 2;
const FIRST_DELAY_MS = 1_000;
const QUICK_DELAY_MS = 150;

/** The network could not be reached, or hung up: another attempt may fare better. Refused certificates stay refused. */
const PASSING_FAULTS = new Set([
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
 * Runs `attempt` until it succeeds or another try is pointless. Throttling and 5xx: up to 4 attempts with
 * exponential backoff and jitter, at most 7 s of waiting. Network faults: two quick retries; after the request may
 * have been sent only for resets. With an MFA code on board: only what surely did not arrive, and throttling.
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
    const isWorthIt = isNetworkFault
      ? networkRetries < MAX_NETWORK_RETRIES && isPassing(error, sent, options.carriesCode)
      : isThrottled(error) || (!options.carriesCode && (error.status ?? 0) >= 500);
    if (!isWorthIt || attempts >= MAX_ATTEMPTS) throw error;
    if (isNetworkFault) networkRetries += 1;
    const base = isNetworkFault ? QUICK_DELAY_MS * networkRetries : FIRST_DELAY_MS * 2 ** (attempts - 1);
    await options.clock.sleep(base * (0.5 + options.random() / 2));
  }
};

const isPassing = (error: ServiceError, sent: boolean, carriesCode: boolean): boolean => {
  if (!PASSING_FAULTS.has(error.network ?? '')) return false;
  // a service that took the request and is silent has already cost the whole deadline
  return sent ? !carriesCode && error.network !== 'ETIMEDOUT' : true;
};
