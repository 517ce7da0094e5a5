import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { AwsroleError } from '../../core/errors.ts';
import { safe } from '../../core/text/terminal-text.ts';
import { allowStop } from '../terminal/job-control.ts';
import { hasTty } from '../terminal/tty-device.ts';
import { startErrorOf } from './start-error.ts';

/** The terminal sends these to every process of the command's group: the command has its own already. */
const fromTerminal: readonly NodeJS.Signals[] = ['SIGINT', 'SIGQUIT', 'SIGHUP'];
/** These are sent to one process. A handler for SIGUSR1 also keeps Node from opening its inspector. */
const fromProcesses: readonly NodeJS.Signals[] = ['SIGTERM', 'SIGUSR1', 'SIGUSR2'];

/** Signals that would leave a core file of this process, which holds more secrets than the command ever had. */
const dumpsCore: ReadonlySet<NodeJS.Signals> = new Set<NodeJS.Signals>([
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

/** What goes along with a command. */
export interface Company {
  readonly atEnd?: () => Promise<void>;
  readonly until?: AbortSignal;
}

/**
 * Runs a command as if the person had run it: standard streams and process group are this process's own, no shell.
 * Signals from the terminal reach the command by themselves (a second SIGINT would make terraform give up half-way),
 * without a terminal they are passed on; SIGTERM, SIGUSR1 and SIGUSR2 always are; Ctrl-Z and `fg` stay the kernel's.
 *
 * @param env the command's whole environment; undefined means not set
 * @param company.atEnd runs once the command has ended, before this process can end by a signal
 * @param company.until when it aborts the command is hung up on, and killed if it does not end by that
 * @returns the exit code; when a signal ended the command, or the terminal hung up, this process ends by that signal
 * too, and only where it cannot (or would dump its memory) 128 + its number is returned
 * @throws AwsroleError with exit code 127 (not found) or 126 (cannot be run), as shells have it (POSIX 2.8.2)
 */
export const runCommand = async (
  command: string,
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
  company: Company = {},
): Promise<number> => {
  allowStop();
  const hasTerminal = hasTty('/dev/tty');
  let child: ChildProcess | undefined;
  let hungUp = false;
  const handlers = new Map<NodeJS.Signals, () => void>();
  for (const signal of fromTerminal) handlers.set(signal, () => void (hasTerminal || child?.kill(signal)));
  for (const signal of fromProcesses) handlers.set(signal, () => void child?.kill(signal));
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
        company.until?.addEventListener('abort', () => void hangUp(child), { once: true });
      },
    );
    await company.atEnd?.();
    for (const [signal, handler] of handlers) process.removeListener(signal, handler);
    // a Node that ends by itself on a terminal that is gone aborts (nodejs/node#51519)
    if (hungUp) return await endBy('SIGHUP');
    return ended.signal === null ? (ended.code ?? 1) : await endBy(ended.signal);
  } catch (error) {
    throw child?.pid === undefined ? cannotRun(command, error as NodeJS.ErrnoException, env['PATH']) : error;
  } finally {
    for (const [signal, handler] of handlers) process.removeListener(signal, handler);
  }
};

/** How long a command may take to tidy up after it was hung up on, in milliseconds. */
const PARTING = 2_000;

const hangUp = (child: ChildProcess | undefined): void => {
  child?.kill('SIGHUP');
  setTimeout(() => child?.kill('SIGKILL'), PARTING).unref();
};

/**
 * When a terminal goes away the kernel tells the session's leader; its foreground group only hears of it once the
 * leader ends. Field 6 of /proc/self/stat (proc(5)); where there is no /proc, a second SIGHUP is better than none.
 */
const isSessionLeader = (): boolean => {
  try {
    const text = readFileSync('/proc/self/stat', 'utf8');
    return text.slice(text.lastIndexOf(')') + 2).split(' ')[3] === String(process.pid);
  } catch {
    return true;
  }
};

const nothing = (): void => {};

/** Ends this process by the signal; resolves with 128 + its number where that fails (it is ignored or blocked). */
const endBy = async (signal: NodeJS.Signals): Promise<number> => {
  if (!dumpsCore.has(signal)) {
    // a handler that comes and goes leaves the default action: Node ignores SIGPIPE, nohup SIGHUP
    if (signal !== 'SIGKILL') process.once(signal, nothing).removeListener(signal, nothing);
    process.kill(process.pid, signal);
    // the signal comes at once; after this long it is not coming
    await new Promise(resolve => setTimeout(resolve, 200));
  }
  return 128 + constants.signals[signal];
};

const cannotRun = (command: string, error: NodeJS.ErrnoException, path: string | undefined): AwsroleError => {
  const code = startErrorOf(command, error.code, path);
  const failed = (why: string, exitCode: number, ...hints: string[]): AwsroleError =>
    new AwsroleError(`cannot run '${safe(command)}': ${why}`, { exitCode, hints, cause: error });

  if (code === 'ENOENT' || command === '') {
    if (command.includes('/') && existsSync(command))
      return failed('the interpreter named in its first line was not found', 127);
    if (command.includes('/')) return failed('no such file', 127);
    if (/\s/.test(command))
      return failed('command not found', 127, 'give the command and its arguments as separate words');
    return failed(
      'command not found',
      127,
      'shell functions and aliases are not commands; bash -ic runs them',
    );
  }
  if (code === 'EACCES')
    return failed('permission denied', 126, 'it must be a file, not a folder, that is executable (chmod +x)');
  if (code === 'E2BIG') return failed('its arguments and environment are too long', 126);
  return failed(code ?? 'it could not be started', 126);
};
