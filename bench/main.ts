// `npm run bench` runs this inside the sandbox: it measures, prints, judges, and writes the results.
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Budget, judge, miss, notJudged } from './budgets.ts';
import { barsOf, chart } from './chart.ts';
import { findBuilds, makeBenchHome } from './home.ts';
import { isUsable, SHELLS } from './in-shell.ts';
import { describeMachine, findNodes } from './machine.ts';
import { GROUPS, type Group, type Options, readOptions, USAGE } from './options.ts';
import { peerCommands } from './peer-commands.ts';
import { processRows, scaleRows } from './process-rows.ts';
import { withFigures } from './readme.ts';
import { report, slowerRows } from './report.ts';
import type { Results, Row } from './results.ts';
import { scaleShellRows, shellRows } from './shell-rows.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const inBench = (name: string): string => join(root, 'bench', name);

const readJson = <T>(name: string): T => JSON.parse(readFileSync(inBench(name), 'utf8')) as T;

/** Resolves a path from the folder in which the user typed `npm run`. */
const fromUser = (path: string): string => resolve(process.env['INIT_CWD'] ?? '.', path);

const measure = ({ groups, runs, against, nodes }: Options): Results => {
  const builds = findBuilds(root, against === undefined ? undefined : fromUser(against));
  const home = makeBenchHome(
    process.env,
    builds,
    findNodes(nodes.length > 0 ? nodes.map(fromUser) : [process.execPath]),
  );
  const peers = groups.includes('process') ? peerCommands(home) : { commands: [], missing: [] };
  const measurers: Record<Group, () => Row[]> = {
    shell: () => shellRows(home, runs),
    process: () => processRows(home, peers.commands, runs),
    scale: () => [...scaleRows(home, runs), ...scaleShellRows(home, runs)],
    package: packageRows,
  };
  const rows = groups.flatMap(group => {
    process.stderr.write(`bench: ${group}\n`);
    return measurers[group]();
  });
  const without = SHELLS.filter(shell => !isUsable(shell)).map(
    shell => `${shell}: not installed, or too old to time itself`,
  );
  return {
    machine: describeMachine(process.env, home.nodes),
    runs,
    rows,
    missing: [...without, ...peers.missing],
  };
};

/** What `npm install --global` installs, according to `npm pack`. */
const packageRows = (): Row[] => {
  const packed = execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [{ unpackedSize }] = JSON.parse(packed);
  const { dependencies = {} } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  return [
    { id: 'package/bytes', title: 'installed package, bytes unpacked', amount: unpackedSize },
    { id: 'package/packages', title: 'packages installed', amount: 1 + Object.keys(dependencies).length },
  ];
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
  // one file holds one run of all groups with one build
  if (options.groups.length === GROUPS.length && options.against === undefined) write(results);
  const budgets = readJson<Budget[]>('budgets.json');
  const misses = judge(budgets, results).filter(({ isMet }) => !isMet);
  const slower = slowerRows(results.rows);
  const lines = [
    ...notJudged(budgets, results).map(({ path, node }) => `not judged without Node ${node}: ${path}`),
    ...misses.map(verdict => `missed: ${miss(verdict)}`),
    ...slower.map(line => `slower: ${line}`),
  ];
  process.stdout.write(lines.map(line => `${line}\n`).join(''));
  return options.check && misses.length + slower.length > 0 ? 1 : 0;
};

try {
  process.exitCode = run(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`bench: ${error instanceof Error ? error.message : error}\n${USAGE}`);
  process.exitCode = 2;
}
