// `npm test`: installs missing packages, builds awsrole, compiles and runs the tests. Arguments select test files by
// parts of their paths. `--fuzz` as the first argument (`npm run fuzz`) runs only tests with random cases, with more cases.
import { randomInt } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join, relative } from 'node:path';
import { compile, compiled } from './compile.mjs';
import { ensureInstalled, root, run } from './ensure-installed.mjs';

ensureInstalled();
await (await import('./build.mjs')).build();
compile();

const isFuzz = process.argv[2] === '--fuzz';
const wanted = process.argv.slice(isFuzz ? 3 : 2);
const isRandom = name => readFileSync(join(compiled, 'test', name), 'utf8').includes('support/property.js');
const files = readdirSync(join(compiled, 'test'), { recursive: true })
  .filter(
    name => name.endsWith('.test.js') && (wanted.length === 0 || wanted.some(part => name.includes(part))),
  )
  .filter(name => !isFuzz || isRandom(name))
  .map(name => relative(root, join(compiled, 'test', name)))
  .sort();

const { env } = process;
// `npm test` runs the same random cases each time, so that it fails only because of a change
env.AWSROLE_FUZZ_SEED ||= isFuzz ? String(randomInt(1_000_000_000)) : '1';
env.AWSROLE_FUZZ_RUNS ||= isFuzz ? '20' : '1';
console.log(
  `random cases: AWSROLE_FUZZ_SEED=${env.AWSROLE_FUZZ_SEED} AWSROLE_FUZZ_RUNS=${env.AWSROLE_FUZZ_RUNS}`,
);
run(process.execPath, [
  '--test',
  `--test-concurrency=${availableParallelism() + 1}`,
  '--test-reporter=spec',
  ...files,
]);
