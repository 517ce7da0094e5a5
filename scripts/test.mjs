// `npm test`: installs, builds and compiles what is missing, and runs all tests. Arguments are parts of file names.
import { cpSync, readdirSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join, relative } from 'node:path';
import { ensureInstalled, root, run } from './ensure-installed.mjs';

const build = join(root, 'build');

ensureInstalled();
await (await import('./build.mjs')).build();
rmSync(build, { recursive: true, force: true });
run(join(root, 'node_modules/.bin/tsc'), ['--project', root]);
// the compiled tests are ES modules too
cpSync(join(root, 'package.json'), join(build, 'package.json'));

const wanted = process.argv.slice(2);
const files = readdirSync(join(build, 'test'), { recursive: true })
  .filter(
    name => name.endsWith('.test.js') && (wanted.length === 0 || wanted.some(part => name.includes(part))),
  )
  .map(name => relative(root, join(build, 'test', name)))
  .sort();
run(process.execPath, [
  '--test',
  `--test-concurrency=${availableParallelism() + 1}`,
  '--test-reporter=spec',
  ...files,
]);
