import { pairwise, type Spread, spread } from './statistics.ts';

/** What was measured of one path. */
export interface Row {
  /** `GROUP/WHAT`, or `GROUP/SHELL/WHAT`: by this the budgets and the chart find it */
  readonly id: string;
  /** in a reader's words */
  readonly title: string;
  /** milliseconds of one call */
  readonly time?: Spread;
  /** the time over that of another row, round by round */
  readonly ratio?: Spread & { readonly of: string };
  /** the largest process, in megabytes */
  readonly memory?: number;
  /** what is no time: bytes, packages */
  readonly amount?: number;
}

/** Where it was measured: nothing that names a machine or a person. */
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
  /** programs that this machine lacks, or that could not be measured, and why */
  readonly missing: readonly string[];
}

/** The rounds of one path, and the path it is held against. */
export interface Timed {
  readonly id: string;
  readonly title: string;
  /** milliseconds, one value a round; a slow path may have sat out the last ones */
  readonly times: readonly number[];
  readonly of?: string;
  readonly memory?: number | undefined;
}

/** Rows of what was timed in the same rounds. */
export const rowsOf = (timed: readonly Timed[]): Row[] =>
  timed.map(({ id, title, times, of, memory }) => {
    const base = timed.find(other => other.id === of);
    return {
      id,
      title,
      time: rounded(spread(times)),
      ...(base && {
        ratio: { of: base.id, ...rounded(spread(pairwise(times, base.times.slice(0, times.length)))) },
      }),
      ...(memory !== undefined && { memory: significant(memory) }),
    };
  });

const rounded = ({ median, p10, p90 }: Spread): Spread => ({
  median: significant(median),
  p10: significant(p10),
  p90: significant(p90),
});

/** Three digits: more is noise. */
const significant = (value: number): number => Number(value.toPrecision(3));
