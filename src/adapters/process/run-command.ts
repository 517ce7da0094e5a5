import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { AwsroleError } from '../../core/errors.ts';
import { safe } from '../../core/text/terminal-text.ts';
import { allowStop } from '../terminal/job-control.ts';
import { hasTty } from '../terminal/tty-device.ts';
import { startErrorOf, startFailure } from './start-error.ts';

/** The terminal sends these signals to every process of the foreground group, so the command receives them itself. */
const terminalSignals: readonly NodeJS.Signals[] = ['SIGINT', 'SIGQUIT', 'SIGHUP'];
/** Other processes send these signals to one process. Handling SIGUSR1 also keeps Node from opening its inspector. */
const processSignals: readonly NodeJS.Signals[] = ['SIGTERM', 'SIGUSR1', 'SIGUSR2'];

/** Signals that dump core. A core file of awsrole would hold more secrets than one of the command. */
const coreDumpSignals: ReadonlySet<NodeJS.Signals> = new Set<NodeJS.Signals>([
  'SIGQUIT',
  'SIGILL',
  'SIGTRAP',
  'SIGABRT',
  'SIGBUS',
  'SIGFPE',
  'SIGSEGV',
  'SIGSYS',
  'SIGXCPU',
  'SIGXFSZ',
]);

/** When a command has to end, and what happens after it. */
export interface CommandLifetime {
  readonly atEnd?: () => Promise<void>;
  readonly until?: AbortSignal;
}

/**
 * Runs a command as if the user had started it: without a shell, with the standard streams and the process group of
 * this process. Forwards SIGTERM, SIGUSR1 and SIGUSR2 to the command. Forwards SIGINT, SIGQUIT and SIGHUP only without
 * a terminal: a terminal sends them to the command itself, and a second SIGINT would make terraform abort. A session
 * leader also forwards SIGHUP (see `isSessionLeader`). The kernel handles Ctrl-Z and `fg`.
 *
 * @param env the command's whole environment; undefined means not set
 * @param lifetime.atEnd runs after the command has ended, before this process can end by a signal
 * @param lifetime.until its abort sends SIGHUP to the command, and SIGKILL if the command does not end in time
 * @returns the exit code of the command. When a signal terminated the command, or the terminal hung up, this process
 * terminates itself with that signal; it returns 128 + the signal number if that fails or would dump core
 * @throws AwsroleError with exit code 127 (not found) or 126 (cannot be run), as in POSIX shells (POSIX 2.8.2)
 */
export const runCommand = async (
  command: string,
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
  lifetime: CommandLifetime = {},
): Promise<number> => {
  allowStop();
  const hasTerminal = hasTty('/dev/tty');
  let child: ChildProcess | undefined;
  let hungUp = false;
  const handlers = new Map<NodeJS.Signals, () => void>();
  for (const signal of terminalSignals) handlers.set(signal, () => void (hasTerminal || child?.kill(signal)));
  for (const signal of processSignals) handlers.set(signal, () => void child?.kill(signal));
  handlers.set('SIGHUP', () => {
    hungUp = true;
    if (!hasTerminal || isSessionLeader()) child?.kill('SIGHUP');
  });
  for (const [signal, handler] of handlers) process.on(signal, handler);
  try {
    const ended = await new Promise<{ code: number | null; signal: NodeJS.Signals | null }>(
      (resolve, reject) => {
        child = spawn(command, args, { stdio: 'inherit', env: { ...env } });
        child.on('error', reject);
        child.on('exit', (code, signal) => resolve({ code, signal }));
        lifetime.until?.addEventListener('abort', () => void hangUp(child), { once: true });
      },
    );
    await lifetime.atEnd?.();
    for (const [signal, handler] of handlers) process.removeListener(signal, handler);
    // Node aborts when it exits normally after its terminal is gone (nodejs/node#51519)
    if (hungUp) return await endBy('SIGHUP');
    return ended.signal === null ? (ended.code ?? 1) : await endBy(ended.signal);
  } catch (error) {
    throw child?.pid === undefined ? cannotRun(command, error as NodeJS.ErrnoException, env['PATH']) : error;
  } finally {
    for (const [signal, handler] of handlers) process.removeListener(signal, handler);
  }
};

/** How long a command may run after SIGHUP, in milliseconds. */
const HANG_UP_GRACE_MS = 2_000;

const hangUp = (child: ChildProcess | undefined): void => {
  child?.kill('SIGHUP');
  setTimeout(() => child?.kill('SIGKILL'), HANG_UP_GRACE_MS).unref();
};

/**
 * Whether this process leads its session (field 6 of /proc/self/stat, proc(5)). When a terminal hangs up, the kernel
 * sends SIGHUP to the session leader, and to the foreground group only after the leader has ended. Returns true without
 * /proc, because a second SIGHUP is better than none.
 */
const isSessionLeader = (): boolean => {
  try {
    const text = readFileSync('/proc/self/stat', 'utf8');
    return text.slice(text.lastIndexOf(')') + 2).split(' ')[3] === String(process.pid);
  } catch {
    return true;
  }
};

const doNothing = (): void => {};

/** Terminates this process with the signal. Resolves with 128 + its number when the signal is ignored or blocked. */
const endBy = async (signal: NodeJS.Signals): Promise<number> => {
  if (!coreDumpSignals.has(signal)) {
    // adding and removing a handler restores the default action; Node ignores SIGPIPE, nohup ignores SIGHUP
    if (signal !== 'SIGKILL') process.once(signal, doNothing).removeListener(signal, doNothing);
    process.kill(process.pid, signal);
    // a signal with its default action terminates this process well before this timer ends
    await new Promise(resolve => setTimeout(resolve, 200));
  }
  return 128 + constants.signals[signal];
};

const cannotRun = (command: string, error: NodeJS.ErrnoException, path: string | undefined): AwsroleError => {
  const code = startErrorOf(command, error.code, path);
  const { why, hint } = startFailure(command, code);
  const isMissing = code === 'ENOENT' || command === '';
  return new AwsroleError(`cannot run '${safe(command)}': ${why}`, {
    exitCode: isMissing ? 127 : 126,
    hints: [hint ?? hintForName(command, isMissing)].filter(text => text !== undefined),
    cause: error,
  });
};

/** The remedy for a missing command without a slash in its name. */
const hintForName = (command: string, isMissing: boolean): string | undefined => {
  if (!isMissing) return undefined;
  return /\s/.test(command)
    ? 'pass the command and its arguments as separate words'
    : 'shell functions and aliases are not commands; bash -ic runs them';
};
