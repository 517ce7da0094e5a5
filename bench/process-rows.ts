import { profiles, SIZES, sized } from './config-generator.ts';
import type { BenchHome } from './home.ts';
import { type Path, type Row, rowsOf } from './results.ts';
import { type Command, timeCommands } from './rounds.ts';
import { ENOUGH_ROUNDS } from './statistics.ts';

/** A command line of awsrole to time as a whole process. */
interface CommandLine extends Omit<Command, 'env' | 'node' | 'side'> {
  /** whether it starts Node: it is then measured under each Node */
  readonly startsNode: boolean;
}

const NODE = 'process/node';

/** The command lines of awsrole with 100 profiles. */
export const PROCESSES: readonly CommandLine[] = (
  [
    ['use', false, 'awsrole PROFILE, live', 'dev'],
    ['credentials', false, 'awsrole credential-process, live', 'credential-process', 'dev'],
    ['exec', false, 'awsrole exec PROFILE -- /bin/true, live', 'exec', 'dev', '--', '/bin/true'],
    ['assume', true, 'first AssumeRole, local STS, no code asked', 'credential-process', 'dev', '--refresh'],
    ['list', true, 'awsrole list, 100 profiles', 'list'],
    ['why', true, 'awsrole why, 100 profiles', 'why', 'dev'],
    ['status', true, 'awsrole status, 100 profiles', 'status'],
  ] as const
).map(([id, startsNode, title, ...args]) => ({
  id: `process/${id}`,
  title,
  words: ['awsrole', ...args],
  startsNode,
  of: NODE,
}));

/**
 * Measures awsrole as a person or a tool starts it, beside `node -e 0`, `/bin/true` and other programs.
 *
 * @param others commands to time in the same rounds
 */
export const processRows = (home: BenchHome, others: readonly Command[], rounds: number): Row[] => {
  const [build] = home.builds;
  if (!build) return [];
  const bases = home.nodes.map(
    (node): Command => ({
      id: NODE,
      title: 'node -e 0',
      node: node.version,
      words: ['node', '-e', '0'],
      env: home.withProfiles(100, build, node),
    }),
  );
  const commands: Command[] = [
    ...bases,
    { id: 'process/true', title: '/bin/true', words: ['/bin/true'], of: NODE },
    ...PROCESSES.flatMap(line => commandsOf(line, home, 100)),
    ...others,
  ];
  return rowsOf(timeCommands(commands, rounds));
};

/** The same command line with each build, and under each Node where it starts Node. */
const commandsOf = (
  { startsNode, ...command }: CommandLine,
  { nodes, builds, withProfiles }: BenchHome,
  count: number,
): Command[] =>
  (startsNode ? nodes : nodes.slice(0, 1)).flatMap(node =>
    builds.map(build => ({
      ...command,
      side: build.side,
      env: withProfiles(count, build, node),
      ...(startsNode && { node: node.version }),
    })),
  );

/** The command lines that are measured with config files of every size. */
export const SCALED: readonly CommandLine[] = [
  { id: 'use', title: 'awsrole PROFILE, live', words: ['awsrole', 'dev'], startsNode: false },
  { id: 'list', title: 'awsrole list', words: ['awsrole', 'list'], startsNode: true },
  { id: 'why', title: 'awsrole why', words: ['awsrole', 'why', 'dev'], startsNode: true },
  { id: 'names', title: 'list of names for completion', words: ['awsrole', '__names'], startsNode: true },
];

/** Fewer rounds for commands that read a large file, and still enough to compare two builds. */
const slowRounds = ({ builds }: BenchHome): number => (builds.length > 1 ? ENOUGH_ROUNDS : 5);

/** Measures time and memory of the same commands with config files of every size, in the same rounds. */
export const scaleRows = (home: BenchHome, rounds: number): Row[] => {
  const commands = SIZES.flatMap(size =>
    SCALED.flatMap(line => {
      const path: Pick<Path, 'id' | 'title' | 'of'> = {
        ...sized(line.id, size),
        title: `${line.title}, ${profiles(size)}`,
      };
      const isSlow = line.startsNode && size > 1_000;
      return commandsOf({ ...line, ...path, ...(isSlow && { most: slowRounds(home) }) }, home, size);
    }),
  );
  return rowsOf(timeCommands(commands, rounds));
};
