import { readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { createBrowser } from './adapters/browser.ts';
import { systemClock } from './adapters/clock.ts';
import { createCredentialSources } from './adapters/credential-sources.ts';
import { createFederation } from './adapters/federation.ts';
import { createMfaProcess } from './adapters/helper-programs.ts';
import { createIam } from './adapters/iam.ts';
import { readInput } from './adapters/input-file.ts';
import { runCommand } from './adapters/run-command.ts';
import { homeFolder } from './adapters/shared-files.ts';
import { createSts } from './adapters/sts.ts';
import type { AppContext } from './commands/context.ts';
import type { Environment } from './domain/environment.ts';
import { type Keeping, makeStores } from './make-stores.ts';
import type { Clock, SandboxRunner, Terminal } from './ports.ts';
import type { World } from './session/world.ts';

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
  const keeping = makeStores(homeFolder(), { ...machine, terminal: told });
  const world = makeWorld(program, told, machine, keeping);
  return {
    env,
    stdin: process.stdin,
    stdout: process.stdout,
    stderr: process.stderr,
    colorDepth: 1,
    world,
    stored: () => ({ ...world, ...keeping.stored() }),
    print,
    run: runCommand,
    isLauncher: env['AWSROLE_LAUNCHER'] === '1',
    readInput,
    diff: async (path, before, after) =>
      (await import('./adapters/unified-diff.ts')).unifiedDiff(withTilde(path), before, after),
    forget: async () =>
      removeAll(join(keeping.folder, 'memory')) +
      removeFile(`${world.files.credentialsPath}.awsrole-backup`) +
      removeFile(`${world.files.configPath}.awsrole-backup`),
    integration: shell => integration(program.packageFolder, shell),
    sandbox: sandboxRunner(program, world),
    tilde: withTilde,
    isTerminal: process.stdout.isTTY === true,
    hasColors: process.stdout.isTTY === true && !env['NO_COLOR'] && (env['TERM'] ?? 'dumb') !== 'dumb',
  };
};

const makeWorld = (
  program: Program,
  terminal: Terminal,
  { env, clock }: Machine,
  { locks, files, stores }: Keeping,
): World => {
  const aws = { proxyEnv: env, clock, version: program.version };
  return {
    env,
    clock,
    terminal,
    locks,
    files,
    sts: createSts(aws),
    iam: createIam(aws),
    federation: createFederation(aws),
    browser: createBrowser({ env, clock }),
    sources: createCredentialSources(env),
    mfaProcess: createMfaProcess({ env }),
    ...stores,
  };
};

/** The files that a shell loads, one after the other, as the launcher prints them. */
const integration = (packageFolder: string, shell: 'bash' | 'zsh' | 'fish'): string =>
  [
    join(packageFolder, 'shell', `awsrole.${shell}`),
    join(packageFolder, 'completions', shell === 'zsh' ? '_awsrole' : `awsrole.${shell}`),
  ]
    .map(path => readFileSync(path, 'utf8'))
    .join('');

/** The sandbox is a server and all that belongs to it: loaded only when somebody wants it. */
const sandboxRunner = (program: Program, world: World): SandboxRunner => {
  const load = async (): Promise<SandboxRunner> => {
    const { createSandboxRunner } = await import('./sandbox/sandbox-runner.ts');
    return createSandboxRunner({
      env: world.env,
      launcher: join(program.packageFolder, 'shell', 'awsrole.sh'),
      run: runCommand,
      note: text => world.terminal.note(text),
      clock: world.clock,
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
