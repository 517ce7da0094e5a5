import { table } from '../src/core/text/table.ts';
import type { Results, Row } from './results.ts';

/** Renders the results for people: a table of all rows, then one that compares two builds, if two were measured. */
export const report = ({ rows, missing, machine, runs }: Results): string => {
  const versions = Object.entries(machine.versions).map(([name, version]) => `${name} ${version}`);
  const lines = rows.flatMap((row, index) => [
    ...(groupOf(row) === groupOf(rows[index - 1]) ? [] : [[''], HEADINGS]),
    cells(row, rows),
  ]);
  return [
    `${machine.cpu}, ${machine.cores} cores, ${machine.system}; ${versions.join(', ')}; ${runs} rounds\n`,
    'medians, with the 10th and 90th percentiles; a ratio is the median of the ratios of all rounds\n',
    table(lines),
    comparison(rows),
    missing.length > 0 ? `\nnot measured:\n${missing.map(line => `  ${line}\n`).join('')}` : '',
  ].join('');
};

const HEADINGS = ['PATH', 'NODE', 'MEDIAN', 'P10-P90', 'RATIO', 'TO', 'MEMORY'];

const groupOf = (row: Row | undefined): string | undefined => row?.id.split('/')[0];

const cells = ({ title, node, time, ratio, memory, amount }: Row, rows: readonly Row[]): string[] => [
  title,
  node ?? '',
  time ? duration(time.median) : String(amount ?? ''),
  time ? `${figure(time.p10)}-${figure(time.p90)}` : '',
  ratio ? `${figure(ratio.median)} x` : '',
  ratio ? (rows.find(({ id }) => id === ratio.of)?.title ?? ratio.of) : '',
  memory === undefined ? '' : `${figure(memory)} MB`,
];

const comparison = (rows: readonly Row[]): string => {
  const lines = rows.flatMap(({ title, node, time, change }) =>
    time && change
      ? [
          [
            title,
            node ?? '',
            duration(time.median),
            duration(change.old.median),
            `${change.ratio.toFixed(3)} x`,
            `${change.low.toFixed(3)}-${change.high.toFixed(3)}`,
            change.verdict,
          ],
        ]
      : [],
  );
  if (lines.length === 0) return '';
  return [
    '\nthe new build against the old one: the median of the ratios of all rounds; with a confidence of 99.9 % the true\n',
    'median lies within the noise, and only a row whose noise leaves out 1 is called faster or slower\n\n',
    table([['PATH', 'NODE', 'NEW', 'OLD', 'NEW/OLD', 'NOISE', ''], ...lines]),
  ].join('');
};

/** `TITLE is slower than in the old build: 1.082 x (1.051-1.102)` for each such row */
export const slowerRows = (rows: readonly Row[]): string[] =>
  rows.flatMap(({ title, node, change }) =>
    change?.verdict === 'slower'
      ? [
          `${title}${node === undefined ? '' : `, Node ${node},`} is slower than in the old build: ${change.ratio.toFixed(3)} x (${change.low.toFixed(3)}-${change.high.toFixed(3)})`,
        ]
      : [],
  );

/** Formats a number with three digits at most, and two after the point below one. */
export const figure = (value: number): string =>
  value >= 100 ? String(Math.round(value)) : String(Number(value.toPrecision(value < 1 ? 2 : 3)));

/** Formats milliseconds with their unit, or as seconds. */
export const duration = (value: number): string =>
  value >= 1000 ? `${figure(value / 1000)} s` : `${figure(value)} ms`;
