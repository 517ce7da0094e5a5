import { fstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

/**
 * Whether a process with this ID runs, of any user. A zombie does not run; it stays forever in a container in which the
 * first process does not reap its children.
 */
export const isAlive = (pid: number): boolean => {
  if (pid <= 0) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  const state = statOf(pid)?.[0];
  return state !== 'Z' && state !== 'X';
};

/**
 * An opaque mark that distinguishes this process from a later one with the same process ID. It is the start time (field
 * 22 of /proc/PID/stat, proc(5)). Without /proc it is the current time, because reading the start time would need `ps`.
 */
export const markOfSelf = (): string => statOf(process.pid)?.[19] ?? `${TIME_PREFIX}${Date.now()}`;

/**
 * Whether the process with this ID is certainly not the one that made the mark.
 *
 * @param mark a result of `markOfSelf`
 */
export const isAnotherProcess = (pid: number, mark: string): boolean => {
  if (!mark.startsWith(TIME_PREFIX)) {
    const start = statOf(pid)?.[19];
    return start !== undefined && mark !== '' && start !== mark;
  }
  const pidAndMark = `${pid} ${mark}`;
  if (pidAndMark === lastSame.pidAndMark && performance.now() - lastSame.checkedAt < SECOND) return false;
  const startedAt = startedAtByPs(pid);
  const isAnother = startedAt !== undefined && startedAt > Number(mark.slice(TIME_PREFIX.length)) + SECOND;
  if (!isAnother) lastSame = { pidAndMark, checkedAt: performance.now() };
  return isAnother;
};

/** The last process that was not another one. Saves starting `ps` 25 times a second while awsrole waits for a lock. */
let lastSame = { pidAndMark: '', checkedAt: 0 };

/** The prefix of a mark that is a time in epoch milliseconds at which its process ran. */
const TIME_PREFIX = '@';
/** The precision of `ps`, in milliseconds. */
const SECOND = 1_000;

/** The fields of /proc/PID/stat from field 3 on: state, parent, group, session. Field 2, the program's name, may contain spaces and brackets. */
const statOf = (pid: number): string[] | undefined => {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return text.slice(text.lastIndexOf(')') + 2).split(' ');
  } catch {
    return undefined;
  }
};

/**
 * The start time of a process in epoch milliseconds, from `ps`. Its output depends on time zone and locale, so both
 * are set.
 */
const startedAtByPs = (pid: number): number | undefined => {
  try {
    // loaded only on systems without /proc
    const { execFileSync } = process.getBuiltinModule('node:child_process');
    const text = execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      env: { ...process.env, TZ: 'UTC', LC_ALL: 'C' },
      timeout: 5_000,
    });
    const startedAt = Date.parse(`${text.trim()} UTC`);
    return Number.isNaN(startedAt) ? undefined : startedAt;
  } catch {
    return undefined;
  }
};

/** The boot ID of this machine (Linux); empty on other systems. */
export const bootId = (): string => {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  } catch {
    return '';
  }
};

/** The host name and the PID namespace (Linux). Process IDs are comparable only within one of them. */
export const machineName = (): string => {
  try {
    return `${hostname()} ${readlinkSync('/proc/self/ns/pid')}`;
  } catch {
    return hostname();
  }
};

/** The name of the parent process from /proc (Linux); undefined on other systems. */
export const parentName = (): string | undefined => {
  try {
    return readFileSync(`/proc/${process.ppid}/comm`, 'utf8').trim();
  } catch {
    return undefined;
  }
};

/**
 * Whether an ancestor of this process may read its standard output. A shell itself reads the output of a command
 * substitution, and fish that of a pipe into `source`; the reader of any other pipe is not an ancestor. Returns false
 * for a terminal and for a file, and true where the system does not tell.
 */
export const isReadByAncestor = (): boolean => {
  try {
    const status = fstatSync(1);
    if (status.isSocket()) return true;
    if (!status.isFIFO()) return false;
    const pipe = readlinkSync('/proc/self/fd/1');
    const session = statOf(process.pid)?.[3];
    if (session === undefined || session === String(process.pid)) return true;
    // the shell is in the session of this process; the programs above it, such as sshd, belong to other users
    for (let pid = process.ppid, stat = statOf(pid); stat?.[3] === session; stat = statOf(pid)) {
      if (hasForReading(pid, pipe)) return true;
      pid = Number(stat[1]);
    }
    return false;
  } catch {
    return true;
  }
};

/** Whether a process has a descriptor on which it reads `pipe` (/proc/PID/fdinfo, proc(5)). */
const hasForReading = (pid: number, pipe: string): boolean =>
  readdirSync(`/proc/${pid}/fd`).some(descriptor => {
    try {
      if (readlinkSync(`/proc/${pid}/fd/${descriptor}`) !== pipe) return false;
      const flags = /^flags:\s*([0-7]+)/m.exec(
        readFileSync(`/proc/${pid}/fdinfo/${descriptor}`, 'utf8'),
      )?.[1];
      return (Number.parseInt(flags ?? '0', 8) & 3) === 0;
    } catch {
      // closed in the meantime
      return false;
    }
  });
