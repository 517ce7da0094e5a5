import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { codeFolder } from '../../../../src/adapters/cache/compile-cache.ts';
import { MAIN } from '../../../support/program.ts';
import { run } from '../../../support/run.ts';
import { temporaryFolder } from '../../../support/temp.ts';

const cacheOf = (t: TestContext, mode: number): string => {
  const cache = join(temporaryFolder(t), 'awsrole');
  mkdirSync(cache);
  chmodSync(cache, mode);
  return cache;
};

const folderIn = (cache: string, setting = 'on'): string | undefined =>
  codeFolder({ AWSROLE_CACHE_DIR: cache, AWSROLE_CACHE: setting }, 'build');

const filesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name));

const version = async (t: TestContext, env: Record<string, string>): Promise<string> => {
  const { stdout, stderr } = await run(t, process.execPath, [MAIN, '--version'], { env });
  assert.equal(stderr, '');
  return stdout;
};

test('compiled code is stored in files that only this user can access, and corrupt files do no harm [P11]', async t => {
  const cache = cacheOf(t, 0o700);
  const env = { AWSROLE_CACHE_DIR: cache };
  const printed = await version(t, env);
  const files = filesIn(cache);
  assert.ok(files.length > 0);
  for (const path of files) assert.equal(statSync(path).mode & 0o077, 0, path);
  const whole = files.map(path => readFileSync(path));
  const spoils: ((data: Buffer) => Buffer)[] = [
    () => Buffer.alloc(0),
    () => Buffer.from('spoiled'.repeat(100)),
    data => data.fill(0, data.length / 4, data.length / 4 + 4096),
    data => data.subarray(0, data.length - 1),
    // both copies are the same, and V8 refuses them
    data => data.fill(1),
  ];
  for (const spoil of spoils) {
    for (const [index, path] of files.entries())
      writeFileSync(path, spoil(Buffer.from(whole[index] as Buffer)));
    assert.equal(await version(t, env), printed);
    assert.deepEqual(filesIn(cache), files);
    for (const path of files) assert.ok(statSync(path).size > 100_000, path);
    assert.equal(await version(t, env), printed);
  }
});

test('compiled code is stored by the first command of each name that succeeds, and then stays', async t => {
  const cache = cacheOf(t, 0o700);
  const call = async (...words: string[]): Promise<void> => {
    await run(t, process.execPath, [MAIN, ...words], { env: { AWSROLE_CACHE_DIR: cache, HOME: cache } });
  };
  const commands = (): string[] => filesIn(cache).map(path => basename(path).replace(/-v\d.*/, ''));
  await call('missing-profile');
  await call('list', '--no-such-option');
  assert.deepEqual(commands(), []);
  await call('list');
  await call('status');
  assert.deepEqual(commands().sort(), ['list', 'status']);
  const inodes = (): number[] => filesIn(cache).map(path => statSync(path).ino);
  const before = inodes();
  await call('list');
  await call('status');
  assert.deepEqual(inodes(), before);
});

test('with AWSROLE_CACHE=off no compiled code is stored [P11]', async t => {
  const cache = cacheOf(t, 0o700);
  assert.equal(folderIn(cache, 'off'), undefined);
  await version(t, { AWSROLE_CACHE_DIR: cache, AWSROLE_CACHE: 'off' });
  assert.deepEqual(readdirSync(cache), []);
});

test('no compiled code is stored in a cache folder that others can access, or that does not exist [P11]', t => {
  for (const mode of [0o755, 0o770, 0o707]) {
    const cache = cacheOf(t, mode);
    assert.equal(folderIn(cache), undefined);
    assert.deepEqual(readdirSync(cache), []);
  }
  assert.equal(folderIn(join(temporaryFolder(t), 'none')), undefined);
});

test('a folder of compiled code that others can write is not used [P11]', t => {
  const cache = cacheOf(t, 0o700);
  const folder = folderIn(cache);
  assert.equal(folder, join(cache, 'code', 'build'));
  for (const path of [join(cache, 'code', 'build'), join(cache, 'code')]) {
    chmodSync(path, 0o722);
    assert.equal(folderIn(cache), undefined);
    chmodSync(path, 0o700);
  }
});

test('a command succeeds when its compiled code cannot be stored, and leaves no part of it', async t => {
  const cache = cacheOf(t, 0o700);
  const env = { AWSROLE_CACHE_DIR: cache };
  // a file may have 64 KiB (bash) at most: the compiled code has more
  const { stdout, stderr, exitCode } = await run(
    t,
    '/bin/bash',
    ['-c', 'ulimit -f 64; exec "$@"', 'bash', process.execPath, MAIN, '--version'],
    { env },
  );
  assert.deepEqual([stdout.startsWith('awsrole '), stderr, exitCode], [true, '', 0]);
  assert.deepEqual(filesIn(cache), []);
});
