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
import { callingShell } from '../../src/shells/calling-shell.ts';
import { checkRun, filledIn, readable } from './app-output.ts';
import {
  type Answer,
  type MovableClock,
  movableClock,
  recordingBrowser,
  type ScriptedTerminal,
  scriptedTerminal,
} from './app-ports.ts';
import { cleanEnvironment } from './environment.ts';
import { LAUNCHER } from './program.ts';
import { temporaryFolder } from './temp.ts';

export { profile, ROLES, role, SERIAL, serves, USER, WITH_SERIAL } from './app-fixtures.ts';
export { HOUR, MINUTE } from './app-ports.ts';

process.env['TZ'] = 'UTC';

/** The outcome of one command line, with random values named as in `readable`. */
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

/** awsrole in this process, with its own home folder and sandbox. */
export interface App {
  readonly home: string;
  readonly world: World;
  readonly sandbox: Sandbox;
  /** this machine's clock */
  readonly clock: MovableClock;
  readonly terminal: ScriptedTerminal;
  readonly answers: Answer[];
  /** variables that each run adds to the clean environment */
  readonly env: Record<string, string | undefined>;
  /** how far the sandbox's clock is ahead of this machine's, in milliseconds */
  serviceAhead: number;
  /** the launcher started awsrole */
  isLauncher: boolean;
  /** the text on standard input */
  input: string;
  /** stdout is a terminal */
  isTerminal: boolean;
  parent: string | undefined;
  /** the shell functions that started awsrole: the name of their shell */
  functions: string | undefined;
  /** the exit status of the command that `exec` starts */
  status: number;
  /** the commands that `exec` started, in order */
  readonly started: Started[];
  /** false: awsrole looks for a real browser */
  hasBrowser: boolean;
  /** the URLs that the browser opened, in order */
  readonly opened: string[];
  /** operations that the last run called, in order, without GetCallerIdentity: awsrole does not wait for it */
  readonly calls: string[];
  /** questions of the last run */
  readonly prompts: string[];
  /** Runs a command line. */
  run(...words: string[]): Promise<Outcome>;
  /** Runs `use … --format ini`; `serves` gives the expected outcome. */
  use(...words: string[]): Promise<Outcome>;
  /** An answer: the MFA code of the device with `serial`, by default of the first device, at the time of the question. */
  code(serial?: string): Answer;
  /** An answer: six digits that are not the MFA code. */
  wrongCode(): Answer;
  /** Adds alice's MFA code to the answers and runs `use`. */
  useWithCode(...words: string[]): Promise<Outcome>;
  /** The text of a file below the home, with random values named; undefined when there is no file. */
  read(path: string): string | undefined;
  /** Replaces a file below the home (mode 0600) and fills in `<alice>` and `<alice secret>`. */
  write(path: string, text: string): void;
  /** The sorted names in a folder below the home. */
  files(path: string): string[];
  /** `readable` of app-output.ts, for this app's sandbox. */
  readable(text: string): string;
}

export interface AppOptions {
  /** the shared config file, or a function from the sandbox's URL to it */
  readonly config?: string | ((url: string) => string);
  /** the shared credentials file, with `<alice>` and `<alice secret>` filled in; default: alice's keys as `default` */
  readonly credentials?: string;
  readonly world?: World;
  /** the time at the start in epoch milliseconds; default: 2026-03-02 09:00:05 UTC */
  readonly at?: number;
  /** leave AWS_ENDPOINT_URL unset */
  readonly withoutEndpoint?: boolean;
}

export const DEFAULT_CREDENTIALS =
  '[default]\naws_access_key_id = <alice>\naws_secret_access_key = <alice secret>\n';

/**
 * Starts awsrole in this process: real adapters, an own home folder, the sandbox, a scripted terminal and a movable
 * clock. The test's end removes everything.
 */
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
    functions: undefined,
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
  const direct = new PassThrough();
  let stdout = '';
  terminal.stderr = '';
  app.prompts.length = 0;
  const firstPrompt = terminal.prompts.length;
  const firstCall = sandbox.calls().length;
  const print = (text: string): void => {
    stdout += text;
  };
  const machine = {
    env: cleanEnvironment(app.home, app.env),
    clock: app.clock,
    functions: app.functions,
    parent: app.parent,
  };
  const real = (): AppContext =>
    makeContext({ packageFolder: PACKAGE, version: '0.0.0' }, terminal, print, machine);
  const withBrowser = (made: AppContext): AppContext =>
    app.hasBrowser ? { ...made, ports: { ...made.ports, browser: recordingBrowser(app.opened) } } : made;
  const context = (): AppContext => ({
    ...withBrowser(real()),
    readInput: async file => (file === '-' ? app.input : real().readInput(file)),
    stdin: new PassThrough(),
    stdout: direct,
    stderr: direct,
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
      isEvaluated: () => !app.isTerminal,
      shell: () => callingShell(app.functions, [app.parent, app.env['SHELL']]),
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
  const shown = [terminal.stderr, ...app.prompts].join('\n');
  checkRun({ words, exitCode, stdout, shown, isTerminal: app.isTerminal }, world);
  assert.equal(direct.read(), null, 'a command wrote to a stream directly');
  return { exitCode, stdout: app.readable(stdout), stderr: app.readable(terminal.stderr) };
};
