import { type ChildProcess, spawn } from 'node:child_process';
import {
  type BrowserCommand,
  browserCommands,
  hasDisplay,
  withAddress,
} from '../../core/console/browser-command.ts';
import { applyChanges, deactivate } from '../../core/environment/environment.ts';
import { AwsroleError } from '../../core/errors.ts';
import { safe } from '../../core/text/terminal-text.ts';
import type { Browser } from '../../ports/browser.ts';
import type { Clock } from '../../ports/clock.ts';
import { startErrorOf } from '../process/start-error.ts';
import { serveOnce } from './one-shot-page.ts';

/** What `createBrowser` needs. */
export interface BrowserOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
  /** how long awsrole waits for the browser, in milliseconds; a minute by default */
  readonly waitMs?: number;
}

const PRINT = 'use --print to print the link instead';

/**
 * Creates the access to the browser that `BROWSER` names, or else to the desktop's. `Browser` documents its methods.
 */
export const createBrowser = ({ env, clock, waitMs = 60_000 }: BrowserOptions): Browser => {
  const commands = browserCommands(env['BROWSER']);
  return {
    async check() {
      if (commands.length > 0 || hasDisplay(env, process.platform)) return;
      throw new AwsroleError('no browser found: there is no display, and BROWSER is not set', {
        hints: [PRINT],
      });
    },
    async open(url) {
      const page = await serveOnce(url);
      const done = new AbortController();
      try {
        const start =
          commands.length > 0 ? startFirst(commands, page.address, env) : openDesktop(page.address);
        await Promise.race([
          page.fetched,
          start,
          clock.sleep(waitMs, done.signal).then(() => timedOut(waitMs)),
        ]);
      } finally {
        done.abort();
        page.close();
      }
    },
  };
};

const timedOut = (waitMs: number): never => {
  throw new AwsroleError(`no browser opened the link within ${Math.round(waitMs / 1000)} seconds`, {
    hints: [PRINT, 'set BROWSER to the command that starts your browser'],
  });
};

/**
 * The result of a browser that started. It never settles, because only the fetched page shows that the browser works.
 */
const started = new Promise<never>(() => {});

/** A browser runs all day, longer than any session; it and the programs that it starts get no keys of this shell. */
const withoutKeys = (env: BrowserOptions['env']): Record<string, string | undefined> =>
  applyChanges(env, deactivate(env));

const startFirst = async (
  commands: readonly BrowserCommand[],
  address: string,
  env: BrowserOptions['env'],
): Promise<never> => {
  const failures: string[] = [];
  for (const command of commands) {
    const [program = '', ...args] = withAddress(command, address);
    // in its own session, the browser does not receive Ctrl-C from this terminal
    const child = spawn(program, args, { env: withoutKeys(env), stdio: 'ignore', detached: true });
    child.unref();
    const failure = await failureOf(child, program, env['PATH']);
    if (failure === undefined) return started;
    failures.push(`'${safe(program)}' ${failure}`);
  }
  throw new AwsroleError(`BROWSER: ${failures.join(', ')}`, {
    hints: ['set BROWSER to a command that opens the address in its argument, or unset it', PRINT],
  });
};

/** The failure of a program that was started; undefined when it ended with exit code 0. */
const failureOf = (
  child: ChildProcess,
  program: string,
  path: string | undefined,
): Promise<string | undefined> =>
  new Promise(resolve => {
    child.once('error', (error: NodeJS.ErrnoException) =>
      resolve(startFailure(startErrorOf(program, error.code, path))),
    );
    child.once('exit', (code, signal) =>
      resolve(code === 0 ? undefined : `ended with ${signal ?? `exit code ${code}`}`),
    );
  });

/** The program that the `open` package starts. */
const opener = (): string => (process.platform === 'darwin' ? 'open' : 'xdg-open');

const startFailure = (code: string | undefined): string =>
  code === 'ENOENT' ? 'was not found' : `could not be started (${code ?? 'unknown reason'})`;

const openDesktop = async (address: string): Promise<never> => {
  const { default: open } = await import('open');
  // the package starts its program with the environment of this process
  const own = process.env;
  process.env = withoutKeys(own);
  const failure = await open(address)
    .finally(() => {
      process.env = own;
    })
    .then(
      child => (child.exitCode === 0 ? undefined : failureOf(child, opener(), undefined)),
      (error: NodeJS.ErrnoException) => startFailure(error.code),
    );
  if (failure === undefined) return started;
  throw new AwsroleError(`the program that opens the desktop's browser (${opener()}) ${failure}`, {
    hints: [PRINT, 'set BROWSER to the command that starts your browser'],
  });
};
