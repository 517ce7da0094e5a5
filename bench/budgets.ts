import type { Results, Row } from './results.ts';

/** A figure that must be reached. */
export interface Budget {
  /** the path, in the words of the goal */
  readonly path: string;
  /** the rows that it speaks of: `*` stands for one part of an id */
  readonly rows: string;
  /** what of a row is compared; a `ratio` is the row's own, to the row that it names */
  readonly measure: 'ratio' | 'time' | 'memory' | 'amount';
  /** no more than this: a factor, milliseconds, megabytes, or a number */
  readonly most: number;
  /** `most` is a factor of the same measure of this row */
  readonly of?: string;
}

/** How a row stands to a budget. */
export interface Verdict {
  readonly budget: Budget;
  readonly row: Row;
  readonly figure: number;
  readonly isMet: boolean;
}

/**
 * Compares what was measured with what must be reached.
 *
 * @returns a verdict for each row that a budget speaks of and that has the measure
 */
export const judge = (budgets: readonly Budget[], { rows }: Pick<Results, 'rows'>): Verdict[] =>
  budgets.flatMap(budget =>
    rows
      .filter(row => matches(budget.rows, row.id))
      .flatMap(row => {
        const figure = figureOf(budget, row, rows);
        return figure === undefined ? [] : [{ budget, row, figure, isMet: figure <= budget.most }];
      }),
  );

const figureOf = ({ measure, of }: Budget, row: Row, rows: readonly Row[]): number | undefined => {
  const value = measured(row, measure);
  if (of === undefined || value === undefined) return value;
  const base = rows.find(({ id }) => id === of);
  const against = base && measured(base, measure);
  return against === undefined ? undefined : value / against;
};

const measured = (row: Row, measure: Budget['measure']): number | undefined =>
  measure === 'ratio' || measure === 'time' ? row[measure]?.median : row[measure];

const matches = (pattern: string, id: string): boolean => {
  const parts = id.split('/');
  const wanted = pattern.split('/');
  return (
    parts.length === wanted.length && wanted.every((part, index) => part === '*' || part === parts[index])
  );
};

/** `PATH: TITLE is 0.61 x, more than 0.5` */
export const miss = ({ budget, row, figure }: Verdict): string =>
  `${budget.path}: ${row.title} is ${Number(figure.toPrecision(3))}${UNIT(budget)}, more than ${budget.most}`;

const UNIT = ({ measure, of }: Budget): string => {
  if (measure === 'ratio' || of !== undefined) return ' x';
  return { time: ' ms', memory: ' MB', amount: '' }[measure];
};
