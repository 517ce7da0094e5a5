import { closeSync, constants, openSync } from 'node:fs';
import type { TestContext } from 'node:test';
import { stripVTControlCharacters } from 'node:util';
import { type IPty, spawn } from '@lydell/node-pty';
import { cleanEnvironment } from './environment.ts';
import { temporaryFolder } from './temp.ts';

/** A program on a pseudo terminal. */
export interface Pty {
  readonly pid: number;
  /** All output so far, without escape sequences and carriage returns. */
  screen(): string;
  /** All output so far, with escape sequences. */
  raw(): string;
  /**
   * Resolves when the screen matches behind the match of the previous `waitFor`, so that a test can wait for two equal
   * prompts. Rejects with the screen in the message when the program ends first or the time limit is over.
   */
  waitFor(pattern: RegExp): Promise<RegExpExecArray>;
  /** Types text; Enter is `\r`, Ctrl-C `\x03`. */
  type(text: string): void;
  /** the end of the program; `signal` is a number, 0 for none */
  readonly exit: Promise<{ exitCode: number; signal: number }>;
  kill(signal?: NodeJS.Signals): void;
  /** Closes the terminal, as closing its window does. */
  hangUp(): void;
}

export interface PtyOptions {
  readonly env?: Record<string, string | undefined>;
  readonly cwd?: string;
  readonly columns?: number;
  /** the time limit of the program in milliseconds, by default 90 s: a wait for the next MFA code alone can take 30 s */
  readonly timeoutMs?: number;
}

/** Members that node-pty's types lack. */
type Unix = IPty & { readonly ptsName: string; destroy(): void };

/** Sequences with a private parameter, which fish 4 uses for the keyboard. Node's `stripVTControlCharacters` misses them. */
const PRIVATE_SEQUENCE = /\u001b\[[<=>?][0-9;]*[A-Za-z]/g;

/**
 * Starts a program as the leader of a new session on a pseudo terminal, with a clean environment and its own home
 * folder. The test's end kills the program.
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
  // the last output is lost if the program's end closes before it is read, so this process holds that end open
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
  // a test that only reads the screen must not get an unhandled rejection
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
        const check = (): void => {
          const match = once.exec(screen().slice(seen));
          if (match === null) return;
          watchers.delete(check);
          seen += match.index + match[0].length;
          resolve(match);
        };
        watchers.add(check);
        check();
        const fail = (): void => {
          watchers.delete(check);
          reject(new Error(`${pattern} did not appear; the screen:\n${screen()}`));
        };
        exit.then(fail, fail);
      }),
  };
};
