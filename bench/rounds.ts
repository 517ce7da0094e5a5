import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import type { Path, Timed } from './results.ts';
import { median } from './statistics.ts';

/** One step of a round: it measures some paths together. */
export interface Task {
  readonly paths: readonly Path[];
  /** returns milliseconds, one value for each of `paths` */
  readonly run: () => readonly number[];
  /** takes part in this many rounds, the first ones: for slow paths */
  readonly most?: number;
}

/**
 * Runs the tasks in turn, after one round that does not count. Every other round runs backwards (A B, B A, A B, …), so
 * that neither of two neighbours always comes first: tasks that are compared belong side by side.
 */
export const timeTasks = (tasks: readonly Task[], rounds: number): Timed[] => {
  const timed = tasks.map(task => ({
    ...task,
    paths: task.paths.map(path => ({ ...path, times: [] as number[] })),
  }));
  for (const { run } of tasks) run();
  for (let round = 0; round < rounds; round++)
    for (const { paths, run, most = rounds } of round % 2 === 0 ? timed : timed.toReversed()) {
      if (round >= most) continue;
      const values = run();
      paths.forEach(({ times }, place) => {
        times.push(values[place] as number);
      });
    }
  return timed.flatMap(({ paths }) => paths);
};

/** A program that is started directly, without a shell. */
export interface Command extends Path {
  readonly words: readonly [string, ...string[]];
  readonly env?: NodeJS.ProcessEnv;
  readonly most?: number;
}

/**
 * Times whole processes in the same rounds and measures the memory of each.
 *
 * @throws {CommandFailed} when one ends with another status than 0
 */
export const timeCommands = (commands: readonly Command[], rounds: number): Timed[] => {
  const tasks = commands.map(
    ({ words, env, most, ...path }): Task => ({
      paths: [path],
      run: () => [runOnce(words, env)],
      ...(most !== undefined && { most }),
    }),
  );
  return timeTasks(tasks, rounds).map((path, index) => ({
    ...path,
    ...(path.side !== 'old' && { memory: memoryOf(commands[index] as Command) }),
  }));
};

/** A command did not succeed, so its time would be that of something else. */
export class CommandFailed extends Error {}

/** Wall-clock milliseconds from before the start to after the end: `/bin/true` shows how much starting alone costs. */
const runOnce = ([file, ...args]: Command['words'], env: NodeJS.ProcessEnv = process.env): number => {
  const from = process.hrtime.bigint();
  const { status, signal, error } = spawnSync(file, args, { env, stdio: 'ignore', timeout: 600_000 });
  const nanoseconds = process.hrtime.bigint() - from;
  if (error || status !== 0)
    throw new CommandFailed(
      `${[file, ...args].join(' ')}: ${error?.message ?? signal ?? `status ${status}`}`,
    );
  return Number(nanoseconds) / 1e6;
};

const TIME = '/usr/bin/time';

/**
 * The peak memory of the largest process of a command, in megabytes, as `/usr/bin/time` reports it: the median of three
 * runs, or one run of a slow command. These runs are not timed, because the wrapper costs time.
 *
 * @returns undefined when the machine has no `/usr/bin/time`
 */
const memoryOf = ({ words, env = process.env, most }: Command): number | undefined => {
  if (!existsSync(TIME)) return undefined;
  const isGnu = process.platform === 'linux';
  const amounts = Array.from({ length: most === undefined ? 3 : 1 }, () => {
    const { stderr } = spawnSync(TIME, [...(isGnu ? ['-f', '%M'] : ['-l']), ...words], {
      env,
      encoding: 'utf8',
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    // GNU prints kilobytes on the last line; BSD prints bytes and a label
    const text = isGnu ? /(\d+)\n$/.exec(stderr)?.[1] : /(\d+) +maximum resident/.exec(stderr)?.[1];
    return Number(text ?? Number.NaN) / (isGnu ? 1024 : 1024 * 1024);
  });
  return amounts.some(Number.isNaN) ? undefined : median(amounts);
};
