import { accessSync, constants } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { AwsroleError } from '../../core/errors.ts';
import type { SandboxRunner } from '../../ports/sandbox.ts';
import { CONTROL_PATH, NONE_LEFT } from '../http/control.ts';
import { startSandbox } from '../http/server.ts';
import { demoWorld } from './demo-world.ts';
import { createSandboxHome, type SandboxHome } from './sandbox-home.ts';

type Env = Readonly<Record<string, string | undefined>>;

/** What the sandbox command gets from the rest of awsrole. */
export interface SandboxOptions {
  readonly env: Env;
  /** the path of the installed command, which becomes `awsrole` inside */
  readonly launcher: string;
  /**
   * Runs a command until it ends or `until` aborts, then calls `atEnd`. Resolves to the exit status as a shell reports
   * it.
   */
  readonly run: (
    command: string,
    args: readonly string[],
    env: Record<string, string | undefined>,
    lifetime: { readonly atEnd: () => Promise<void>; readonly until: AbortSignal },
  ) => Promise<number>;
  /** Writes a line to stderr. */
  readonly note: (text: string) => void;
  readonly clock: { now(): number; sleep(milliseconds: number): Promise<void> };
}

const URL_VARIABLE = 'AWSROLE_SANDBOX_URL';
const TOKEN_VARIABLE = 'AWSROLE_SANDBOX_TOKEN';

/** Makes the runner of `awsrole sandbox`. Server and home exist until the command inside ends. */
export const createSandboxRunner = (options: SandboxOptions): SandboxRunner => ({
  async run(words) {
    const [command, ...args] =
      words.length > 0 ? words : interactiveShell(options.env['SHELL'], isExecutable);
    const world = demoWorld();
    const alice = world.users[0];
    if (!command || !alice) throw new AwsroleError('the sandbox has nothing to run');
    const server = await startSandbox({ world });
    const home = makeHome(server.url, alice, options.launcher, server.close);
    const tidy = removeAtExit(home);
    const end = async (): Promise<void> => {
      tidy();
      await server.close();
    };
    try {
      if (words.length === 0) for (const line of WELCOME) options.note(line);
      return await options.run(
        command,
        args,
        insideOf(options.env, home.folder, server.url, server.controlToken),
        // when a signal ended the command, `run` ends this process with the same signal, so cleanup must happen in `atEnd`
        { atEnd: end, until: parentGone() },
      );
    } finally {
      await end();
    }
  },

  async code() {
    const url = options.env[URL_VARIABLE];
    const token = options.env[TOKEN_VARIABLE];
    if (!url || !token) {
      throw new AwsroleError('this shell is not inside the sandbox', {
        hints: ['start a sandbox first: awsrole sandbox'],
      });
    }
    const { code, availableAt } = await askForCode(url, token);
    // the sandbox rejects the code before that time
    await options.clock.sleep(Math.max(0, availableAt - options.clock.now()));
    return code;
  },
});

const WELCOME = [
  'sandbox: a local STS and IAM with the profiles default, mfa, dev, uat and prod; the console sign-in is local, too',
  'sandbox: try `awsrole mfa`, `awsrole dev`, `awsrole list`; `awsrole sandbox code` prints an MFA code; `exit` ends the sandbox',
];

/** The arguments that make each shell with bundled functions interactive, by the shell's name. */
const INTERACTIVE: Record<string, readonly string[]> = { bash: ['-i'], zsh: ['-i'], fish: ['-i'] };

/**
 * Chooses the shell inside: the user's own if its functions are bundled, else bash, else sh.
 *
 * @param shell the value of `SHELL`
 * @param exists whether a path is an executable program
 */
const interactiveShell = (
  shell: string | undefined,
  exists: (path: string) => boolean,
): [command: string, ...args: string[]] => {
  const own = shell?.split('/').at(-1) ?? '';
  if (shell && INTERACTIVE[own] && exists(shell)) return [shell, ...INTERACTIVE[own]];
  return exists('/bin/bash') ? ['/bin/bash', '-i'] : ['/bin/sh', '-i'];
};

/** How often to check the parent process, in milliseconds. */
const PARENT_CHECK_INTERVAL = 500;

/**
 * A signal that aborts when the parent process has ended, even by SIGKILL: the system then gives this process another
 * parent. If the parent has already ended at the start (`nohup`), the signal never aborts.
 */
const parentGone = (): AbortSignal => {
  const gone = new AbortController();
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    gone.abort();
  }, PARENT_CHECK_INTERVAL);
  timer.unref();
  return gone.signal;
};

const makeHome = (
  url: string,
  alice: Parameters<typeof createSandboxHome>[1],
  launcher: string,
  close: () => Promise<void>,
): SandboxHome => {
  try {
    return createSandboxHome(url, alice, launcher);
  } catch (error) {
    void close();
    throw new AwsroleError(`the sandbox cannot create its home folder: ${(error as Error).message}`, {
      hints: ['set TMPDIR to a folder that you can write to'],
      cause: error,
    });
  }
};

/** Removes the home when this process exits. Returns a function that removes it now. */
const removeAtExit = (home: SandboxHome): (() => void) => {
  const remove = (): void => home.remove();
  process.once('exit', remove);
  return () => {
    process.removeListener('exit', remove);
    home.remove();
  };
};

/** The environment inside: without the AWS, proxy and start-up variables of `outer`, with all folders in the temporary home. */
const insideOf = (
  outer: Env,
  home: string,
  url: string,
  token: string,
): Record<string, string | undefined> => {
  const kept = Object.entries(outer).filter(
    ([name]) =>
      !/^(AWS|AWSROLE|AWSUME|GRANTED)_|^(HTTPS?|ALL)_PROXY$|^(BASH_)?ENV$|^PROMPT_COMMAND$|^ZDOTDIR$/i.test(
        name,
      ),
  );
  return {
    ...Object.fromEntries(kept),
    HOME: home,
    ZDOTDIR: home,
    XDG_CONFIG_HOME: join(home, '.config'),
    XDG_CACHE_HOME: join(home, '.cache'),
    XDG_DATA_HOME: join(home, '.local/share'),
    XDG_STATE_HOME: join(home, '.local/state'),
    PATH: `${join(home, 'bin')}:${outer['PATH'] ?? '/usr/local/bin:/usr/bin:/bin'}`,
    AWS_EC2_METADATA_DISABLED: 'true',
    [URL_VARIABLE]: url,
    [TOKEN_VARIABLE]: token,
  };
};

const isExecutable = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

const askForCode = async (url: string, token: string): Promise<{ code: string; availableAt: number }> => {
  try {
    // fetch sends `Sec-Fetch-*` headers, and the sandbox refuses browsers
    const { status, text } = await get(new URL(CONTROL_PATH, url), { Authorization: `Bearer ${token}` });
    if (status === NONE_LEFT) throw noneLeft();
    if (status !== 200) throw new Error(`HTTP status ${status}`);
    return JSON.parse(text) as { code: string; availableAt: number };
  } catch (error) {
    if (error instanceof AwsroleError) throw error;
    throw new AwsroleError(`the sandbox does not answer: ${(error as Error).message}`, {
      hints: ['the sandbox ends with the shell that started it; start another one: awsrole sandbox'],
    });
  }
};

const noneLeft = (): AwsroleError =>
  new AwsroleError('the sandbox has no unused MFA code for the next ten minutes', {
    hints: ['wait a few minutes, or start another sandbox: awsrole sandbox'],
  });

const get = (url: URL, headers: Record<string, string>): Promise<{ status: number; text: string }> =>
  new Promise((resolve, reject) => {
    const call = request(url, { headers, timeout: 10_000 }, response => {
      let text = '';
      response.setEncoding('utf8').on('data', chunk => {
        text += chunk;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
      response.on('error', reject);
    });
    call.on('timeout', () => call.destroy(new Error('no answer within 10 seconds')));
    call.on('error', reject);
    call.end();
  });
