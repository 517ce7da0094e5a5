import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BenchHome } from './home.ts';
import { type Row, rowsOf } from './results.ts';
import { type Command, memoryOf, timeCommands } from './spawning.ts';

const NODE = 'process/node';

/** What is timed as whole processes: the installed command, the same through Node, and what both are held against. */
export const processCommands = (env: NodeJS.ProcessEnv, root: string): Command[] => {
  const entry = entryOf(root);
  const command = (id: string, title: string, ...words: [string, ...string[]]): Command => ({
    id: `process/${id}`,
    title,
    words,
    env,
    of: NODE,
  });
  return [
    { id: NODE, title: 'node -e 0', words: ['node', '-e', '0'], env },
    command('true', '/bin/true', '/bin/true'),
    command('use', 'awsrole PROFILE, live', 'awsrole', 'dev'),
    command('credentials', 'awsrole credential-process, live', 'awsrole', 'credential-process', 'dev'),
    command('exec', 'awsrole exec PROFILE -- /bin/true, live', 'awsrole', 'exec', 'dev', '--', '/bin/true'),
    command('node-use', 'Node alone: PROFILE, live', 'node', entry, 'dev'),
    command(
      'node-credentials',
      'Node alone: credential-process, live',
      'node',
      entry,
      'credential-process',
      'dev',
    ),
    command(
      'node-exec',
      'Node alone: exec -- /bin/true, live',
      'node',
      entry,
      'exec',
      'dev',
      '--',
      '/bin/true',
    ),
    command(
      'assume',
      'first AssumeRole, local STS, no code asked',
      'awsrole',
      'credential-process',
      'dev',
      '--refresh',
    ),
    command('list', 'awsrole list, 100 profiles', 'awsrole', 'list'),
    command('why', 'awsrole why, 100 profiles', 'awsrole', 'why', 'dev'),
    command('status', 'awsrole status, 100 profiles', 'awsrole', 'status'),
  ];
};

/** Times commands in the same rounds, and looks at the memory of each. */
export const measureCommands = (commands: readonly Command[], rounds: number): Row[] => {
  const times = timeCommands(commands, rounds);
  return rowsOf(
    commands.map(command => ({
      id: command.id,
      title: command.title,
      times: times.get(command.id) ?? [],
      ...(command.of && { of: command.of }),
      memory: memoryOf(command),
    })),
  );
};

export const processRows = (
  home: BenchHome,
  root: string,
  others: readonly Command[],
  rounds: number,
): Row[] => measureCommands([...processCommands(home.withProfiles(100), root), ...others], rounds);

/** What the launcher starts Node with. */
export const entryOf = (root: string): string => {
  const launcher = readFileSync(join(root, 'shell', 'awsrole.sh'), 'utf8');
  const name = /dist\/([\w.-]+\.[cm]?js)/.exec(launcher)?.[1];
  if (!name) throw new Error('shell/awsrole.sh names no file of dist/');
  return join(root, 'dist', name);
};
