import { Command } from 'clipanion';
import { safeJson } from '../core/text/terminal-text.ts';
import type { AppContext } from './context.ts';

/** The values that completion offers for an option or a positional: profiles, files, a command line, or these words. */
export type Offered = 'profiles' | 'files' | 'command' | readonly string[];

/** What clipanion's definition of an option or a positional has no field for. */
export interface Extension {
  /** what help calls the value of an option */
  readonly value?: string;
  readonly offered?: Offered;
  /** how help writes a positional: `-- CMD…` */
  readonly usage?: string;
}

/** Adds `extension` to an option of clipanion, which replaces it by its value when a command line is parsed. */
export const extended = <T>(option: T, extension: Extension): T =>
  Object.assign(option as object, { extension }) as T;

/** What all commands share. A command prints to stdout and throws its errors. */
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
