import { closeSync, constants, openSync } from 'node:fs';
import { startErrorOf } from './start-error.ts';

/** How a helper program ended. Its stdout is a secret, so it never appears in a message. */
export interface HelperResult {
  readonly stdout: string;
  /** its stderr if `holdsStderr` is set, which the user has not seen; else empty */
  readonly stderr: string;
  /** the failure without any output of the program; undefined when it ended with exit code 0 */
  readonly failure: string | undefined;
  /** Node's error code (`ENOENT`, `EACCES`, …) when the program could not be started */
  readonly startError: string | undefined;
}

/** How a helper program runs. */
export interface HelperOptions {
  /** the whole environment; undefined means not set */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** run `command` through `/bin/sh` instead of starting it with `args` */
  readonly shell?: boolean;
  /** return stderr instead of showing it */
  readonly holdsStderr?: boolean;
  readonly timeoutMs: number;
}

const maxOutput = 1_000_000;

/** Opens the terminal for a program that asks a question. awsrole's own stdin may carry data for another command. */
const openInput = (): number | undefined => {
  try {
    return openSync('/dev/tty', constants.O_RDONLY | constants.O_NOCTTY);
  } catch {
    return undefined;
  }
};

/**
 * Runs a program and returns its output. Its stdin is the terminal, or empty without one. Its stderr is awsrole's own,
 * so that the user sees a prompt such as "touch your YubiKey", unless `holdsStderr` is set. After `timeoutMs`, awsrole kills the program and does
 * not wait for its child processes. Never throws.
 */
export const runHelper = async (
  command: string,
  args: readonly string[],
  options: HelperOptions,
): Promise<HelperResult> => {
  // loading execa takes a tenth of a second
  const { execa } = await import('execa');
  const terminal = openInput();
  try {
    const child = execa(command, args, {
      shell: options.shell === true ? '/bin/sh' : false,
      env: options.env as Record<string, string>,
      extendEnv: false,
      // execa accepts any descriptor, its types only those up to 9
      stdin: (terminal as 9 | undefined) ?? 'ignore',
      stdout: 'pipe',
      stderr: options.holdsStderr === true ? 'pipe' : 'inherit',
      stripFinalNewline: { stderr: false },
      maxBuffer: maxOutput,
      reject: false,
    });
    let hasTimedOut = false;
    const timer = setTimeout(() => {
      hasTimedOut = true;
      child.kill('SIGKILL');
      // child processes of the program may hold these pipes open
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
      failure: hasTimedOut ? `did not answer within ${seconds} seconds` : failureOf(result, startError),
      startError: hasTimedOut ? undefined : startError,
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
  if (result.signal !== undefined) return `was terminated by ${result.signal}`;
  if (result.exitCode !== undefined) return `ended with exit code ${result.exitCode}`;
  return startError === 'ENOENT'
    ? 'was not found'
    : `could not be started (${startError ?? 'unknown reason'})`;
};
