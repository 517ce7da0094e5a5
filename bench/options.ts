import { parseArgs } from 'node:util';
import { ENOUGH_ROUNDS } from './statistics.ts';

export const GROUPS = ['shell', 'process', 'scale', 'package'] as const;

export type Group = (typeof GROUPS)[number];

export interface Options {
  readonly groups: readonly Group[];
  /** how many rounds are measured */
  readonly runs: number;
  /** fail when a row misses its budget or is slower than in the other build */
  readonly check: boolean;
  /** report bench/results.json without measuring */
  readonly saved: boolean;
  /** the folder of another build, as the user typed it */
  readonly against?: string;
  /** Node binaries, as the user typed them; none means the running one */
  readonly nodes: readonly string[];
}

export const USAGE = `usage: npm run bench -- [--check] [--only ${GROUPS.join(',')}] [--runs 30] [--against FOLDER] [--node FILE]... [--saved]

Measures awsrole and prints a table. A run of all groups without --against also writes bench/results.json, its chart
and the figures in README.md.
  --check           exit with 1 when a row misses its budget in bench/budgets.json, or is slower than with --against
  --only GROUPS     measure only these groups, separated by commas
  --runs NUMBER     number of rounds (default 30); --against needs at least ${ENOUGH_ROUNDS} to tell a change from noise
  --against FOLDER  measure another built awsrole in the same rounds and print the ratio new/old of each row
  --node FILE       the Node binary to measure with (default: the running one); repeat it to measure several side by
                    side, the first is used for the README and for the rows that start no Node
  --saved           measure nothing: report bench/results.json again
`;

/** @throws when an option or its value is invalid */
export const readOptions = (args: readonly string[]): Options => {
  const { values } = parseArgs({
    args: [...args],
    options: {
      only: { type: 'string', default: GROUPS.join(',') },
      runs: { type: 'string', default: '30' },
      check: { type: 'boolean', default: false },
      saved: { type: 'boolean', default: false },
      against: { type: 'string' },
      node: { type: 'string', multiple: true, default: [] },
    },
  });
  const asked = values.only.split(',');
  const unknown = asked.find(name => !GROUPS.some(group => group === name));
  if (unknown !== undefined) throw new Error(`unknown group '${unknown}'; groups: ${GROUPS.join(', ')}`);
  const runs = Number(values.runs);
  if (!Number.isInteger(runs) || runs < 1)
    throw new Error(`--runs takes a positive whole number, not '${values.runs}'`);
  if (values.saved && (values.against !== undefined || values.node.length > 0))
    throw new Error('--saved measures nothing, so it cannot be combined with --against or --node');
  return {
    groups: GROUPS.filter(group => asked.includes(group)),
    runs,
    check: values.check,
    saved: values.saved,
    ...(values.against !== undefined && { against: values.against }),
    nodes: values.node,
  };
};
