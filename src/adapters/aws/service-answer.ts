import type { HttpRequest } from '@smithy/types';
import { AwsroleError } from '../../core/errors.ts';
import type { CaBundle } from '../../ports/aws.ts';
import type { Clock } from '../../ports/clock.ts';
import { type Http, type HttpAnswer, urlOf } from './http-handler.ts';
import { type NetworkFailure, networkFailureOf } from './network-failure.ts';

/**
 * The SDK's request handler for one attempt, which records the answer or the failure. The SDK's own errors hold the
 * request and the answer with their secrets, so awsrole takes only code and message from them.
 */
export class Observer {
  readonly #http: Http;
  readonly #clock: Clock;
  readonly #caBundle: CaBundle | undefined;
  #answer: HttpAnswer | undefined;
  #receivedAt = 0;
  /** host and proxy of the last request, for messages */
  route: ReturnType<Http['describe']> | undefined;
  failure: NetworkFailure | undefined;
  /** an invalid setting of this machine (proxy, CA bundle) */
  setupError: AwsroleError | undefined;

  constructor(http: Http, clock: Clock, caBundle?: CaBundle) {
    this.#http = http;
    this.#clock = clock;
    this.#caBundle = caBundle;
  }

  /** Sends one request of the SDK. */
  async handle(request: HttpRequest): Promise<{ response: HttpAnswer & { statusCode: number } }> {
    try {
      this.route = this.#http.describe(urlOf(request));
      const answer = await this.#http.send(request, this.#caBundle);
      this.#answer = answer;
      this.#receivedAt = this.#clock.now();
      return { response: { ...answer, statusCode: answer.status } };
    } catch (error) {
      if (error instanceof AwsroleError) this.setupError = error;
      else this.failure = networkFailureOf(error);
      throw error;
    }
  }

  get status(): number | undefined {
    return this.#answer?.status;
  }

  get requestId(): string | undefined {
    const id = this.#answer?.headers['x-amzn-requestid'] ?? /<RequestId>([^<]*)</.exec(this.text)?.[1];
    return id && /^[\w-]{1,64}$/.test(id) ? id : undefined;
  }

  /** `clockOffsetOf` the answer. */
  get clockOffset(): number | undefined {
    return this.#answer && clockOffsetOf(this.#answer, this.#receivedAt);
  }

  get meta(): AnswerMeta {
    return { receivedAt: this.#receivedAt, clockOffset: this.clockOffset ?? 0 };
  }

  /** The body. It may hold secrets, so callers only search it. */
  get text(): string {
    return this.#answer ? Buffer.from(this.#answer.body).toString('utf8') : '';
  }

  /** The service's code and message, when `error` is a refusal that the SDK parsed from the answer. */
  refusal(error: unknown): { code: string; message: string } | undefined {
    if (!(error instanceof Error) || (this.status ?? 0) < 300 || !this.text.includes('<Code>'))
      return undefined;
    const {
      Error: detail,
      Code,
      $fault,
    } = error as Error & { Error?: { Code?: unknown }; Code?: unknown; $fault?: unknown };
    const code = [detail?.Code, Code, error.name].find(
      name => typeof name === 'string' && /^[A-Za-z][\w.:-]{0,99}$/.test(name),
    );
    return $fault !== undefined && typeof code === 'string' ? { code, message: error.message } : undefined;
  }
}

/**
 * The service's clock minus this machine's, in milliseconds. Undefined for an answer from an HTTP cache (`Age`).
 *
 * @param receivedAt epoch milliseconds by this machine's clock
 */
export const clockOffsetOf = (answer: HttpAnswer, receivedAt: number): number | undefined => {
  const { date, age } = answer.headers;
  const epochMs = date === undefined || age !== undefined ? Number.NaN : Date.parse(date);
  return Number.isNaN(epochMs) ? undefined : epochMs - receivedAt;
};

/** Whether the answer is complete and from the service. The SDK parses a Wi-Fi sign-in page as an empty list. */
export const isWholeAnswer = (observer: Observer, operation: string): boolean =>
  observer.text.trimEnd().endsWith(`</${operation}Response>`);

const MAX_LENGTH = 300;

/**
 * Makes a service's message safe to print: removes the secrets of the call and the canonical request, which STS quotes
 * with the session token after it rejects a signature. Cuts the message to 300 characters.
 *
 * @param secrets the secrets of the call; a short one (an MFA code) is removed only where it is a whole word
 */
export const withoutSecrets = (message: string, secrets: readonly (string | undefined)[]): string => {
  let text = message.replace(/The Canonical String for this request should have been[\s\S]*$/i, '');
  for (const secret of secrets) {
    if (!secret) continue;
    for (const form of new Set([secret, encodeURIComponent(secret), escapeXml(secret)])) {
      text =
        form.length < 12
          ? text.replace(
              new RegExp(`(?<![0-9A-Za-z])${form.replace(/\W/g, '\\$&')}(?![0-9A-Za-z])`, 'g'),
              '…',
            )
          : text.replaceAll(form, '…');
    }
  }
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > MAX_LENGTH ? `${line.slice(0, MAX_LENGTH - 1)}…` : line;
};

const escapeXml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** When an answer arrived, by both clocks. */
export interface AnswerMeta {
  /** epoch milliseconds by this machine's clock */
  readonly receivedAt: number;
  /** the service's clock minus this machine's, in milliseconds; 0 when unknown */
  readonly clockOffset: number;
}
