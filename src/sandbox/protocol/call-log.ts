import { ownCopy, type Parameters } from './query-protocol.ts';

/** The log entry of one call. It holds no secret key, no token and no MFA code. */
export interface CallLog {
  readonly operation: string;
  /** unverified; empty for an unsigned call */
  readonly accessKeyId: string;
  readonly roleArn?: string | undefined;
  readonly serial?: string | undefined;
  /** seconds */
  readonly durationSeconds?: number | undefined;
  /** `ok`, the error code, or a fault without an answer (`hang`, `reset`) */
  readonly outcome: string;
  /** epoch milliseconds by the sandbox's clock */
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

  /** Returns a copy. */
  all(): CallLog[] {
    return [...this.#calls];
  }
}

/** Makes the log entry of a call. Cuts long fields, so that a hostile caller cannot fill the memory. */
export function describeCall(
  operation: string,
  accessKeyId: string,
  parameters: Parameters,
  outcome: string,
  at: number,
): CallLog {
  const duration = Number(parameters.get('DurationSeconds') ?? Number.NaN);
  const cut = (text: string): string => ownCopy(text.slice(0, FIELD_LENGTH));
  const cutParameter = (name: string): string | undefined => {
    const text = parameters.get(name);
    return text === undefined ? undefined : cut(text);
  };
  return {
    operation: cut(operation),
    accessKeyId: cut(accessKeyId),
    roleArn: cutParameter('RoleArn'),
    serial: cutParameter('SerialNumber'),
    durationSeconds: Number.isFinite(duration) ? duration : undefined,
    outcome,
    at,
  };
}
