import type { BaseContext } from 'clipanion';
import type { AwsCliCache } from '../ports/cache.ts';
import type { Ports } from '../ports/ports.ts';
import type { SandboxRunner } from '../ports/sandbox.ts';
import type { IntegratedShell } from '../shells/registry.ts';

/** What every command receives. A command reaches files, AWS and the terminal only through it. */
export interface AppContext extends BaseContext {
  readonly ports: Ports;
  /** the ports with all stores on the disk, whatever the settings are, so that `logout` can delete them */
  readonly stored: () => Ports & { readonly awsCliCache: AwsCliCache };
  /** writes text to stdout, all of it before it returns */
  readonly print: (text: string) => void;
  /** runs `command` and returns its exit status as a shell reports it (128 + N for signal N) */
  readonly run: (
    command: string,
    args: readonly string[],
    env: Record<string, string | undefined>,
  ) => Promise<number>;
  /** the `sh` launcher started this process and expects the environment of the command as an exec record */
  readonly isLauncher: boolean;
  /** the text of a file, or of standard input for `-` */
  readonly readInput: (file: string) => Promise<string>;
  /** the unified diff between two texts of a file; empty when they are the same */
  readonly diff: (path: string, before: string, after: string) => Promise<string>;
  /** deletes remembered facts and the backups of the shared files; returns how many it deleted */
  readonly forget: () => Promise<number>;
  /** the shell code of functions, prompt and completion */
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
