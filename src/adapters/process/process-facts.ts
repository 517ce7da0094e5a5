import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

/**
 * Whether a process of that number runs, whoever it belongs to. One that has ended and that nobody waited for (a zombie:
 * in a container whose first process reaps nothing it stays for ever) does not.
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
 * What tells this process from a later one of the same number, as an opaque text: when it was started (field 22 of
 * /proc/PID/stat, proc(5)); where there is no /proc, that it was there now, which costs no process.
 */
export const markOfSelf = (): string => statOf(process.pid)?.[19] ?? `${SEEN}${Date.now()}`;

/**
 * Whether the process that has the number now is surely another one than the one that made the mark.
 *
 * @param mark by `markOfSelf`
 */
export const isAnotherProcess = (pid: number, mark: string): boolean => {
  if (!mark.startsWith(SEEN)) {
    const start = statOf(pid)?.[19];
    return start !== undefined && mark !== '' && start !== mark;
  }
  const judged = `${pid} ${mark}`;
  if (judged === lastSame.judged && performance.now() - lastSame.at < SECOND) return false;
  const startedAt = startedAtByPs(pid);
  const isAnother = startedAt !== undefined && startedAt > Number(mark.slice(SEEN.length)) + SECOND;
  if (!isAnother) lastSame = { judged, at: performance.now() };
  return isAnother;
};

/** Who waits for a lock looks 25 times a second, and `ps` is a process each time. */
let lastSame = { judged: '', at: 0 };

/** Begins a mark that says when its process was seen alive: epoch milliseconds. */
const SEEN = '@';
/** `ps` gives whole seconds; clocks are set by less while a lock is held. */
const SECOND = 1_000;

/** /proc/PID/stat from field 3 on: after the last `)`, since a program's name may hold spaces and brackets. */
const statOf = (pid: number): string[] | undefined => {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return text.slice(text.lastIndexOf(')') + 2).split(' ');
  } catch {
    return undefined;
  }
};

/** Epoch milliseconds of a process's start. What `ps` writes depends on zone and language, so both are set. */
const startedAtByPs = (pid: number): number | undefined => {
  try {
    // loaded only where there is no /proc
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

/** A name for this run of this machine; empty where it has none. */
export const bootId = (): string => {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  } catch {
    return '';
  }
};

/** A name for this machine and this process namespace: process numbers mean something only within it. */
export const machineName = (): string => {
  try {
    return `${hostname()} ${readlinkSync('/proc/self/ns/pid')}`;
  } catch {
    return hostname();
  }
};

/** The name of the program that started this one, where the system tells it without a process (Linux). */
export const parentName = (): string | undefined => {
  try {
    return readFileSync(`/proc/${process.ppid}/comm`, 'utf8').trim();
  } catch {
    return undefined;
  }
};
