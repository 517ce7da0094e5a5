import { readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import { systemClock } from '../adapters/clock.ts';
import { removeBackups } from '../adapters/files/edit-file.ts';
import { readInput } from '../adapters/files/input-file.ts';
import { homeFolder } from '../adapters/files/shared-files.ts';
import { createCredentialSources } from '../adapters/process/credential-sources.ts';
import { createMfaProcess } from '../adapters/process/helper-programs.ts';
import { parentName } from '../adapters/process/process-facts.ts';
import type { runCommand as run } from '../adapters/process/run-command.ts';
import { isTerminal } from '../adapters/terminal/standard-streams.ts';
import type { AppContext } from '../commands/context.ts';
import type { Environment } from '../core/environment/environment.ts';
import type { MachineClock } from '../ports/clock.ts';
import type { Ports } from '../ports/ports.ts';
import type { SandboxRunner } from '../ports/sandbox.ts';
import type { Terminal } from '../ports/terminal.ts';
import { callingShell, changing } from '../shells/calling-shell.ts';
import type { IntegratedShell } from '../shells/registry.ts';
import { lazyBrowser, lazyFederation, lazyIam, lazySts } from './lazy.ts';
import { makeStores, type Storage } from './stores.ts';

/** The installed package: its folder and its version. */
export interface Program {
  readonly packageFolder: string;
  readonly version: string;
}

/** The environment and the clock of a command; tests replace them. The home folder is always that of the process. */
export interface Machine {
  readonly env: Environment;
  readonly clock: MachineClock;
  /** the value of `AWSROLE_FUNCTIONS`, which is not in `env`: no other program may inherit it */
  readonly functions?: string | undefined;
  /** the name of the parent process; by default that of this process */
  readonly parent?: string | undefined;
}

/** Writes the home folder in `text` as `~`. */
export const withTilde = (text: string): string => {
  const home = homeFolder();
  return home.length > 1 ? text.replaceAll(`${home}/`, '~/') : text;
};

const unusedStream = {} as Duplex;

/** Returns a terminal whose notes have the home folder as `~`. */
const withTildeNotes = (terminal: Terminal): Terminal => ({
  get canAsk() {
    return terminal.canAsk;
  },
  isInteractive: terminal.isInteractive,
  ask: (prompt, options) => terminal.ask(prompt, options),
  progress: text => terminal.progress(text),
  note: text => terminal.note(withTilde(text)),
});

/**
 * Makes the context of a command from the adapters of this machine. Besides it only main.ts imports an adapter, the compile cache.
 *
 * @param print writes to standard output
 * @throws AwsroleError (usage) for an invalid `AWSROLE_CACHE` or `AWSROLE_CACHE_DIR`
 */
export const makeContext = (
  program: Program,
  terminal: Terminal,
  print: (text: string) => void,
  machine: Machine = { env: process.env, clock: systemClock },
): AppContext => {
  const { env } = machine;
  const terminalOfPorts = withTildeNotes(terminal);
  const storage = makeStores(homeFolder(), { ...machine, terminal: terminalOfPorts });
  const ports = makePorts(program, terminalOfPorts, machine, storage);
  return {
    env,
    // clipanion's types require streams; awsrole uses none of them, and opening Node's own streams costs time
    stdin: unusedStream,
    stdout: unusedStream,
    stderr: unusedStream,
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
      removeFile(join(storage.folder, 'clock')) +
      (await removeBackups(ports.files.credentialsPath)) +
      (await removeBackups(ports.files.configPath)),
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
  { env, clock, functions, parent = parentName() }: Machine,
  { locks, files, serviceClock, stores }: Storage,
): Ports => {
  const aws = {
    proxyEnv: env,
    clock,
    version: program.version,
    measure: (offset: number) => serviceClock.measure(offset),
  };
  return {
    env,
    clock,
    serviceClock,
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
    changing: command => changing(command, callingShell(functions, [parent, env['SHELL']])),
    ...stores,
  };
};

/** The file that a shell loads, which the launcher prints too. */
const integration = (packageFolder: string, shell: IntegratedShell): string =>
  readFileSync(join(packageFolder, 'dist', 'shell', `awsrole.${shell}`), 'utf8');

/** Loads the adapter that runs commands on the first call. */
const runCommand: typeof run = async (...args) =>
  (await import('../adapters/process/run-command.ts')).runCommand(...args);

/** Loads the sandbox on the first call: it is large, and only the sandbox commands use it. */
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
