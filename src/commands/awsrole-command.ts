import { Command } from 'clipanion';
import { safeJson } from '../core/text/terminal-text.ts';
import type { AppContext } from './context.ts';

/** What all commands share: plain text out, errors thrown. */
export abstract class AwsroleCommand extends Command<AppContext> {
  /** `false` on stdout when the command fails: its output is meant to be evaluated by a shell */
  static readonly isEvaluated: boolean = false;

  abstract override execute(): Promise<number>;

  protected print(text: string): void {
    this.context.print(text);
  }

  protected printJson(value: unknown): void {
    this.print(`${safeJson(value)}\n`);
  }
}
