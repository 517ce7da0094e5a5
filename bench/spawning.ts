import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { median } from './statistics.ts';

/** A program as a person would start it, without a shell between. */
export interface Command {
  readonly id: string;
  readonly title: string;
  readonly words: readonly [string, ...string[]];
  /** the command it is held against */
  readonly of?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** takes part in so many of the rounds, the first ones: for what takes long */
  readonly most?: number;
}

/** A command that did not do what it should: its figure would be of something else. */
export class CommandFailed extends Error {}

/**
 * Runs the commands in turn, A B C A B C …, after one round that does not count. Wall-clock time from before the start
 * to after the end, with what starting a process costs here: `/bin/true` in the same rounds shows how much that is.
 *
 * @returns milliseconds, one value a round, by id
 * @throws {CommandFailed} when one ends with another status than 0
 */
export const timeCommands = (commands: readonly Command[], rounds: number): Map<string, number[]> => {
  const times = new Map<string, number[]>(commands.map(({ id }) => [id, []]));
  for (const command of commands) runOnce(command);
  for (let round = 0; round < rounds; round++)
    for (const command of commands)
      if (round < (command.most ?? rounds)) times.get(command.id)?.push(runOnce(command));
  return times;
};

const runOnce = ({ words: [file, ...args], env = process.env }: Command): number => {
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
 * The most memory that the largest process of a command had, in megabytes: the median of three runs, or that of one
 * where a run takes long, by the accounting of the system, which the `time` program reads. The wrapper costs time, so
 * these runs are not timed.
 *
 * @returns undefined where there is no such program
 */
export const memoryOf = ({ words, env = process.env, most }: Command): number | undefined => {
  if (!existsSync(TIME)) return undefined;
  const isGnu = process.platform === 'linux';
  const amounts = Array.from({ length: most === undefined ? 3 : 1 }, () => {
    const { stderr } = spawnSync(TIME, [...(isGnu ? ['-f', '%M'] : ['-l']), ...words], {
      env,
      encoding: 'utf8',
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    // GNU: kilobytes on the last line; BSD: bytes, beside their name
    const text = isGnu ? /(\d+)\n$/.exec(stderr)?.[1] : /(\d+) +maximum resident/.exec(stderr)?.[1];
    return Number(text ?? Number.NaN) / (isGnu ? 1024 : 1024 * 1024);
  });
  return amounts.some(Number.isNaN) ? undefined : median(amounts);
};
