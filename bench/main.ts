// `npm run bench`, inside the sandbox: measures, prints, writes, compares.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { judge, miss } from './budgets.ts';
import { barsOf, chart } from './chart.ts';
import { makeBenchHome } from './home.ts';
import { describeMachine } from './machine.ts';
import { GROUPS, type Group, type Options, readOptions, USAGE } from './options.ts';
import { packageRows } from './package-rows.ts';
import { peerCommands } from './peer-commands.ts';
import { processRows } from './process-rows.ts';
import { withFigures } from './readme.ts';
import { report } from './report.ts';
import type { Results, Row } from './results.ts';
import { scaleRows } from './scale-rows.ts';
import { scaleShellRows } from './scale-shell-rows.ts';
import { isUsable, SHELLS } from './shell-functions.ts';
import { shellRows } from './shell-rows.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const inBench = (name: string): string => join(root, 'bench', name);

const readJson = <T>(name: string): T => JSON.parse(readFileSync(inBench(name), 'utf8')) as T;

const measure = ({ groups, runs }: Options): Results => {
  const home = makeBenchHome(process.env);
  const peers = groups.includes('process') ? peerCommands(home) : { commands: [], missing: [] };
  const measurers: Record<Group, () => Row[]> = {
    shell: () => shellRows(home, root),
    process: () => processRows(home, root, peers.commands, runs),
    scale: () => [...scaleRows(home, runs), ...scaleShellRows(home, root)],
    package: () => packageRows(root),
  };
  const rows = groups.flatMap(group => {
    process.stderr.write(`bench: ${group}\n`);
    return measurers[group]();
  });
  const without = SHELLS.filter(shell => !isUsable(shell)).map(shell => `${shell}: not here, or too old`);
  return { machine: describeMachine(process.env), runs, rows, missing: [...without, ...peers.missing] };
};

const write = (results: Results): void => {
  writeFileSync(inBench('results.json'), `${JSON.stringify(results, null, 2)}\n`);
  writeFileSync(inBench('speed.svg'), chart(barsOf(results)));
  const readme = join(root, 'README.md');
  writeFileSync(readme, withFigures(readFileSync(readme, 'utf8'), results));
};

/** @returns the exit status */
const run = (args: readonly string[]): number => {
  const options = readOptions(args);
  const results = options.saved ? readJson<Results>('results.json') : measure(options);
  process.stdout.write(report(results));
  // rows of different runs do not belong into one file
  if (options.groups.length === GROUPS.length) write(results);
  const misses = judge(readJson('budgets.json'), results).filter(({ isMet }) => !isMet);
  process.stdout.write(misses.map(verdict => `missed: ${miss(verdict)}\n`).join(''));
  return options.check && misses.length > 0 ? 1 : 0;
};

try {
  process.exitCode = run(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`bench: ${error instanceof Error ? error.message : error}\n${USAGE}`);
  process.exitCode = 2;
}
