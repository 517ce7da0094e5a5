import { spawn } from 'node:child_process';
import type { TestContext } from 'node:test';
import { cleanEnvironment } from './environment.ts';
import { temporaryFolder } from './temp.ts';

export interface RunResult {
  /** null when a signal ended it */
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  /** what it reads on stdin; without it stdin is empty */
  readonly input?: string | Uint8Array;
  /** laid over the clean environment */
  readonly env?: Record<string, string | undefined>;
  readonly cwd?: string;
  /** milliseconds after which it is killed and the run fails with what it wrote so far; 90 s by default: a wait for the next MFA code alone can take 30 */
  readonly timeoutMs?: number;
}

export interface Running {
  readonly pid: number;
  /** Resolves once stdout matches, with the match. */
  waitFor(pattern: RegExp): Promise<RegExpExecArray>;
  /** Resolves when the program and everything that holds its output has ended. */
  readonly result: Promise<RunResult>;
  /** Signals the program alone. */
  kill(signal: NodeJS.Signals): void;
}

/**
 * Starts a program in a session of its own, so without any controlling terminal, with a clean environment and a home
 * folder of its own. The test's end kills what is left of it.
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
  // a program that does not read all of its input is none of our business
  child.stdin.on('error', () => {});
  child.stdin.end(options.input ?? '');

  const killAll = (): void => {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    } catch {
      // it has ended
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
  // whoever waits for output only must not meet an unhandled rejection
  result.catch(() => {});

  return {
    pid: child.pid ?? 0,
    result,
    kill: signal => child.kill(signal),
    waitFor: pattern =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          const match = pattern.exec(stdout);
          if (match === null) return;
          watchers.delete(look);
          resolve(match);
        };
        watchers.add(look);
        look();
        result.then(
          () => reject(new Error(`${file} ended before ${pattern}\nstdout: ${stdout}\nstderr: ${stderr}`)),
          reject,
        );
      }),
  };
};

/** Runs a program as `start` does, to its end. */
export const run = (
  test: Pick<TestContext, 'after'>,
  file: string,
  args: readonly string[],
  options: RunOptions = {},
): Promise<RunResult> => start(test, file, args, options).result;
