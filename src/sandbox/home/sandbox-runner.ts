import { accessSync, constants } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { AwsroleError } from '../../core/errors.ts';
import type { SandboxRunner } from '../../ports/sandbox.ts';
import { CONTROL_PATH, NONE_LEFT } from '../http/control.ts';
import { startSandbox } from '../http/server.ts';
import { demoWorld } from './demo-world.ts';
import { parentGone } from './parent-watch.ts';
import { createSandboxHome, type SandboxHome } from './sandbox-home.ts';
import { interactiveShell } from './shell-files.ts';

type Env = Readonly<Record<string, string | undefined>>;

/** What a sandbox needs of the program around it. */
export interface SandboxOptions {
  readonly env: Env;
  /** the installed command, which becomes `awsrole` inside */
  readonly launcher: string;
  /** runs a command to its end, or ends it at `until`, then `atEnd`; its exit status as a shell would have it */
  readonly run: (
    command: string,
    args: readonly string[],
    env: Record<string, string | undefined>,
    company: { readonly atEnd: () => Promise<void>; readonly until: AbortSignal },
  ) => Promise<number>;
  /** a line for people */
  readonly note: (text: string) => void;
  readonly clock: { now(): number; sleep(milliseconds: number): Promise<void> };
}

const URL_VARIABLE = 'AWSROLE_SANDBOX_URL';
const TOKEN_VARIABLE = 'AWSROLE_SANDBOX_TOKEN';

/** The sandbox as a command: server and home live as long as the command inside, whatever ends it. */
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
        // a command that a signal ended ends this process by the same: nothing runs after it
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
        hints: ['start it first: awsrole sandbox'],
      });
    }
    const { code, availableAt } = await askForCode(url, token);
    // the device shows it only from then on
    await options.clock.sleep(Math.max(0, availableAt - options.clock.now()));
    return code;
  },
});

const WELCOME = [
  'sandbox: a local STS and IAM; the profiles are default, mfa, dev, uat and prod, and their STS, IAM and sign-in are on this machine',
  'sandbox: try `awsrole mfa`, `awsrole dev`, `awsrole list`; `awsrole sandbox code` shows an MFA code; `exit` leaves',
];

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
    throw new AwsroleError(`the sandbox cannot make its home: ${(error as Error).message}`, {
      hints: ['let TMPDIR name a folder that you can write'],
      cause: error,
    });
  }
};

/** However this process ends, short of SIGKILL, the home goes with it. */
const removeAtExit = (home: SandboxHome): (() => void) => {
  const remove = (): void => home.remove();
  process.once('exit', remove);
  return () => {
    process.removeListener('exit', remove);
    home.remove();
  };
};

/** The environment inside: nothing of the outside's AWS set-up, everything below the temporary home. */
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
    // not fetch: it introduces itself as a browser, which the sandbox refuses
    const { status, text } = await get(new URL(CONTROL_PATH, url), { Authorization: `Bearer ${token}` });
    if (status === NONE_LEFT) throw noneLeft();
    if (status !== 200) throw new Error(`it answered ${status}`);
    return JSON.parse(text) as { code: string; availableAt: number };
  } catch (error) {
    if (error instanceof AwsroleError) throw error;
    throw new AwsroleError(`the sandbox does not answer: ${(error as Error).message}`, {
      hints: ['it ends with the shell that started it: start a new one with awsrole sandbox'],
    });
  }
};

const noneLeft = (): AwsroleError =>
  new AwsroleError('the sandbox has given out every MFA code of the next ten minutes', {
    hints: ['wait a little, or start a new one with awsrole sandbox'],
  });

const get = (url: URL, headers: Record<string, string>): Promise<{ status: number; text: string }> =>
  new Promise((resolve, reject) => {
    const asked = request(url, { headers, timeout: 10_000 }, response => {
      let text = '';
      response.setEncoding('utf8').on('data', chunk => {
        text += chunk;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
      response.on('error', reject);
    });
    asked.on('timeout', () => asked.destroy(new Error('no answer within 10 seconds')));
    asked.on('error', reject);
    asked.end();
  });
