import { table } from '../src/core/text/table.ts';
import type { Results, Row } from './results.ts';

/** The table for people: a line for each row, group by group. */
export const report = ({ rows, missing, machine, runs }: Results): string => {
  const versions = Object.entries(machine.versions).map(([name, version]) => `${name} ${version}`);
  const lines = rows.flatMap((row, index) => [
    ...(groupOf(row) === groupOf(rows[index - 1]) ? [] : [[''], HEADINGS]),
    cells(row, rows),
  ]);
  return [
    `${machine.cpu}, ${machine.cores} cores, ${machine.system}; ${versions.join(', ')}; ${runs} rounds\n`,
    'medians, and the tenth and ninetieth of a hundred; a ratio is that of each round, so taken in pairs\n',
    table(lines),
    missing.length > 0 ? `\nnot measured:\n${missing.map(line => `  ${line}\n`).join('')}` : '',
  ].join('');
};

const HEADINGS = ['PATH', 'MEDIAN', 'P10-P90', 'RATIO', 'TO', 'MEMORY'];

const groupOf = (row: Row | undefined): string | undefined => row?.id.split('/')[0];

const cells = ({ title, time, ratio, memory, amount }: Row, rows: readonly Row[]): string[] => [
  title,
  time ? duration(time.median) : String(amount ?? ''),
  time ? `${figure(time.p10)}-${figure(time.p90)}` : '',
  ratio ? `${figure(ratio.median)} x` : '',
  ratio ? (rows.find(({ id }) => id === ratio.of)?.title ?? ratio.of) : '',
  memory === undefined ? '' : `${figure(memory)} MB`,
];

/** Below ten, two digits behind the point at most; no more than three in all. */
export const figure = (value: number): string =>
  value >= 100 ? String(Math.round(value)) : String(Number(value.toPrecision(value < 1 ? 2 : 3)));

/** Milliseconds with their unit, or seconds. */
export const duration = (value: number): string =>
  value >= 1000 ? `${figure(value / 1000)} s` : `${figure(value)} ms`;
