import { closeSync, constants, openSync } from 'node:fs';
import type { TestContext } from 'node:test';
import { stripVTControlCharacters } from 'node:util';
import { type IPty, spawn } from '@lydell/node-pty';
import { cleanEnvironment } from './environment.ts';
import { temporaryFolder } from './temp.ts';

export interface Pty {
  readonly pid: number;
  /** Everything written to the terminal so far, without escape sequences and carriage returns. */
  screen(): string;
  /** The same with its escape sequences. */
  raw(): string;
  /**
   * Resolves once the screen matches after the place where the previous `waitFor` matched, so that the same prompt can
   * be waited for twice. Rejects, showing the screen, when the program ends or the time is over first.
   */
  waitFor(pattern: RegExp): Promise<RegExpExecArray>;
  /** Types text; Enter is `\r`, Ctrl-C `\x03`. */
  type(text: string): void;
  /** How it ended; `signal` is a number, 0 for none. */
  readonly exit: Promise<{ exitCode: number; signal: number }>;
  kill(signal?: NodeJS.Signals): void;
  /** Closes the terminal, as closing its window does. */
  hangUp(): void;
}

export interface PtyOptions {
  readonly env?: Record<string, string | undefined>;
  readonly cwd?: string;
  readonly columns?: number;
  /** milliseconds for the whole of it, 90 s by default: a wait for the next MFA code alone can take 30 */
  readonly timeoutMs?: number;
}

/** What the types leave out. */
type Unix = IPty & { readonly ptsName: string; destroy(): void };

/** Sequences with a private parameter, by which fish 4 sets up the keyboard: Node leaves their ends. */
const PRIVATE_SEQUENCE = /\u001b\[[<=>?][0-9;]*[A-Za-z]/g;

/**
 * Starts a program as the leader of a new session on a pseudo terminal, with a clean environment and a home folder of
 * its own. The test's end closes the terminal and kills it.
 */
export const openPty = (
  test: Pick<TestContext, 'after'>,
  file: string,
  args: readonly string[],
  options: PtyOptions = {},
): Pty => {
  const home = temporaryFolder(test);
  const pty = spawn(file, [...args], {
    cols: options.columns ?? 100,
    rows: 30,
    cwd: options.cwd ?? home,
    env: cleanEnvironment(home, options.env),
  });
  // while anybody has the other end open nothing of what was written last is lost, however late it is read
  const otherEnd = openSync((pty as Unix).ptsName, constants.O_RDONLY | constants.O_NOCTTY);
  let raw = '';
  let ended = false;
  let seen = 0;
  const watchers = new Set<() => void>();
  const screen = (): string =>
    stripVTControlCharacters(raw.replaceAll(PRIVATE_SEQUENCE, '')).replaceAll('\r', '');

  const exit = new Promise<{ exitCode: number; signal: number }>((resolve, reject) => {
    const timer = setTimeout(() => {
      pty.kill('SIGKILL');
      reject(new Error(`${file} did not end in time; the screen:\n${screen()}`));
      for (const watcher of watchers) watcher();
    }, options.timeoutMs ?? 90_000);
    pty.onData(text => {
      raw += text;
      for (const watcher of watchers) watcher();
    });
    pty.onExit(({ exitCode, signal }) => {
      ended = true;
      closeSync(otherEnd);
      clearTimeout(timer);
      resolve({ exitCode, signal: signal ?? 0 });
      for (const watcher of watchers) watcher();
    });
  });
  // whoever only looks at the screen must not meet an unhandled rejection
  exit.catch(() => {});
  test.after(() => {
    if (!ended) pty.kill('SIGKILL');
  });

  return {
    pid: pty.pid,
    screen,
    raw: () => raw,
    exit,
    type: text => pty.write(text),
    kill: signal => pty.kill(signal),
    hangUp: () => (pty as Unix).destroy(),
    waitFor: pattern =>
      new Promise((resolve, reject) => {
        const once = new RegExp(pattern.source, pattern.flags.replace('g', ''));
        const look = (): void => {
          const match = once.exec(screen().slice(seen));
          if (match === null) return;
          watchers.delete(look);
          seen += match.index + match[0].length;
          resolve(match);
        };
        watchers.add(look);
        look();
        const fail = (): void => {
          watchers.delete(look);
          reject(new Error(`${pattern} did not appear; the screen:\n${screen()}`));
        };
        exit.then(fail, fail);
      }),
  };
};
