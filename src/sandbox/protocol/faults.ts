/**
 * Something that goes wrong on purpose, for `times` calls of `operation` (of any, when it is left out).
 * `throttle`, `500`, `hang` and `reset` happen instead of the call; `delay` (by `ms` milliseconds), `truncate`
 * and `xml-garbage` happen to its answer, so that an MFA code is spent all the same.
 */
export interface Fault {
  readonly operation?: string;
  readonly times: number;
  readonly kind: 'throttle' | '500' | 'hang' | 'reset' | 'truncate' | 'xml-garbage' | 'delay';
  /** milliseconds, for `delay` */
  readonly ms?: number;
}

/** The faults that are still to come, first in, first out. Only code in this process can add one. */
export class FaultQueue {
  readonly #faults: { fault: Fault; left: number }[] = [];

  /** Adds a fault behind those that wait already. */
  inject(fault: Fault): void {
    this.#faults.push({ fault, left: fault.times });
  }

  /** The fault that the next call of `operation` meets, counted down, or undefined. */
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
