import type { HttpRequest } from '@smithy/types';
import { AwsroleError } from '../../core/errors.ts';
import type { CaBundle } from '../../ports/aws.ts';
import type { Clock } from '../../ports/clock.ts';
import { type Http, type HttpAnswer, urlOf } from './http-handler.ts';
import { type NetworkFailure, networkFailureOf } from './network-failure.ts';

/**
 * Stands between the SDK and the network for one attempt and remembers what happened there. The SDK's own errors
 * hold the request, the answer and both their secrets; nothing is taken from them but code and message.
 */
export class Observer {
  readonly #http: Http;
  readonly #clock: Clock;
  readonly #caBundle: CaBundle | undefined;
  #answer: HttpAnswer | undefined;
  #receivedAt = 0;
  /** host and proxy of the last request, as messages name them */
  way: ReturnType<Http['describe']> | undefined;
  failure: NetworkFailure | undefined;
  /** what is wrong with this machine's set-up (proxy, CA bundle) */
  problem: AwsroleError | undefined;

  constructor(http: Http, clock: Clock, caBundle?: CaBundle) {
    this.#http = http;
    this.#clock = clock;
    this.#caBundle = caBundle;
  }

  /** The SDK's request handler. */
  async handle(request: HttpRequest): Promise<{ response: HttpAnswer & { statusCode: number } }> {
    try {
      this.way = this.#http.describe(urlOf(request));
      const answer = await this.#http.send(request, this.#caBundle);
      this.#answer = answer;
      this.#receivedAt = this.#clock.now();
      return { response: { ...answer, statusCode: answer.status } };
    } catch (error) {
      if (error instanceof AwsroleError) this.problem = error;
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

  /** An answer that waited in a cache (`Age`) says nothing about the service's clock. */
  get clockOffset(): number | undefined {
    const { date, age } = this.#answer?.headers ?? {};
    const epochMs = date === undefined || age !== undefined ? Number.NaN : Date.parse(date);
    return Number.isNaN(epochMs) ? undefined : epochMs - this.#receivedAt;
  }

  get meta(): AnswerMeta {
    return { receivedAt: this.#receivedAt, clockOffset: this.clockOffset ?? 0 };
  }

  /** The body. It may hold secrets: look into it, never pass it on. */
  get text(): string {
    return this.#answer ? Buffer.from(this.#answer.body).toString('utf8') : '';
  }

  /** The service's own code and message when `error` is a refusal that the SDK read from the answer; else undefined. */
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

/** Whether the service itself answered, to the end: the SDK reads a sign-in page with status 200 as an empty list. */
export const isWholeAnswer = (observer: Observer, operation: string): boolean =>
  observer.text.trimEnd().endsWith(`</${operation}Response>`);

const MAX_LENGTH = 300;

/**
 * A service's message fit for people: without the secrets of the call, without the canonical request that STS
 * quotes back (session token included) after a refused signature, and 300 characters at most.
 *
 * @param secrets what the call carried; short ones (a code) are only taken out where they stand alone
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

/** What an answer says beside its body. */
export interface AnswerMeta {
  /** epoch milliseconds of this machine's clock when it came */
  readonly receivedAt: number;
  /** the service's clock minus this machine's, in milliseconds; 0 when it did not say */
  readonly clockOffset: number;
}
