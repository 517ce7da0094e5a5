import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { type RunOptions, type RunResult, run } from './run.ts';
import { needsShell } from './shells.ts';
import { temporaryFolder } from './temp.ts';

export interface Traced {
  /** the system calls by which processes came to be and became programs, after the first program itself */
  readonly starts: readonly string[];
  readonly result: RunResult;
}

const CALLS = 'fork,vfork,clone,clone3,execve';

/** The words before a command that write to `file` which processes it starts. */
export const tracer = (file: string): readonly string[] => [
  'strace',
  '-f',
  '-qq',
  '-e',
  `trace=${CALLS}`,
  '-o',
  file,
];

/** The starts in a tracer's file: `clone`, or `execve` with what is executed. */
export const startsIn = (file: string): string[] =>
  readFileSync(file, 'utf8')
    .split('\n')
    .flatMap(line => {
      // a call that another process interrupts stands on two lines, the second with `resumed`
      const call = /^\d+ +(fork|vfork|clone3?|execve)\((?:"([^"]*)")?/.exec(line);
      return call ? [[call[1], call[2]].filter(Boolean).join(' ')] : [];
    });

/**
 * Runs a program and notes every process that it starts.
 *
 * @returns undefined when the test is skipped: strace is not there
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
