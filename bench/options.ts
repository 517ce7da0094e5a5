import { parseArgs } from 'node:util';

export const GROUPS = ['shell', 'process', 'scale', 'package'] as const;

export type Group = (typeof GROUPS)[number];

export interface Options {
  readonly groups: readonly Group[];
  /** rounds of the whole processes */
  readonly runs: number;
  /** compare with the budgets, and fail on a miss */
  readonly check: boolean;
  /** take the figures of bench/results.json, and measure nothing */
  readonly saved: boolean;
}

export const USAGE = `usage: npm run bench -- [--check] [--only ${GROUPS.join(',')}] [--runs 30] [--saved]

measures, prints the table, and writes bench/results.json, its chart and the README's figures when nothing was left out
  --check    compares with bench/budgets.json, and ends with 1 when a figure was missed
  --only     these groups of paths, separated by commas
  --runs     rounds of the whole processes
  --saved    measures nothing: takes bench/results.json
`;

/** @throws when a word is none that it knows */
export const readOptions = (args: readonly string[]): Options => {
  const { values } = parseArgs({
    args: [...args],
    options: {
      only: { type: 'string', default: GROUPS.join(',') },
      runs: { type: 'string', default: '30' },
      check: { type: 'boolean', default: false },
      saved: { type: 'boolean', default: false },
    },
  });
  const asked = values.only.split(',');
  const unknown = asked.find(name => !GROUPS.some(group => group === name));
  if (unknown !== undefined)
    throw new Error(`no group is named '${unknown}': there are ${GROUPS.join(', ')}`);
  const runs = Number(values.runs);
  if (!Number.isInteger(runs) || runs < 1)
    throw new Error(`--runs takes a whole number, not '${values.runs}'`);
  return {
    groups: GROUPS.filter(group => asked.includes(group)),
    runs,
    check: values.check,
    saved: values.saved,
  };
};
