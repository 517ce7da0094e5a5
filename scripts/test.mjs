// `npm test`: installs, builds and compiles what is missing, and runs all tests. Arguments are parts of file names.
// With `--fuzz` first (`npm run fuzz`) it runs those with random cases only, and many more of these.
import { randomInt } from 'node:crypto';
import { cpSync, readdirSync, readFileSync, rmSync } from 'node:fs';
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

const isFuzz = process.argv[2] === '--fuzz';
const wanted = process.argv.slice(isFuzz ? 3 : 2);
const isRandom = name => readFileSync(join(build, 'test', name), 'utf8').includes('support/property.js');
const files = readdirSync(join(build, 'test'), { recursive: true })
  .filter(
    name => name.endsWith('.test.js') && (wanted.length === 0 || wanted.some(part => name.includes(part))),
  )
  .filter(name => !isFuzz || isRandom(name))
  .map(name => relative(root, join(build, 'test', name)))
  .sort();

const { AWSROLE_FUZZ_SEED: seed = String(randomInt(1_000_000_000)), AWSROLE_FUZZ_RUNS: factor } = process.env;
process.env.AWSROLE_FUZZ_SEED = seed;
process.env.AWSROLE_FUZZ_RUNS = factor || (isFuzz ? '20' : '1');
console.log(`random cases: AWSROLE_FUZZ_SEED=${seed} AWSROLE_FUZZ_RUNS=${process.env.AWSROLE_FUZZ_RUNS}`);
run(process.execPath, [
  '--test',
  `--test-concurrency=${availableParallelism() + 1}`,
  '--test-reporter=spec',
  ...files,
]);
