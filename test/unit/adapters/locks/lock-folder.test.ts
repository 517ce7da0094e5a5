import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { ensurePrivateFolder } from '../../../../src/adapters/files/private-file.ts';
import { createLocks } from '../../../../src/adapters/locks/lock.ts';
import { temporaryFolder } from '../../../support/temp.ts';
import { lockFolder, lockPath, takeOnce } from '../fixtures/lock-samples.ts';
import { movingClock, NOW } from '../fixtures/store-samples.ts';

test('where no lock can be made the work is done all the same, and why is told', async t => {
  const file = join(temporaryFolder(t), 'file');
  writeFileSync(file, '');
  const told: string[] = [];
  const warn = (error: Error): void => void told.push(error.message);
  for (const folder of [file, join(file, 'locks')])
    assert.equal(await takeOnce(createLocks(folder, movingClock(NOW), warn)), 'taken');
  assert.deepEqual(told, [
    `cannot use ${file}: a file is in the place of a folder: ${file}`,
    `cannot use ${file}/locks: a part of the path is no folder: ${file}`,
  ]);
});

test('a place that takes no folders (/proc) is an error, not an endless try', {
  skip: process.platform === 'linux' ? false : 'NO /proc HERE: this was not tested',
}, async () => {
  await assert.rejects(ensurePrivateFolder('/proc/nope/locks'), {
    name: 'AwsroleError',
    message: 'cannot use /proc/nope/locks: no folder can be made there',
  });
});

test('a folder that is a link is not used, one that others could enter is closed', async t => {
  const folder = lockFolder(t);
  symlinkSync(folder, `${folder}-link`);
  const told: string[] = [];
  const linked = createLocks(`${folder}-link`, movingClock(NOW), error => void told.push(error.message));
  assert.equal(await takeOnce(linked), 'taken');
  assert.deepEqual(told, [`${folder}-link is a link or a file, not a folder`]);
  chmodSync(folder, 0o755);
  await takeOnce(createLocks(folder, movingClock(NOW)));
  assert.equal(statSync(folder).mode & 0o777, 0o700);
});

test('a folder in a lock’s place is an error with a remedy, not an endless wait', async t => {
  const folder = lockFolder(t);
  mkdirSync(lockPath(folder));
  await assert.rejects(takeOnce(createLocks(folder, movingClock(NOW))), {
    name: 'AwsroleError',
    message: `cannot lock ${lockPath(folder)}: it is a folder`,
  });
});
