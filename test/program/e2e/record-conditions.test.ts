import assert from 'node:assert/strict';
import {
  appendFileSync,
  chmodSync,
  existsSync,
  lchownSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { DECIDING_NAMES } from '../../../src/core/records/live-record.ts';
import { everyReader, REFUSED } from '../../support/every-reader.ts';
import { type InSandbox, inSandbox } from '../../support/in-sandbox.ts';
import { recordedSandbox, recordPath, settle } from '../../support/recorded.ts';
import { run } from '../../support/run.ts';
import { isRoot } from '../../unit/adapters/fixtures/store-samples.ts';
import { ordinaryUser, STRANGER } from '../faults/fixtures/ordinary-user.ts';

/** Runs the program with further variables and returns the access key that it hands out. */
const keyOf = async (
  t: TestContext,
  { env, home }: InSandbox,
  profile: string,
  more: Record<string, string> = {},
): Promise<string> => {
  const { exitCode, stdout, stderr } = await run(
    t,
    join(home, 'bin', 'awsrole'),
    ['use', profile, '--refresh'],
    {
      env: { ...env, ...more },
      cwd: home,
    },
  );
  assert.deepEqual([exitCode, stderr], [0, '']);
  return /AWS_ACCESS_KEY_ID='(.*)'/.exec(stdout)?.[1] ?? '';
};

test('a session obtained under a variable that decides the endpoint is served under the same value only', async t => {
  const inside = await recordedSandbox(t);
  const { keys } = everyReader(t, inside);
  for (const name of DECIDING_NAMES) {
    const url = inside.sandbox.url;
    const value = name.startsWith('AWS_ENDPOINT_URL') ? url : name.includes('STS') ? 'regional' : 'false';
    const key = await keyOf(t, inside, 'dev', { [name]: value });
    assert.deepEqual(await keys('dev', { [name]: value }), [key], name);
    assert.deepEqual(await keys('dev'), [REFUSED], `without ${name}`);
    assert.deepEqual(await keys('dev', { [name]: `${value}/` }), [REFUSED], `with another ${name}`);
  }
  const key = await keyOf(t, inside, 'dev');
  assert.deepEqual(await keys('dev'), [key]);
});

test('a profile without a region has a record that holds under the region of the shell', async t => {
  const inside = await recordedSandbox(t);
  appendFileSync(
    join(inside.home, '.aws', 'config'),
    '\n[profile plain]\nrole_arn = arn:aws:iam::222233334444:role/Developer\nsource_profile = mfa\nservices = sandbox\n',
  );
  settle(inside);
  const { keys } = everyReader(t, inside);
  for (const name of ['AWS_REGION', 'AWS_DEFAULT_REGION']) {
    const key = await keyOf(t, inside, 'plain', { [name]: 'us-west-2' });
    assert.deepEqual(await keys('plain', { [name]: 'us-west-2' }), [key], name);
    assert.deepEqual(await keys('plain'), [REFUSED]);
    assert.deepEqual(await keys('plain', { [name]: 'eu-west-1' }), [REFUSED]);
  }
});

test('a value that does not fit a line of the record leaves no record of that session, and the switch works', async t => {
  const inside = await recordedSandbox(t);
  const { keys } = everyReader(t, inside);
  for (const value of ['false|', 'false\n', 'false\x1b']) {
    const env = { AWS_USE_FIPS_ENDPOINT: value };
    assert.match(await keyOf(t, inside, 'dev', env), /^ASIA/);
    assert.equal(existsSync(recordPath(inside, 'dev')), false, JSON.stringify(value));
    assert.deepEqual(await keys('dev', env), [REFUSED]);
  }
});

/** Moves the config file to `store-a/config`, and makes `store-b/config` in which dev is of another account. */
const stores = (inside: InSandbox, modifiedAt: number): { a: string; b: string; config: string } => {
  const config = join(inside.home, '.aws', 'config');
  const text = readFileSync(config, 'utf8');
  const [a = '', b = ''] = ['a', 'b'].map(name => {
    const folder = join(inside.home, `store-${name}`);
    mkdirSync(folder);
    const path = join(folder, 'config');
    writeFileSync(path, name === 'a' ? text : text.replaceAll('222233334444', '333344445555'));
    utimesSync(path, modifiedAt, modifiedAt);
    return path;
  });
  rmSync(config);
  return { a, b, config };
};

/** Replaces whatever is at `path` by a link. */
const link = (target: string, path: string): void => {
  rmSync(path, { force: true, recursive: true });
  symlinkSync(target, path);
};

const IN_2020 = Date.UTC(2020, 0, 1) / 1000;

test('no reader serves a record after a link to the config file was moved to a file with the same time', async t => {
  const inside = await recordedSandbox(t);
  const { a, b, config } = stores(inside, IN_2020);
  const { keys } = everyReader(t, inside);
  link(a, config);
  const dev = await keyOf(t, inside, 'dev');
  const uat = await keyOf(t, inside, 'uat');
  assert.deepEqual([await keys('dev'), await keys('uat')], [[dev], [uat]]);
  link(b, config);
  assert.deepEqual([await keys('dev'), await keys('uat')], [[REFUSED], [REFUSED]]);
  // a record under the new link does not bring back the other one
  const moved = await keyOf(t, inside, 'dev');
  assert.notEqual(moved, dev);
  assert.deepEqual([await keys('dev'), await keys('uat')], [[moved], [REFUSED]]);
  link(a, config);
  assert.deepEqual([await keys('dev'), await keys('uat')], [[REFUSED], [REFUSED]]);
});

test('no reader serves a record after the folder of the shared files, or one above it, leads elsewhere', async t => {
  const inside = await recordedSandbox(t);
  const { a, b } = stores(inside, IN_2020);
  const folder = join(inside.home, '.aws');
  const credentials = join(folder, 'credentials');
  for (const store of [a, b]) {
    const copy = join(store, '..', 'credentials');
    writeFileSync(copy, readFileSync(credentials), { mode: 0o600 });
    utimesSync(copy, IN_2020, IN_2020);
  }
  const { keys } = everyReader(t, inside);
  link(join(a, '..'), folder);
  const dev = await keyOf(t, inside, 'dev');
  assert.deepEqual(await keys('dev'), [dev]);
  link(join(b, '..'), folder);
  assert.deepEqual(await keys('dev'), [REFUSED]);
  // a link further up
  const above = join(inside.home, 'above');
  for (const store of ['store-a', 'store-b']) {
    mkdirSync(join(inside.home, `${store}-home`));
    renameSync(join(inside.home, store), join(inside.home, `${store}-home`, 'aws'));
  }
  link(join(inside.home, 'store-a-home'), above);
  const files = {
    AWS_CONFIG_FILE: join(above, 'aws', 'config'),
    AWS_SHARED_CREDENTIALS_FILE: join(above, 'aws', 'credentials'),
  };
  const here = await keyOf(t, inside, 'dev', files);
  assert.deepEqual(await keys('dev', files), [here]);
  link(join(inside.home, 'store-b-home'), above);
  assert.deepEqual(await keys('dev', files), [REFUSED]);
});

test('no reader serves a record after a file was replaced by a link, or a link by a file, with the same time', async t => {
  const inside = await recordedSandbox(t);
  const { a, b, config } = stores(inside, IN_2020);
  const { keys } = everyReader(t, inside);
  renameSync(a, config);
  const dev = await keyOf(t, inside, 'dev');
  assert.deepEqual(await keys('dev'), [dev]);
  link(b, config);
  assert.deepEqual(await keys('dev'), [REFUSED], 'a link');
  const moved = await keyOf(t, inside, 'dev');
  assert.deepEqual(await keys('dev'), [moved]);
  rmSync(config);
  renameSync(b, config);
  assert.deepEqual(await keys('dev'), [REFUSED], 'a file');
});

test('a config file with a time that no edit can have set, or with a time to come, has no record', async t => {
  const inside = await recordedSandbox(t);
  const { a, config } = stores(inside, IN_2020);
  const { keys } = everyReader(t, inside);
  const day = 86_400;
  for (const at of [0, 1, Date.UTC(1980, 0, 1) / 1000, Math.floor(Date.now() / 1000) + day])
    for (const isLink of isRoot ? [true, false] : [false]) {
      rmSync(config, { force: true });
      if (isLink) symlinkSync(a, config);
      else writeFileSync(config, readFileSync(a));
      utimesSync(config, at, at);
      assert.match(await keyOf(t, inside, 'dev'), /^ASIA/);
      assert.equal(existsSync(recordPath(inside, 'dev')), false, `${at} ${isLink}`);
      assert.deepEqual(await keys('dev'), [REFUSED]);
    }
});

test('a link into a store that the user cannot change has a record, and the record ends when the link is moved', async t => {
  const inside = await inSandbox(t);
  await inside.signIn();
  const { a, b, config } = stores(inside, 1);
  link(a, config);
  const user = ordinaryUser(t, inside);
  for (const store of [a, b]) {
    if (isRoot) for (const path of [store, join(store, '..')]) lchownSync(path, 0, 0);
    chmodSync(store, 0o444);
    chmodSync(join(store, '..'), 0o555);
  }
  const credentials = join(inside.home, '.aws', 'credentials');
  utimesSync(credentials, IN_2020, IN_2020);
  assert.equal((await user.awsrole('dev')).exitCode, 0);
  assert.ok(existsSync(recordPath(inside, 'dev')));
  const use = 'PATH="$HOME/stub:$PATH"; awsrole dev';
  mkdirSync(join(inside.home, 'stub'));
  writeFileSync(join(inside.home, 'stub', 'node'), '#!/bin/sh\necho node\n', { mode: 0o755 });
  chmodSync(join(inside.home, 'stub'), 0o755);
  assert.match((await user.sh(use)).stdout, /AWSROLE_ACCOUNT_ID='222233334444'/);
  link(b, config);
  assert.equal((await user.sh(use)).stdout, 'node\n');
  for (const store of [a, b]) chmodSync(join(store, '..'), 0o755);
});

test('after the program has seen that a file was replaced by one with the same time, no reader serves an earlier record', async t => {
  const inside = await recordedSandbox(t, 'dev', 'uat');
  const config = join(inside.home, '.aws', 'config');
  const { mtime } = statSync(config);
  writeFileSync(`${config}.new`, readFileSync(config, 'utf8').replaceAll('222233334444', '333344445555'));
  utimesSync(`${config}.new`, mtime, mtime);
  renameSync(`${config}.new`, config);
  const { keys } = everyReader(t, inside);
  const dev = await keyOf(t, inside, 'dev');
  assert.deepEqual([await keys('dev'), await keys('uat')], [[dev], [REFUSED]]);
});

/** The folders and files of the cache that hold records. */
const placesOf = (inside: InSandbox): string[] => {
  const cache = join(inside.home, '.cache', 'awsrole');
  const names = [
    '',
    'live',
    'live/dev',
    'stamps',
    ...readdirSync(join(cache, 'stamps')).map(id => `stamps/${id}`),
  ];
  return names.map(name => join(cache, name));
};

test('no reader serves a record that another user has changed, and the next program makes the files private again [P9]', async t => {
  const inside = await recordedSandbox(t, 'dev');
  const [, , record = '', stamps = ''] = placesOf(inside);
  const { keys } = everyReader(t, inside);
  const [key = ''] = await keys('dev');
  assert.match(key, /^ASIA/);
  for (const path of placesOf(inside)) chmodSync(path, statSync(path).isDirectory() ? 0o777 : 0o666);
  // what no other user has changed is still as awsrole wrote it
  assert.deepEqual(await keys('dev'), [key]);
  const altered = 'ASIAALTEREDALTERED00';
  const change = `text=$(cat "$1"); printf '%s\\n' "$text" | sed 's/${key}/${altered}/' >"$1"`;
  const ways: readonly (readonly [string, string])[] = [
    ['in place', change],
    // a user who does not own a file can give it the present time only, and no other
    ['in place and touched', `${change}; touch -d @0 "$1" 2>/dev/null; touch "$2"/* 2>/dev/null`],
    [
      'by a file of the other user',
      `${change.replace('>"$1"', '>"$1-new"')}; touch -d @0 "$1-new"; mv -f "$1-new" "$1"`,
    ],
  ];
  for (const [name, code] of ways) {
    if (!isRoot && name !== 'in place') continue;
    const become = isRoot
      ? ['setpriv', `--reuid=${STRANGER}`, `--regid=${STRANGER}`, '--clear-groups']
      : ['env'];
    const [file = '', ...words] = [...become, 'sh', '-c', code, 'sh', record, stamps];
    // the way to the cache folder
    for (const path of [inside.home, join(inside.home, '.cache')]) chmodSync(path, 0o755);
    assert.equal((await run(t, file, words)).exitCode === null, false);
    assert.match(readFileSync(record, 'utf8'), new RegExp(altered), name);
    assert.deepEqual(await keys('dev'), [REFUSED], name);
    assert.equal((await inside.awsrole('dev')).exitCode, 0);
    assert.doesNotMatch(readFileSync(record, 'utf8'), new RegExp(altered));
    for (const path of placesOf(inside)) assert.equal(lstatSync(path).mode & 0o077, 0, path);
    assert.deepEqual(await keys('dev'), [key]);
    for (const path of placesOf(inside)) chmodSync(path, statSync(path).isDirectory() ? 0o777 : 0o666);
  }
});
