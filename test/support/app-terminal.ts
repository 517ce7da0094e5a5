import { safe } from '../../src/core/text/terminal-text.ts';
import type { Terminal } from '../../src/ports/terminal.ts';

/** What a person types next: the text, or a function that says it when it is asked for (a code is made from the time). */
export type Answer = string | (() => string);

/** A terminal with a script. */
export interface ScriptedTerminal extends Terminal {
  canAsk: boolean;
  /** answers still to be given, first in, first out; a question beyond them is a fault of the test or the program */
  readonly answers: Answer[];
  /** every question as it stood there */
  readonly prompts: string[];
  /** what was wrong with answers that were not taken */
  readonly complaints: string[];
  /** first text of every progress line */
  readonly progresses: string[];
  /** what stderr got */
  stderr: string;
}

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
        if (answer === undefined) throw new Error(`nobody was to be asked: ${prompt}`);
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
