import assert from 'node:assert/strict';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { createLocks } from '../../src/adapters/lock.ts';
import { temporaryFolder } from '../support/temp.ts';
import { forgeLock, lockFolder, lockPath, takeOnce } from './fixtures/lock-samples.ts';
import { movingClock, NOW } from './fixtures/store-samples.ts';

const OTHER = { host: 'elsewhere pid:[1]' };

for (const [name, forged] of [
  ['a holder that is gone', { pid: 2 ** 30 }],
  ['a holder’s number that a younger process has now', { start: '1' }],
  ['a holder from before the machine was started anew', { boot: 'another' }],
  ['a number that is no process’s', { pid: -1 }],
] as const) {
  test(`${name} is dead: its lock is taken over at once`, async t => {
    const folder = lockFolder(t);
    const clock = movingClock(NOW);
    forgeLock(lockPath(folder), NOW, forged);
    assert.equal(await takeOnce(createLocks(folder, clock)), 'taken');
    assert.equal(clock.slept(), 0);
    assert.deepEqual(readdirSync(folder), []);
  });
}

test('a holder that lives keeps its lock however old the lock is', async t => {
  const folder = lockFolder(t);
  forgeLock(lockPath(folder), NOW, {}, 30 * 86_400_000);
  const locks = createLocks(folder, movingClock(NOW));
  await assert.rejects(takeOnce(locks), { name: 'AwsroleError' });
});

for (const garbage of ['', '{"pid":', 'null', '[]', '{"pid":"1"}']) {
  test(`a lock file that holds ${JSON.stringify(garbage)} is given two seconds, then taken over`, async t => {
    const folder = lockFolder(t);
    const clock = movingClock(NOW);
    forgeLock(lockPath(folder), NOW, garbage, 500);
    assert.equal(await takeOnce(createLocks(folder, clock)), 'taken');
    assert.ok(clock.slept() > 1_500, 'it may have been in the middle of being written');
  });
}

test('a holder on another machine is judged by the file’s age alone: two minutes', async t => {
  const folder = lockFolder(t);
  const locks = createLocks(folder, movingClock(NOW));
  forgeLock(lockPath(folder), NOW, { ...OTHER, pid: 2 ** 30, boot: 'another' }, 100_000);
  await assert.rejects(takeOnce(locks), { name: 'AwsroleError' });
  forgeLock(lockPath(folder), NOW, { ...OTHER, pid: process.pid }, 200_000);
  assert.equal(await takeOnce(locks), 'taken');
});

test('the guard of a thief that was killed in mid-steal is waited for two seconds, then swept', async t => {
  const folder = lockFolder(t);
  const path = lockPath(folder);
  forgeLock(path, NOW, { pid: 2 ** 30 });
  writeFileSync(`${path}.steal`, '');
  utimesSync(`${path}.steal`, NOW / 1000, NOW / 1000);
  const clock = movingClock(NOW);
  assert.equal(await takeOnce(createLocks(folder, clock)), 'taken');
  assert.ok(clock.slept() > 2_000);
  assert.ok(clock.slept() < 3_000);
  assert.deepEqual(readdirSync(folder), []);
});

test('a time-out names the holder, what it does, and the remedy', async t => {
  const folder = lockFolder(t);
  forgeLock(lockPath(folder), NOW, { doing: 'asking for an MFA code' });
  await assert.rejects(takeOnce(createLocks(folder, movingClock(NOW)), 55_000), {
    name: 'AwsroleError',
    message: `waited 55 seconds for pid ${process.pid} (awsrole, asking for an MFA code)`,
    hints: [`let it finish, or end it: kill ${process.pid}`],
  });
});

test('whoever waits is told the holder once, after a second', async t => {
  const folder = lockFolder(t);
  forgeLock(lockPath(folder), NOW, { doing: 'asking' });
  const clock = movingClock(NOW);
  const told: unknown[] = [];
  const onWait = (holder: unknown): void => void told.push([clock.slept() > 1_000, holder]);
  await assert.rejects(takeOnce(createLocks(folder, clock), 5_000, { onWait }));
  assert.deepEqual(told, [[true, { pid: process.pid, doing: 'asking' }]]);
});

test('once the result is there, a waiter takes it and leaves the lock alone', async t => {
  const folder = lockFolder(t);
  forgeLock(lockPath(folder), NOW, {});
  let looks = 0;
  const isDone = async (): Promise<string | undefined> => (++looks === 3 ? 'found' : undefined);
  assert.equal(await takeOnce(createLocks(folder, movingClock(NOW)), 5_000, { isDone }), 'found');
  assert.ok(existsSync(lockPath(folder)));
});

test('what goes wrong while looking for a result comes through as it is', async t => {
  const folder = lockFolder(t);
  forgeLock(lockPath(folder), NOW, {});
  const refusal = Object.assign(new Error('no'), { code: 'AccessDenied' });
  const isDone = (): Promise<never> => Promise.reject(refusal);
  await assert.rejects(takeOnce(createLocks(folder, movingClock(NOW)), 5_000, { isDone }), refusal);
});

test('a lock is given back when the work throws, and the error comes through', async t => {
  const folder = lockFolder(t);
  const locks = createLocks(folder, movingClock(NOW));
  const failure = new Error('work failed');
  await assert.rejects(
    locks.withLock('x', () => Promise.reject(failure), { doing: 'failing', timeoutMs: 0 }),
    failure,
  );
  assert.equal(await takeOnce(locks, 0), 'taken');
});

test('a lock that was taken away meanwhile is not given back in the new holder’s place', async t => {
  const folder = lockFolder(t);
  const locks = createLocks(folder, movingClock(NOW));
  await locks.withLock('x', async () => forgeLock(lockPath(folder), NOW, OTHER), {
    doing: 'losing',
    timeoutMs: 0,
  });
  assert.ok(existsSync(lockPath(folder)));
});

test('two locks nest, and the inner one is given back first', async t => {
  const folder = lockFolder(t);
  const locks = createLocks(folder, movingClock(NOW));
  const options = { doing: 'nesting', timeoutMs: 0 };
  const held: boolean[][] = [];
  const look = (): void => void held.push(['x', 'y'].map(name => existsSync(lockPath(folder, name))));
  await locks.withLock(
    'x',
    async () => {
      await locks.withLock('y', async () => look(), options);
      look();
    },
    options,
  );
  assert.deepEqual(held, [
    [true, true],
    [true, false],
  ]);
  assert.deepEqual(readdirSync(folder), []);
});

test('where no lock can be made the work is done all the same', async t => {
  const file = join(temporaryFolder(t), 'file');
  writeFileSync(file, '');
  assert.equal(await takeOnce(createLocks(file, movingClock(NOW))), 'taken');
  assert.equal(await takeOnce(createLocks(join(file, 'locks'), movingClock(NOW))), 'taken');
});

test('a folder that is a link is refused, one that others could enter is closed', async t => {
  const folder = lockFolder(t);
  symlinkSync(folder, `${folder}-link`);
  await assert.rejects(takeOnce(createLocks(`${folder}-link`, movingClock(NOW))), {
    message: `${folder}-link is a link or a file, not a folder`,
  });
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
