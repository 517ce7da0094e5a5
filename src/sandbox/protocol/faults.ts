/**
 * A fault that a test injects into the next `times` calls of `operation`, or of any operation if it is undefined.
 * `throttle`, `500`, `hang` and `reset` replace the call. `delay`, `truncate` and `xml-garbage` change its answer: the
 * call still uses up its MFA code.
 */
export interface Fault {
  readonly operation?: string;
  readonly times: number;
  readonly kind: 'throttle' | '500' | 'hang' | 'reset' | 'truncate' | 'xml-garbage' | 'delay';
  /** milliseconds, for `delay` */
  readonly ms?: number;
}

/** The pending faults, first in, first out. Only code in this process can add one. */
export class FaultQueue {
  readonly #faults: { fault: Fault; left: number }[] = [];

  /** Appends a fault. */
  inject(fault: Fault): void {
    this.#faults.push({ fault, left: fault.times });
  }

  /** Returns the fault for the next call of `operation` and counts it down; undefined when there is none. */
  take(operation: string): Fault | undefined {
    const entry = this.#faults.find(
      ({ fault, left }) => left > 0 && (fault.operation === undefined || fault.operation === operation),
    );
    if (entry === undefined) return undefined;
    entry.left -= 1;
    if (entry.left <= 0) this.#faults.splice(this.#faults.indexOf(entry), 1);
    return entry.fault;
  }
}
