import type { Results, Row } from './results.ts';

/** The upper limit of a figure. */
export interface Budget {
  /** the path, in a reader's words */
  readonly path: string;
  /** the id of the rows that are judged: `*` stands for one part of an id */
  readonly rows: string;
  /** the figure of a row that is judged; `ratio` is to the row that the row itself names */
  readonly measure: 'ratio' | 'time' | 'memory' | 'amount';
  /** the largest allowed figure: a factor, milliseconds, megabytes, or a number */
  readonly most: number;
  /** the id of a row: `most` is then a factor of the same measure of that row */
  readonly of?: string;
  /** the major version of Node under which rows are judged; rows under other versions are only reported */
  readonly node?: number;
}

/** The result of judging a row by a budget. */
export interface Verdict {
  readonly budget: Budget;
  readonly row: Row;
  readonly figure: number;
  readonly isMet: boolean;
}

/**
 * Judges the rows by the budgets.
 *
 * @returns a verdict for each row that a budget applies to and that has the measure
 */
export const judge = (budgets: readonly Budget[], { rows }: Pick<Results, 'rows'>): Verdict[] =>
  budgets.flatMap(budget =>
    rows
      .filter(row => applies(budget, row))
      .flatMap(row => {
        const figure = figureOf(budget, row, rows);
        return figure === undefined ? [] : [{ budget, row, figure, isMet: figure <= budget.most }];
      }),
  );

/** The budgets whose rows were measured, but not under the Node version that they are judged under. */
export const notJudged = (budgets: readonly Budget[], { rows }: Pick<Results, 'rows'>): Budget[] =>
  budgets.filter(budget => {
    const measured = rows.filter(({ id }) => matches(budget.rows, id));
    return measured.length > 0 && !measured.some(row => applies(budget, row));
  });

const applies = (budget: Budget, { id, node }: Row): boolean =>
  matches(budget.rows, id) && (budget.node === undefined || node?.split('.')[0] === String(budget.node));

const figureOf = ({ measure, of }: Budget, row: Row, rows: readonly Row[]): number | undefined => {
  const value = measured(row, measure);
  if (of === undefined || value === undefined) return value;
  const bases = rows.filter(({ id }) => id === of);
  const base = bases.find(({ node }) => node === row.node) ?? bases[0];
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
