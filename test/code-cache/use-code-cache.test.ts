import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { codeFolder } from '../../src/code-cache/private-folder.ts';
import { MAIN } from '../support/program.ts';
import { run } from '../support/run.ts';
import { temporaryFolder } from '../support/temp.ts';

const cacheOf = (t: TestContext, mode: number): string => {
  const cache = join(temporaryFolder(t), 'awsrole');
  mkdirSync(cache);
  chmodSync(cache, mode);
  return cache;
};

const filesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name));

test('compiled code is kept where only this user can write, and a spoiled file of it changes nothing [P11]', async t => {
  const cache = cacheOf(t, 0o700);
  const version = async (): Promise<string> => {
    const env = { AWSROLE_CACHE_DIR: cache };
    const { stdout, stderr } = await run(t, process.execPath, [MAIN, '--version'], { env });
    assert.equal(stderr, '');
    return stdout;
  };
  const said = await version();
  const kept = filesIn(cache);
  assert.ok(kept.length > 0);
  for (const path of kept) assert.equal(statSync(path).mode & 0o077, 0, path);
  for (const path of kept) writeFileSync(path, statSync(path).size % 2 ? '' : 'spoiled'.repeat(100));
  assert.equal(await version(), said);
  assert.equal(await version(), said);
});

test('a cache folder that others can enter, or that is not there, holds no code [P11]', t => {
  for (const mode of [0o755, 0o770, 0o707]) {
    const cache = cacheOf(t, mode);
    assert.equal(codeFolder(cache, 'build'), undefined);
    assert.deepEqual(readdirSync(cache), []);
  }
  assert.equal(codeFolder(join(temporaryFolder(t), 'none'), 'build'), undefined);
});

test('a folder for code that others can write is not used [P11]', t => {
  const cache = cacheOf(t, 0o700);
  const folder = codeFolder(cache, 'build');
  assert.equal(folder, join(cache, 'code', 'build'));
  for (const path of [folder, join(cache, 'code')]) {
    chmodSync(path, 0o722);
    assert.equal(codeFolder(cache, 'build'), undefined);
    chmodSync(path, 0o700);
  }
});
