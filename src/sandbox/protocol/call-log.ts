import { ownCopy, type Parameters } from './query-protocol.ts';

/** One call as it came in, without anything secret: no key, no token, no MFA code. */
export interface CallLog {
  readonly operation: string;
  /** as claimed by the caller; empty when the call was not signed */
  readonly accessKeyId: string;
  readonly roleArn?: string | undefined;
  readonly serial?: string | undefined;
  /** seconds */
  readonly durationSeconds?: number | undefined;
  /** `ok`, the error code, or the name of a fault that left no answer (`hang`, `reset`) */
  readonly outcome: string;
  /** epoch milliseconds of the sandbox's clock */
  readonly at: number;
}

const LOG_LENGTH = 1000;
const FIELD_LENGTH = 256;

/** The last 1000 calls, oldest first. */
export class CallRing {
  readonly #calls: CallLog[] = [];

  add(call: CallLog): void {
    this.#calls.push(call);
    if (this.#calls.length > LOG_LENGTH) this.#calls.shift();
  }

  /** A copy that later calls do not change. */
  all(): CallLog[] {
    return [...this.#calls];
  }
}

/** What may be remembered of a call; long fields are cut, so that a hostile caller cannot fill the memory. */
export function describeCall(
  operation: string,
  accessKeyId: string,
  parameters: Parameters,
  outcome: string,
  at: number,
): CallLog {
  const duration = Number(parameters.get('DurationSeconds') ?? Number.NaN);
  const kept = (text: string): string => ownCopy(text.slice(0, FIELD_LENGTH));
  const keptParameter = (name: string): string | undefined => {
    const text = parameters.get(name);
    return text === undefined ? undefined : kept(text);
  };
  return {
    operation: kept(operation),
    accessKeyId: kept(accessKeyId),
    roleArn: keptParameter('RoleArn'),
    serial: keptParameter('SerialNumber'),
    durationSeconds: Number.isFinite(duration) ? duration : undefined,
    outcome,
    at,
  };
}
