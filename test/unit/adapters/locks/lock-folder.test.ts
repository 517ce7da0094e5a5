import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { ensurePrivateFolder } from '../../../../src/adapters/files/private-file.ts';
import { createLocks } from '../../../../src/adapters/locks/lock.ts';
import { temporaryFolder } from '../../../support/temp.ts';
import { lockFolder, lockPath, takeOnce } from '../fixtures/lock-samples.ts';
import { movingClock, NOW } from '../fixtures/store-samples.ts';

test('when the lock folder cannot be created, the work runs without a lock and a warning gives the reason', async t => {
  const file = join(temporaryFolder(t), 'file');
  writeFileSync(file, '');
  const warnings: string[] = [];
  const warn = (error: Error): void => void warnings.push(error.message);
  for (const folder of [file, join(file, 'locks')])
    assert.equal(await takeOnce(createLocks(folder, movingClock(NOW), warn)), 'taken');
  assert.deepEqual(warnings, [
    `cannot use ${file}: there is a file in place of a folder: ${file}`,
    `cannot use ${file}/locks: part of the path is not a folder: ${file}`,
  ]);
});

test('creating a folder where none can exist (/proc) is an error, not an endless loop', {
  skip: process.platform === 'linux' ? false : 'NOT TESTED: this system has no /proc',
}, async () => {
  await assert.rejects(ensurePrivateFolder('/proc/nope/locks'), {
    name: 'AwsroleError',
    message: 'cannot use /proc/nope/locks: no folder can be created there',
  });
});

test('a lock folder that is a link is not used, and one with mode 0755 is set to 0700', async t => {
  const folder = lockFolder(t);
  symlinkSync(folder, `${folder}-link`);
  const warnings: string[] = [];
  const warn = (error: Error): void => void warnings.push(error.message);
  const linked = createLocks(`${folder}-link`, movingClock(NOW), warn);
  assert.equal(await takeOnce(linked), 'taken');
  assert.deepEqual(warnings, [`${folder}-link is a link or a file, not a folder`]);
  chmodSync(folder, 0o755);
  await takeOnce(createLocks(folder, movingClock(NOW)));
  assert.equal(statSync(folder).mode & 0o777, 0o700);
});

test('a folder at the path of a lock is an error, not an endless wait', async t => {
  const folder = lockFolder(t);
  mkdirSync(lockPath(folder));
  await assert.rejects(takeOnce(createLocks(folder, movingClock(NOW))), {
    name: 'AwsroleError',
    message: `cannot lock ${lockPath(folder)}: it is a folder`,
  });
});
