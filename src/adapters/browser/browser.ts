import { type ChildProcess, spawn } from 'node:child_process';
import {
  type BrowserCommand,
  browserCommands,
  hasDisplay,
  withAddress,
} from '../../core/console/browser-command.ts';
import { AwsroleError } from '../../core/errors.ts';
import { safe } from '../../core/text/terminal-text.ts';
import type { Browser } from '../../ports/browser.ts';
import type { Clock } from '../../ports/clock.ts';
import { startErrorOf } from '../process/start-error.ts';
import { serveOnce } from './one-shot-page.ts';

export interface BrowserOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
  /** milliseconds until a browser must have come; a minute by default */
  readonly waitMs?: number;
}

const PRINT = '--print prints the link instead, for a browser of your choice';

/** The browser that `BROWSER` names, or the one of the desktop; see `Browser` for what it promises. */
export const createBrowser = ({ env, clock, waitMs = 60_000 }: BrowserOptions): Browser => {
  const commands = browserCommands(env['BROWSER']);
  return {
    async check() {
      if (commands.length > 0 || hasDisplay(env, process.platform)) return;
      throw new AwsroleError('there is no browser here: no display, and no BROWSER that names one', {
        hints: [PRINT],
      });
    },
    async open(url) {
      const page = await serveOnce(url);
      const over = new AbortController();
      try {
        const start =
          commands.length > 0 ? startFirst(commands, page.address, env) : openDesktop(page.address);
        await Promise.race([page.fetched, start, clock.sleep(waitMs, over.signal).then(() => late(waitMs))]);
      } finally {
        over.abort();
        page.close();
      }
    },
  };
};

const late = (waitMs: number): never => {
  throw new AwsroleError(`no browser came for the link within ${Math.round(waitMs / 1000)} seconds`, {
    hints: [PRINT, 'let BROWSER name the command that starts yours'],
  });
};

/** A browser goes on for as long as it likes: only what could not start ends this. */
const forEver = new Promise<never>(() => {});

const startFirst = async (
  commands: readonly BrowserCommand[],
  address: string,
  env: BrowserOptions['env'],
): Promise<never> => {
  const failures: string[] = [];
  for (const command of commands) {
    const [program = '', ...args] = withAddress(command, address);
    // a session of its own: Ctrl-C here is not meant for it
    const child = spawn(program, args, { env: { ...env }, stdio: 'ignore', detached: true });
    child.unref();
    const failure = await failureOf(child, program, env['PATH']);
    if (failure === undefined) return forEver;
    failures.push(`'${safe(program)}' ${failure}`);
  }
  throw new AwsroleError(`BROWSER: ${failures.join(', ')}`, {
    hints: ['let BROWSER name a command that opens the address it is given, or unset it', PRINT],
  });
};

/** Why a program that was started is no browser; undefined once it ended well. */
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

/** What the library starts. */
const opener = (): string => (process.platform === 'darwin' ? 'open' : 'xdg-open');

const startFailure = (code: string | undefined): string =>
  code === 'ENOENT' ? 'was not found' : `could not be started (${code ?? 'unknown reason'})`;

const openDesktop = async (address: string): Promise<never> => {
  const { default: open } = await import('open');
  const failure = await open(address).then(
    child => (child.exitCode === 0 ? undefined : failureOf(child, opener(), undefined)),
    (error: NodeJS.ErrnoException) => startFailure(error.code),
  );
  if (failure === undefined) return forEver;
  throw new AwsroleError(`the program that opens the desktop's browser (${opener()}) ${failure}`, {
    hints: [PRINT, 'let BROWSER name the command that starts yours'],
  });
};
