import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { type RunOptions, type RunResult, run } from './run.ts';
import { needsShell } from './shells.ts';
import { temporaryFolder } from './temp.ts';

/** A program's result and the processes that it started. */
export interface Traced {
  /** the system calls that create processes and execute programs, after the execution of the program itself */
  readonly starts: readonly string[];
  readonly result: RunResult;
}

const CALLS = 'fork,vfork,clone,clone3,execve';

/** The words to put before a command so that strace writes its process starts to `file`. */
export const tracer = (file: string): readonly string[] => [
  'strace',
  '-f',
  '-qq',
  '-e',
  `trace=${CALLS}`,
  '-o',
  file,
];

/** The process starts in strace's output: `clone` and the like, or `execve` with the path of the program. */
export const startsIn = (file: string): string[] =>
  readFileSync(file, 'utf8')
    .split('\n')
    .flatMap(line => {
      // strace splits an interrupted call into two lines; the second contains `resumed` and does not match
      const call = /^\d+ +(fork|vfork|clone3?|execve)\((?:"([^"]*)")?/.exec(line);
      return call ? [[call[1], call[2]].filter(Boolean).join(' ')] : [];
    });

/**
 * Runs a program and records every process that it starts.
 *
 * @returns undefined when strace is missing; the test is then skipped
 */
export const traced = async (
  t: TestContext,
  program: string,
  args: readonly string[],
  options: RunOptions,
): Promise<Traced | undefined> => {
  const strace = needsShell(t, 'strace');
  if (!strace) return undefined;
  const file = join(temporaryFolder(t), 'trace');
  const [, ...words] = tracer(file);
  const result = await run(t, strace, [...words, program, ...args], options);
  return { result, starts: startsIn(file).slice(1) };
};
