import assert from 'node:assert/strict';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import type { TestContext } from 'node:test';
import { makeContext, withTilde } from '../../src/app/context.ts';
import { runCli } from '../../src/cli/run.ts';
import type { AppContext } from '../../src/commands/context.ts';
import { demoWorld } from '../../src/sandbox/home/demo-world.ts';
import { type Sandbox, startSandbox } from '../../src/sandbox/http/server.ts';
import { codeAt } from '../../src/sandbox/state/totp.ts';
import type { World } from '../../src/sandbox/state/world.ts';
import { withBrowser } from './app-browser.ts';
import { checkRun } from './app-checks.ts';
import { type MovableClock, movableClock } from './app-clock.ts';
import { type Answer, type ScriptedTerminal, scriptedTerminal } from './app-terminal.ts';
import { filledIn, readable } from './app-text.ts';
import { cleanEnvironment } from './environment.ts';
import { LAUNCHER } from './program.ts';
import { temporaryFolder } from './temp.ts';

export { HOUR, MINUTE } from './app-clock.ts';
export { profile, ROLES, role, SERIAL, serves, USER, WITH_SERIAL } from './app-profiles.ts';

process.env['TZ'] = 'UTC';

/** What one command line came to; random values are named as `readable` does. */
export interface Outcome {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A command that `exec` started. */
export interface Started {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
}

export interface App {
  readonly home: string;
  readonly world: World;
  readonly sandbox: Sandbox;
  /** this machine's clock */
  readonly clock: MovableClock;
  readonly terminal: ScriptedTerminal;
  readonly answers: Answer[];
  /** laid over the clean environment, at every run */
  readonly env: Record<string, string | undefined>;
  /** what the service's clock is ahead of this machine's, in milliseconds */
  serviceAhead: number;
  /** set: the launcher started us */
  isLauncher: boolean;
  /** what standard input holds */
  input: string;
  /** set: stdout is a terminal */
  isTerminal: boolean;
  parent: string | undefined;
  /** exit status of what `exec` starts */
  status: number;
  /** what `exec` started, in order */
  readonly started: Started[];
  /** there is a browser; `opened` has what it was shown, in order */
  hasBrowser: boolean;
  readonly opened: string[];
  /** operations that the last run called, in order; GetCallerIdentity is left out, since nobody waits for it */
  readonly calls: string[];
  /** questions of the last run */
  readonly prompts: string[];
  run(...words: string[]): Promise<Outcome>;
  /** `use` with the keys as a section of the credentials file: `serves` says what to expect */
  use(...words: string[]): Promise<Outcome>;
  /** what the device of that serial (alice's) shows when it is asked for: an answer to a question */
  code(serial?: string): Answer;
  /** six digits that no device shows */
  wrongCode(): Answer;
  /** `use`, answered with alice's code, whatever it comes to */
  useWithCode(...words: string[]): Promise<Outcome>;
  /** text of a file below the home, random values named; undefined when there is none */
  read(path: string): string | undefined;
  write(path: string, text: string): void;
  /** names of the files in a folder below the home */
  files(path: string): string[];
  readable(text: string): string;
}

export interface AppOptions {
  /** `~/.aws/config`; given the sandbox's URL when it is a function */
  readonly config?: string | ((url: string) => string);
  /** `~/.aws/credentials`; alice's long-term keys as `default` without it; `<alice>` and the like are filled in */
  readonly credentials?: string;
  readonly world?: World;
  /** epoch milliseconds of the start: 2026-03-02 09:00:05 UTC without it */
  readonly at?: number;
  /** the environment does not name the sandbox */
  readonly withoutEndpoint?: boolean;
}

export const DEFAULT_CREDENTIALS =
  '[default]\naws_access_key_id = <alice>\naws_secret_access_key = <alice secret>\n';

/** The whole program but its process: real adapters in a home of its own, the sandbox, a scripted terminal, a movable clock. */
export const startApp = async (t: TestContext, options: AppOptions = {}): Promise<App> => {
  const { config = '', world = demoWorld() } = options;
  const home = temporaryFolder(t);
  const homeBefore = process.env['HOME'];
  process.env['HOME'] = home;
  t.after(() => {
    if (homeBefore === undefined) delete process.env['HOME'];
    else process.env['HOME'] = homeBefore;
  });
  const clock = movableClock(t, options.at ?? Date.UTC(2026, 2, 2, 9, 0, 5));
  const sandbox = await startSandbox({ world, clock: () => clock.now() + app.serviceAhead });
  t.after(() => sandbox.close());
  const terminal = scriptedTerminal();
  const app: App = {
    home,
    world,
    sandbox,
    clock,
    terminal,
    answers: terminal.answers,
    env: options.withoutEndpoint ? {} : { AWS_ENDPOINT_URL: sandbox.url },
    serviceAhead: 0,
    isLauncher: false,
    input: '',
    isTerminal: false,
    parent: undefined,
    status: 0,
    started: [],
    hasBrowser: true,
    opened: [],
    calls: [],
    prompts: [],
    run: (...words) => runInside(app, words),
    use: (...words) => runInside(app, ['use', ...words, '--format', 'ini']),
    code: serial => () => codeNow(app, serial),
    wrongCode: () => () => String((Number(codeNow(app)) + 271_828) % 1_000_000).padStart(6, '0'),
    useWithCode: (...words) => {
      app.answers.push(app.code());
      return app.use(...words);
    },
    read: path => {
      const file = join(home, path);
      return existsSync(file) ? app.readable(readFileSync(file, 'utf8')) : undefined;
    },
    write: (path, text) => {
      mkdirSync(join(home, path, '..'), { recursive: true, mode: 0o700 });
      rmSync(join(home, path), { force: true });
      writeFileSync(join(home, path), filledIn(text, world), { mode: 0o600 });
      chmodSync(join(home, path), 0o600);
    },
    files: path => (existsSync(join(home, path)) ? readdirSync(join(home, path)).sort() : []),
    readable: text => readable(text, world, sandbox.url),
  };
  app.write('.aws/config', typeof config === 'function' ? config(sandbox.url) : config);
  app.write('.aws/credentials', options.credentials ?? DEFAULT_CREDENTIALS);
  return app;
};

const codeNow = ({ world, clock, serviceAhead }: App, serial?: string): string => {
  const devices = world.users.flatMap(user => user.mfaDevices);
  const device = devices.find(candidate => serial === undefined || candidate.serial === serial);
  assert.ok(device);
  return codeAt(device, clock.now() + serviceAhead);
};

const PACKAGE = join(LAUNCHER, '..', '..');

const runInside = async (app: App, words: readonly string[]): Promise<Outcome> => {
  const { terminal, sandbox, world } = app;
  const told = new PassThrough();
  let stdout = '';
  terminal.stderr = '';
  app.prompts.length = 0;
  const firstPrompt = terminal.prompts.length;
  const firstCall = sandbox.calls().length;
  const print = (text: string): void => {
    stdout += text;
  };
  const machine = { env: cleanEnvironment(app.home, app.env), clock: app.clock };
  const real = (): AppContext =>
    withBrowser(makeContext({ packageFolder: PACKAGE, version: '0.0.0' }, terminal, print, machine), app);
  const context = (): AppContext => ({
    ...real(),
    readInput: async file => (file === '-' ? app.input : real().readInput(file)),
    stdin: new PassThrough(),
    stdout: told,
    stderr: told,
    run: async (command, args, env) => {
      app.started.push({ command, args, env });
      return app.status;
    },
    isLauncher: app.isLauncher,
    isTerminal: app.isTerminal,
    parent: app.parent,
    hasColors: false,
  });
  const exitCode = await runCli(
    words,
    { version: '0.0.0', debug: false },
    {
      context,
      stdout: print,
      stderr: text => {
        terminal.stderr += text;
      },
      isTerminal: () => app.isTerminal,
      note: text => terminal.note(withTilde(text)),
    },
  );
  app.prompts.push(...terminal.prompts.slice(firstPrompt));
  app.calls.length = 0;
  app.calls.push(
    ...sandbox
      .calls()
      .slice(firstCall)
      .map(call => call.operation)
      .filter(operation => operation !== 'GetCallerIdentity'),
  );
  checkRun(words, exitCode, stdout, [terminal.stderr, ...app.prompts].join('\n'), world, app.isTerminal);
  assert.equal(told.read(), null, 'nothing is written past the ways out');
  return { exitCode, stdout: app.readable(stdout), stderr: app.readable(terminal.stderr) };
};
