import { readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import { systemClock } from '../adapters/clock.ts';
import { readInput } from '../adapters/files/input-file.ts';
import { homeFolder } from '../adapters/files/shared-files.ts';
import { createCredentialSources } from '../adapters/process/credential-sources.ts';
import { createMfaProcess } from '../adapters/process/helper-programs.ts';
import { parentName } from '../adapters/process/process-facts.ts';
import type { runCommand as run } from '../adapters/process/run-command.ts';
import { isTerminal } from '../adapters/terminal/standard-streams.ts';
import type { AppContext } from '../commands/context.ts';
import type { Environment } from '../core/environment/environment.ts';
import type { Clock } from '../ports/clock.ts';
import type { Ports } from '../ports/ports.ts';
import type { SandboxRunner } from '../ports/sandbox.ts';
import type { Terminal } from '../ports/terminal.ts';
import type { IntegratedShell } from '../shells/registry.ts';
import { lazyBrowser, lazyFederation, lazyIam, lazySts } from './lazy.ts';
import { makeStores, type Storage } from './stores.ts';

/** What the program knows of itself. */
export interface Program {
  readonly packageFolder: string;
  readonly version: string;
}

/** Where the program runs; the home folder is the process's own all the same. */
export interface Machine {
  readonly env: Environment;
  readonly clock: Clock;
}

/** `text` with the home folder written as `~`. */
export const withTilde = (text: string): string => {
  const home = homeFolder();
  return home.length > 1 ? text.replaceAll(`${home}/`, '~/') : text;
};

const nowhere = {} as Duplex;

/** The same terminal; what is noted there names files as people do. */
const withShortPaths = (terminal: Terminal): Terminal => ({
  get canAsk() {
    return terminal.canAsk;
  },
  isInteractive: terminal.isInteractive,
  ask: (prompt, options) => terminal.ask(prompt, options),
  progress: text => terminal.progress(text),
  note: text => terminal.note(withTilde(text)),
});

/** Picks the adapters: the one place where the program meets this machine. */
export const makeContext = (
  program: Program,
  terminal: Terminal,
  print: (text: string) => void,
  machine: Machine = { env: process.env, clock: systemClock },
): AppContext => {
  const { env } = machine;
  const told = withShortPaths(terminal);
  const storage = makeStores(homeFolder(), { ...machine, terminal: told });
  const ports = makePorts(program, told, machine, storage);
  return {
    env,
    // clipanion's types want streams, nothing uses them, and Node's own take their time to open
    stdin: nowhere,
    stdout: nowhere,
    stderr: nowhere,
    colorDepth: 1,
    ports,
    stored: () => ({ ...ports, ...storage.stored() }),
    print,
    run: runCommand,
    isLauncher: env['AWSROLE_LAUNCHER'] === '1',
    readInput,
    diff: async (path, before, after) =>
      (await import('../adapters/files/unified-diff.ts')).unifiedDiff(withTilde(path), before, after),
    forget: async () =>
      removeAll(join(storage.folder, 'memory')) +
      removeFile(`${ports.files.credentialsPath}.awsrole-backup`) +
      removeFile(`${ports.files.configPath}.awsrole-backup`),
    integration: shell => integration(program.packageFolder, shell),
    sandbox: sandboxRunner(program, ports),
    tilde: withTilde,
    parent: parentName(),
    isTerminal: isTerminal(1),
    hasColors: isTerminal(1) && !env['NO_COLOR'] && (env['TERM'] ?? 'dumb') !== 'dumb',
  };
};

const makePorts = (
  program: Program,
  terminal: Terminal,
  { env, clock }: Machine,
  { locks, files, stores }: Storage,
): Ports => {
  const aws = { proxyEnv: env, clock, version: program.version };
  return {
    env,
    clock,
    terminal,
    locks,
    files,
    sts: lazySts(async () => (await import('../adapters/aws/sts.ts')).createSts(aws)),
    iam: lazyIam(async () => (await import('../adapters/aws/iam.ts')).createIam(aws)),
    federation: lazyFederation(async () =>
      (await import('../adapters/aws/federation.ts')).createFederation(aws),
    ),
    browser: lazyBrowser(async () =>
      (await import('../adapters/browser/browser.ts')).createBrowser({ env, clock }),
    ),
    sources: createCredentialSources(env),
    mfaProcess: createMfaProcess({ env }),
    ...stores,
  };
};

/** The file that a shell loads, which the launcher prints too. */
const integration = (packageFolder: string, shell: IntegratedShell): string =>
  readFileSync(join(packageFolder, 'dist', 'shell', `awsrole.${shell}`), 'utf8');

/** What runs a command, loaded when one is run. */
const runCommand: typeof run = async (...args) =>
  (await import('../adapters/process/run-command.ts')).runCommand(...args);

/** The sandbox is a server and all that belongs to it: loaded only when somebody wants it. */
const sandboxRunner = (program: Program, ports: Ports): SandboxRunner => {
  const load = async (): Promise<SandboxRunner> => {
    const { createSandboxRunner } = await import('../sandbox/home/sandbox-runner.ts');
    return createSandboxRunner({
      env: ports.env,
      launcher: join(program.packageFolder, 'shell', 'awsrole.sh'),
      run: runCommand,
      note: text => ports.terminal.note(text),
      clock: ports.clock,
    });
  };
  return {
    run: async words => (await load()).run(words),
    code: async () => (await load()).code(),
  };
};

const removeAll = (folder: string): number => {
  try {
    const count = readdirSync(folder).length;
    rmSync(folder, { recursive: true });
    return count;
  } catch {
    return 0;
  }
};

const removeFile = (path: string): number => {
  try {
    if (!statSync(path).isFile()) return 0;
    rmSync(path);
    return 1;
  } catch {
    return 0;
  }
};
