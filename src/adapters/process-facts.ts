import { execFileSync } from 'node:child_process';
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
 * When a process was started, as an opaque text: a number that is given to a new process does not make it the old one.
 * Field 22 of /proc/PID/stat (proc(5)); where there is no /proc, what `ps` says.
 *
 * @returns undefined when it cannot be told
 */
export const startTimeOf = (pid: number): string | undefined =>
  process.platform === 'linux' ? statOf(pid)?.[19] : startTimeByPs(pid);

/** /proc/PID/stat from field 3 on: after the last `)`, since a program's name may hold spaces and brackets. */
const statOf = (pid: number): string[] | undefined => {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return text.slice(text.lastIndexOf(')') + 2).split(' ');
  } catch {
    return undefined;
  }
};

const startTimeByPs = (pid: number): string | undefined => {
  try {
    return (
      execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
      }).trim() || undefined
    );
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
