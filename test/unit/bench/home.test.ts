import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { findBuilds, makeBenchHome } from '../../../bench/home.ts';
import { findNodes } from '../../../bench/machine.ts';
import { temporaryFolder } from '../../support/temp.ts';

const write = (path: string, text: string, mode = 0o600): string => {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text, { mode });
  return path;
};

const script = (path: string, code: string): string => write(path, `#!/bin/sh\n${code}\n`, 0o700);

/** A built awsrole that prints its name and its arguments. */
const buildIn = (folder: string, name: string): string => {
  script(join(folder, name, 'shell/awsrole.sh'), `echo "${name}: $*"`);
  write(join(folder, name, 'dist/main.js'), '');
  return join(folder, name);
};

/** A Node of a given version. */
const nodeIn = (folder: string, version: string): string => {
  const file = join(folder, version, 'node');
  return script(file, `echo '["${file}", "${version}"]'`);
};

const homeWith = (t: TestContext) => {
  const folder = temporaryFolder(t);
  write(join(folder, '.aws/config'), '[default]\nmfa_serial = device\n[profile dev]\nrole_arn = role\n');
  write(join(folder, '.aws/credentials'), '[default]\naws_access_key_id = AKIAEXAMPLE\n');
  script(join(folder, 'bin/awsrole'), 'echo 123456');
  const env = {
    HOME: folder,
    AWSROLE_SANDBOX_URL: 'http://localhost:1',
    PATH: `${join(folder, 'bin')}:/usr/bin:/bin`,
  };
  const builds = findBuilds(buildIn(folder, 'current'), buildIn(folder, 'former'));
  const nodes = findNodes([nodeIn(folder, '24.1.0'), nodeIn(folder, '20.1.0')]);
  return { home: makeBenchHome(env, builds, nodes), builds, nodes };
};

test('each build is first on its PATH, beside the given Node', t => {
  const { home, builds, nodes } = homeWith(t);
  const outputs = builds.flatMap(build =>
    nodes.map(node => {
      const env = home.withProfiles(10, build, node);
      const run = (command: string): string => execFileSync(command, ['x'], { env, encoding: 'utf8' }).trim();
      return [run('awsrole'), JSON.parse(run('node'))[1]];
    }),
  );
  assert.deepEqual(outputs, [
    ['current: x', '24.1.0'],
    ['current: x', '20.1.0'],
    ['former: x', '24.1.0'],
    ['former: x', '20.1.0'],
  ]);
});

test('builds share a config file of each size, and neither the credentials file nor the cache', t => {
  const { home, builds } = homeWith(t);
  const of = (name: string, count: number) =>
    new Set(builds.map(build => home.withProfiles(count, build)[name])).size;
  assert.deepEqual(
    ['AWS_CONFIG_FILE', 'AWS_SHARED_CREDENTIALS_FILE', 'AWSROLE_CACHE_DIR'].map(name => of(name, 10)),
    [1, 2, 2],
  );
});

test('shell functions are what `awsrole init` of the build prints, so that the files of a build may differ', t => {
  const { home, builds } = homeWith(t);
  assert.deepEqual(
    builds.map(build => readFileSync(home.functions(build, 'zsh'), 'utf8')),
    ['current: init zsh\n', 'former: init zsh\n'],
  );
});

test('a folder without a built awsrole is refused', t => {
  const folder = temporaryFolder(t);
  const built = buildIn(folder, 'current');
  script(join(folder, 'source/shell/awsrole.sh'), '');
  assert.throws(
    () => findBuilds(built, join(folder, 'source')),
    /no built awsrole: dist\/main\.js is missing/,
  );
  assert.throws(() => findBuilds(built, folder), /shell\/awsrole\.sh is missing/);
});

test('--node refuses a file that is no Node, and a version that is given twice', t => {
  const folder = temporaryFolder(t);
  const other = script(join(folder, 'other'), 'echo hello');
  assert.throws(() => findNodes([other]), /other is not a Node binary/);
  assert.throws(() => findNodes([join(folder, 'none')]), /none is not a Node binary/);
  const node = nodeIn(folder, '24.1.0');
  assert.throws(() => findNodes([node, node]), /Node 24\.1\.0 is given twice/);
  assert.deepEqual(findNodes([process.execPath]), [
    { file: process.execPath, version: process.versions.node },
  ]);
});
