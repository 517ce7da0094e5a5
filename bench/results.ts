import { type Change, compare, pairwise, type Spread, spread } from './statistics.ts';

/** A path through awsrole or another program that is timed. */
export interface Path {
  /** `GROUP/WHAT`, or `GROUP/SHELL/WHAT`: the budgets and the chart find a row by it */
  readonly id: string;
  readonly title: string;
  /** the version of Node, where the path starts Node */
  readonly node?: string;
  /** the id of the path that the time is divided by */
  readonly of?: string;
  /** the build that is measured, where there is a choice */
  readonly side?: 'new' | 'old';
}

/** A path with its measurements. */
export interface Timed extends Path {
  /** milliseconds, one value a round; a slow path takes part in the first rounds only */
  readonly times: readonly number[];
  readonly memory?: number | undefined;
}

/** The result of one path. */
export interface Row extends Pick<Path, 'id' | 'title' | 'node'> {
  /** milliseconds of one call */
  readonly time?: Spread;
  /** the time over that of another row, round by round */
  readonly ratio?: Spread & { readonly of: string };
  /** the largest process, in megabytes */
  readonly memory?: number;
  /** a number without a unit of time: bytes, packages */
  readonly amount?: number;
  /** the comparison with the other build, with the time of that build */
  readonly change?: Change & { readonly old: Spread };
}

/** The machine that was measured on: nothing in it identifies a machine or a person. */
export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly system: string;
  /** versions by program */
  readonly versions: Readonly<Record<string, string>>;
}

export interface Results {
  readonly machine: Machine;
  readonly runs: number;
  readonly rows: readonly Row[];
  /** programs that could not be measured, and why */
  readonly missing: readonly string[];
}

/** Makes the rows of paths that were timed in the same rounds. The old build adds no rows, only comparisons. */
export const rowsOf = (timed: readonly Timed[]): Row[] =>
  timed
    .filter(({ side }) => side !== 'old')
    .map(path => {
      const { id, title, node, times, memory } = path;
      const base = baseOf(path, timed);
      const old = timed.find(other => other.side === 'old' && other.id === id && other.node === node);
      return {
        id,
        title,
        ...(node !== undefined && { node }),
        time: rounded(spread(times)),
        ...(base && {
          ratio: { of: base.id, ...rounded(spread(pairwise(times, base.times.slice(0, times.length)))) },
        }),
        ...(memory !== undefined && { memory: significant(memory) }),
        ...(old && { change: { ...compare(times, old.times), old: rounded(spread(old.times)) } }),
      };
    });

/** The path that `path` is divided by: under the same Node, or the first where `path` starts no Node. */
const baseOf = ({ of, node }: Path, timed: readonly Timed[]): Timed | undefined => {
  const bases = timed.filter(({ id, side }) => id === of && side !== 'old');
  return bases.find(base => base.node === node) ?? bases[0];
};

/** Leaves out the rows of further Node versions: the first of each id stays. */
export const firstOfEach = (rows: readonly Row[]): Row[] =>
  [...new Map(rows.toReversed().map(row => [row.id, row])).values()].reverse();

const rounded = ({ median, p10, p90 }: Spread): Spread => ({
  median: significant(median),
  p10: significant(p10),
  p90: significant(p90),
});

/** Rounds to three digits: more is noise. */
const significant = (value: number): number => Number(value.toPrecision(3));
