import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import { test } from 'node:test';
import { createMemory } from '../../../../src/adapters/cache/memory.ts';
import { createSessionCache } from '../../../../src/adapters/cache/session-cache.ts';
import { temporaryFor } from '../../../../src/adapters/files/atomic-file.ts';
import { createCacheWarning } from '../../../../src/adapters/files/private-file.ts';
import type { SessionCache } from '../../../../src/ports/cache.ts';
import { temporaryFolder } from '../../../support/temp.ts';
import { isRoot, NOW, sampleSession } from '../fixtures/store-samples.ts';

const KEY = { kind: 'role', identity: 'a' } as const;
const named = (digit: string): string => `${digit.repeat(40)}.json`;
const cacheIn = (folder: string, note: (text: string) => void = () => {}): SessionCache =>
  createSessionCache({ folder, now: () => NOW, note, warn: createCacheWarning(folder, note) });

test('a write removes invalid and open entries, old entries of other versions and temporary files of ended processes', async t => {
  const folder = join(temporaryFolder(t), 'sessions');
  mkdirSync(folder, { mode: 0o700 });
  const put = (name: string, text: string, mode = 0o600, daysOld = 0): void => {
    writeFileSync(join(folder, name), text);
    chmodSync(join(folder, name), mode);
    utimesSync(join(folder, name), NOW / 1000, NOW / 1000 - daysOld * 86_400);
  };
  const { pid: dead } = spawnSync(process.execPath, ['--version']);
  const temporary = basename(temporaryFor(join(folder, named('7'))));
  put(named('1'), 'spoiled');
  put(named('2'), '{"version":0}', 0o600, 3);
  put(named('3'), '{"version":0}', 0o600, 1);
  put(named('4'), '{}', 0o644);
  put('notes.json', 'mine');
  put(temporary, '');
  put(temporary.replace(`-${process.pid}-`, `-${dead}-`), '');
  if (isRoot) {
    put(named('5'), 'foreign');
    chownSync(join(folder, named('5')), 65534, 65534);
  }
  const cache = cacheIn(folder);
  await cache.write(KEY, sampleSession(), 'a');
  const own = readdirSync(folder).filter(name => /^[0-9a-f]{40}/.test(name) && !/^(.)\1{39}/.test(name));
  assert.equal(own.length, 1);
  const kept = [...own, named('3'), 'notes.json', temporary, ...(isRoot ? [named('5')] : [])];
  assert.deepEqual(readdirSync(folder).sort(), kept.sort());
  assert.ok(await cache.read(KEY));
});

test('ten writes remove all long-expired entries among 250 live ones', async t => {
  const folder = join(temporaryFolder(t), 'sessions');
  const cache = cacheIn(folder);
  await cache.write(KEY, sampleSession(), 'a');
  const [first = ''] = readdirSync(folder);
  const live = readFileSync(join(folder, first), 'utf8');
  const { expiresAt } = sampleSession();
  const expired = live.replace(String(expiresAt), String(NOW - 2 * 86_400_000));
  assert.notEqual(expired, live);
  const put = (name: string, text: string): void => writeFileSync(join(folder, name), text, { mode: 0o600 });
  for (let index = 0; index < 250; index++) put(`${String(index).padStart(40, '0')}.json`, live);
  for (let index = 0; index < 50; index++) put(`${String(index).padStart(40, 'f')}.json`, expired);
  for (let index = 0; index < 10; index++)
    await cache.write({ kind: 'role', identity: String(index) }, sampleSession(), 'a');
  assert.deepEqual(
    readdirSync(folder).filter(name => name.startsWith('fff')),
    [],
  );
  assert.equal(readdirSync(folder).length, 261);
});

test('readerFor reads the folder once for more keys than entries, and each entry later for fewer keys', async t => {
  const folder = join(temporaryFolder(t), 'sessions');
  const cache = cacheIn(folder);
  const other = { kind: 'role', identity: 'b' } as const;
  const empty = await cache.readerFor(2);
  await cache.write(KEY, sampleSession(), 'a');
  const read = await cache.readerFor(2);
  await cache.write(other, sampleSession(), 'b');
  assert.equal(await empty(KEY), undefined);
  assert.deepEqual(await read(KEY), await cache.read(KEY));
  assert.deepEqual([await read(other), await read({ ...KEY, kind: 'mfa' })], [undefined, undefined]);
  // with more entries than keys, the reader reads each entry when it is needed
  const each = await cache.readerFor(1);
  await cache.write({ kind: 'role', identity: 'c' }, sampleSession(), 'c');
  assert.ok(await each({ kind: 'role', identity: 'c' }));
});

for (const [what, spoil] of [
  ['invalid', (path: string) => writeFileSync(path, 'spoiled')],
  [
    'for another key',
    (path: string) =>
      writeFileSync(path, readFileSync(path, 'utf8').replace('"identity":"a"', '"identity":"z"')),
  ],
  ['open to others', (path: string) => chmodSync(path, 0o644)],
] as const)
  test(`a reader for many keys notes an entry that is ${what} when its key is read, and not before`, async t => {
    const folder = join(temporaryFolder(t), 'sessions');
    const notes: string[] = [];
    const cache = cacheIn(folder, text => notes.push(text));
    await cache.write(KEY, sampleSession(), 'a');
    spoil(join(folder, readdirSync(folder)[0] as string));
    const read = await cache.readerFor(5);
    assert.equal(await read({ kind: 'role', identity: 'b' }), undefined);
    assert.deepEqual(notes, []);
    assert.equal(await read(KEY), undefined);
    assert.equal(notes.length, 1);
  });

test('clear removes entries, also invalid ones, and temporary files, and keeps files with other names', async t => {
  const folder = temporaryFolder(t);
  const temporary = basename(temporaryFor(join(folder, named('1'))));
  for (const name of [named('2'), temporary, 'notes.json']) writeFileSync(join(folder, name), 'x');
  assert.equal(await cacheIn(folder).clear(), 1);
  assert.deepEqual(readdirSync(folder), ['notes.json']);
});

test('sessions and facts in a folder that cannot be used give one warning with the folder and a remedy', async t => {
  const folder = join(temporaryFolder(t), 'file\u001b[2J');
  writeFileSync(folder, '');
  const notes: string[] = [];
  const warn = createCacheWarning(folder, text => notes.push(text));
  const cache = createSessionCache({ folder, now: () => NOW, note: text => notes.push(text), warn });
  assert.equal(await cache.read(KEY), undefined);
  await cache.write(KEY, sampleSession(), 'a');
  await createMemory(join(folder, 'memory'), warn).set('name', 'value');
  const shown = folder.replace('\u001b', '␛');
  assert.deepEqual(notes, [
    `warning: the cache in ${shown} does not work: cannot use ${shown}: there is a file in place of a folder: ${shown}; move that file away, or set AWSROLE_CACHE_DIR to another folder`,
  ]);
});
