import type { BaseContext } from 'clipanion';
import type { Ports } from '../ports/ports.ts';
import type { SandboxRunner } from '../ports/sandbox.ts';
import type { IntegratedShell } from '../shells/registry.ts';

/** What every command receives. A command reaches nothing outside by itself. */
export interface AppContext extends BaseContext {
  readonly ports: Ports;
  /** the same with what lies on the disk, also where `AWSROLE_CACHE=off` keeps `ports` from it: for deleting */
  readonly stored: () => Ports;
  /** writes text to stdout, all of it before it returns */
  readonly print: (text: string) => void;
  /** starts `command` in place of this program, as far as the platform can; the exit status as a shell would have it */
  readonly run: (
    command: string,
    args: readonly string[],
    env: Record<string, string | undefined>,
  ) => Promise<number>;
  /** set when the `sh` launcher asked: it replaces itself with the command, given the environment as a record */
  readonly isLauncher: boolean;
  /** the text of a file, or of standard input for `-` */
  readonly readInput: (file: string) => Promise<string>;
  /** what would change in a file, as a unified diff; empty when nothing would */
  readonly diff: (path: string, before: string, after: string) => Promise<string>;
  /** deletes what is kept beside the sessions; returns how many entries went */
  readonly forget: () => Promise<number>;
  /** the shell code of function, prompt and completion */
  readonly integration: (shell: IntegratedShell) => string;
  readonly sandbox: SandboxRunner;
  /** `text` with the home folder written as `~` */
  readonly tilde: (text: string) => string;
  /** the name of the program that started this one; undefined where the system does not tell */
  readonly parent: string | undefined;
  /** stdout is a terminal: foreign text must be escaped, and output stays on the screen */
  readonly isTerminal: boolean;
  /** colours on stdout */
  readonly hasColors: boolean;
}
