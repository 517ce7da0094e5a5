import { spawn } from 'node:child_process';
import type { TestContext } from 'node:test';
import { cleanEnvironment } from './environment.ts';
import { temporaryFolder } from './temp.ts';

/** The result of a program that ended. */
export interface RunResult {
  /** null when a signal ended the program */
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  /** stdin; empty by default */
  readonly input?: string | Uint8Array;
  /** overrides variables of the clean environment */
  readonly env?: Record<string, string | undefined>;
  readonly cwd?: string;
  /**
   * the time limit in milliseconds, after which the program is killed and the run fails with the output so far; by
   * default 90 s: a wait for the next MFA code alone can take 30 s
   */
  readonly timeoutMs?: number;
}

/** A program that runs. */
export interface Running {
  readonly pid: number;
  /** Resolves to the match when stdout matches. */
  waitFor(pattern: RegExp): Promise<RegExpExecArray>;
  /** resolves when the program and every process that holds its output have ended */
  readonly result: Promise<RunResult>;
  /** Sends a signal to the program only. */
  kill(signal: NodeJS.Signals): void;
}

/**
 * Starts a program in a new session, so without a controlling terminal, with a clean environment and its own home
 * folder. The test's end kills the session.
 */
export const start = (
  test: Pick<TestContext, 'after'>,
  file: string,
  args: readonly string[],
  options: RunOptions = {},
): Running => {
  const home = temporaryFolder(test);
  const child = spawn(file, args, {
    cwd: options.cwd ?? home,
    env: cleanEnvironment(home, options.env),
    detached: true,
  });
  let stdout = '';
  let stderr = '';
  const watchers = new Set<() => void>();
  child.stdout.setEncoding('utf8').on('data', text => {
    stdout += text;
    for (const watcher of watchers) watcher();
  });
  child.stderr.setEncoding('utf8').on('data', text => {
    stderr += text;
  });
  // ignores EPIPE: a program need not read all of its input
  child.stdin.on('error', () => {});
  child.stdin.end(options.input ?? '');

  const killAll = (): void => {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    } catch {
      // the session has ended
    }
  };
  test.after(killAll);

  const result = new Promise<RunResult>((resolve, reject) => {
    const timer = setTimeout(() => {
      killAll();
      reject(new Error(`${file} did not end in time\nstdout: ${stdout}\nstderr: ${stderr}`));
    }, options.timeoutMs ?? 90_000);
    child.on('error', error => {
      clearTimeout(timer);
      reject(error);
    });
    child.on('close', (exitCode, signal) => {
      clearTimeout(timer);
      resolve({ exitCode, signal, stdout, stderr });
    });
  });
  // a test that only waits for output must not get an unhandled rejection
  result.catch(() => {});

  return {
    pid: child.pid ?? 0,
    result,
    kill: signal => child.kill(signal),
    waitFor: pattern =>
      new Promise((resolve, reject) => {
        const check = (): void => {
          const match = pattern.exec(stdout);
          if (match === null) return;
          watchers.delete(check);
          resolve(match);
        };
        watchers.add(check);
        check();
        result.then(
          () => reject(new Error(`${file} ended before ${pattern}\nstdout: ${stdout}\nstderr: ${stderr}`)),
          reject,
        );
      }),
  };
};

/** Starts a program with `start` and waits for its end. */
export const run = (
  test: Pick<TestContext, 'after'>,
  file: string,
  args: readonly string[],
  options: RunOptions = {},
): Promise<RunResult> => start(test, file, args, options).result;
