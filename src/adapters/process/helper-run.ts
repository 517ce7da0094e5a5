import { closeSync, constants, openSync } from 'node:fs';
import { startErrorOf } from './start-error.ts';

/** What became of a program that was asked for something. Its stdout is a secret: it never enters a message. */
export interface HelperResult {
  readonly stdout: string;
  /** what it wrote on stderr, where that was asked for; the person has seen it already */
  readonly stderr: string;
  /** undefined when it printed what it had to and ended with 0; else why not, free of its output */
  readonly failure: string | undefined;
  /** Node's error code (`ENOENT`, `EACCES`, …) when it could not be started */
  readonly startError: string | undefined;
}

export interface HelperOptions {
  /** the whole environment; undefined means not set */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** run `command` through `/bin/sh` instead of starting it with `args` */
  readonly shell?: boolean;
  /** read stderr as well as showing it */
  readonly readStderr?: boolean;
  readonly timeoutMs: number;
}

const maxOutput = 1_000_000;

/** The terminal, so that a program may ask a question; never our own stdin, which may carry somebody's data. */
const openInput = (): number | undefined => {
  try {
    return openSync('/dev/tty', constants.O_RDONLY | constants.O_NOCTTY);
  } catch {
    return undefined;
  }
};

/**
 * Runs a program for what it prints: stdin is the terminal (or empty), stderr is ours, so that "touch your YubiKey" is
 * seen. Never throws. After `timeoutMs` it is killed, and what it started is no longer waited for.
 */
export const runHelper = async (
  command: string,
  args: readonly string[],
  options: HelperOptions,
): Promise<HelperResult> => {
  // a tenth of a second to load, so only when a program is really run
  const { execa } = await import('execa');
  const terminal = openInput();
  try {
    const child = execa(command, args, {
      shell: options.shell === true ? '/bin/sh' : false,
      env: options.env as Record<string, string>,
      extendEnv: false,
      // any descriptor works; the types know those up to 9
      stdin: (terminal as 9 | undefined) ?? 'ignore',
      stdout: 'pipe',
      stderr: options.readStderr === true ? ['inherit', 'pipe'] : 'inherit',
      maxBuffer: maxOutput,
      reject: false,
    });
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      child.kill('SIGKILL');
      // what it started may hold these open for ever
      child.stdout?.destroy();
      child.stderr?.destroy();
    }, options.timeoutMs);
    const result = await child;
    clearTimeout(timer);
    const failedToStart = result.failed && result.exitCode === undefined && result.signal === undefined;
    const startError = failedToStart ? startErrorOf(command, result.code, options.env['PATH']) : undefined;
    const seconds = Math.round(options.timeoutMs / 1000);
    return {
      stdout: typeof result.stdout === 'string' ? result.stdout : '',
      stderr: typeof result.stderr === 'string' ? result.stderr : '',
      failure: late ? `did not answer within ${seconds} seconds` : failureOf(result, startError),
      startError: late ? undefined : startError,
    };
  } finally {
    if (terminal !== undefined) closeSync(terminal);
  }
};

const failureOf = (
  result: {
    failed: boolean;
    isMaxBuffer: boolean;
    exitCode?: number | undefined;
    signal?: string | undefined;
  },
  startError: string | undefined,
): string | undefined => {
  if (!result.failed) return undefined;
  if (result.isMaxBuffer) return 'printed more than a megabyte';
  if (result.signal !== undefined) return `was ended by ${result.signal}`;
  if (result.exitCode !== undefined) return `ended with exit code ${result.exitCode}`;
  return startError === 'ENOENT'
    ? 'was not found'
    : `could not be started (${startError ?? 'unknown reason'})`;
};
