import type { TestContext } from 'node:test';
import { safe } from '../../src/core/text/terminal-text.ts';
import type { Browser } from '../../src/ports/browser.ts';
import type { MachineClock } from '../../src/ports/clock.ts';
import type { Terminal } from '../../src/ports/terminal.ts';

/** A clock that stands still until `advance` or `sleep` moves it. */
export interface MovableClock extends MachineClock {
  /** Moves the clock forward by `milliseconds`. */
  advance(milliseconds: number): void;
  /** Sets the clock forward, or back: no time passes. */
  set(milliseconds: number): void;
  /** the length of every sleep so far, in milliseconds */
  readonly sleeps: readonly number[];
}

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;

/**
 * Makes the clock of a test. `Date.now` follows it as well, because the SDK dates its signatures with `Date.now`.
 *
 * @param at epoch milliseconds
 */
export const movableClock = (t: TestContext, at: number): MovableClock => {
  let now = at;
  let setBy = 0;
  const sleeps: number[] = [];
  t.mock.method(Date, 'now', () => now);
  return {
    now: () => now,
    uptime: () => now - setBy - at + 86_400_000,
    set: milliseconds => {
      now += milliseconds;
      setBy += milliseconds;
    },
    advance: milliseconds => {
      now += milliseconds;
    },
    sleeps,
    sleep: async (milliseconds, signal) => {
      signal?.throwIfAborted();
      sleeps.push(milliseconds);
      now += Math.max(0, milliseconds);
    },
  };
};

/** What the user types next: a text, or a function that returns it when the program asks (a code depends on the time). */
export type Answer = string | (() => string);

/** A terminal that takes the user's answers from a list. */
export interface ScriptedTerminal extends Terminal {
  canAsk: boolean;
  /** remaining answers, first in, first out; a question without an answer fails the run */
  readonly answers: Answer[];
  /** the text of every question */
  readonly prompts: string[];
  /** the reason why the program rejected an answer, for each rejected answer */
  readonly complaints: string[];
  /** the first text of every progress line */
  readonly progresses: string[];
  /** everything that was written to stderr */
  stderr: string;
}

/** Makes a scripted terminal without answers. */
export const scriptedTerminal = (): ScriptedTerminal => {
  const terminal: ScriptedTerminal = {
    canAsk: true,
    isInteractive: false,
    answers: [],
    prompts: [],
    complaints: [],
    progresses: [],
    stderr: '',
    async ask(prompt, { accept = () => undefined } = {}) {
      for (;;) {
        terminal.prompts.push(prompt);
        const answer = terminal.answers.shift();
        if (answer === undefined) throw new Error(`unexpected question: ${prompt}`);
        const text = typeof answer === 'string' ? answer : answer();
        const complaint = accept(text);
        if (complaint === undefined) return text;
        terminal.complaints.push(complaint);
      }
    },
    progress(text) {
      terminal.progresses.push(text());
      return () => {};
    },
    note(text) {
      terminal.stderr += `awsrole: ${safe(text)}\n`;
    },
  };
  return terminal;
};

/** Makes a browser that appends every URL to `opened` and shows nothing. */
export const recordingBrowser = (opened: string[]): Browser => ({
  check: async () => {},
  open: async url => void opened.push(url),
});
