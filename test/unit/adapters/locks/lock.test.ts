import assert from 'node:assert/strict';
import { existsSync, lutimesSync, readdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { createLocks } from '../../../../src/adapters/locks/lock.ts';
import { temporaryFolder } from '../../../support/temp.ts';
import { forgeLock, guardPath, lockFolder, lockPath, takeOnce } from '../fixtures/lock-samples.ts';
import { movingClock, NOW } from '../fixtures/store-samples.ts';

const OTHER = { host: 'elsewhere pid:[1]' };

for (const [name, forged] of [
  ['has ended', { pid: 2 ** 30 }],
  ['had the process ID of a later process', { start: '1' }],
  ['ran before the machine was restarted', { boot: 'another' }],
  ['has an invalid process ID', { pid: -1 }],
] as const) {
  test(`the lock of a holder that ${name} is taken over at once [P15]`, async t => {
    const folder = lockFolder(t);
    const clock = movingClock(NOW);
    forgeLock(lockPath(folder), NOW, forged);
    assert.equal(await takeOnce(createLocks(folder, clock)), 'taken');
    assert.equal(clock.slept(), 0);
    assert.deepEqual(readdirSync(folder), []);
  });
}

test('a running holder keeps its lock, however old the lock file is', async t => {
  const folder = lockFolder(t);
  forgeLock(lockPath(folder), NOW, {}, 30 * 86_400_000);
  const locks = createLocks(folder, movingClock(NOW));
  await assert.rejects(takeOnce(locks), { name: 'AwsroleError' });
});

for (const garbage of ['', '{"pid":', 'null', '[]', '{"pid":"1"}']) {
  test(`a lock file with the invalid content ${JSON.stringify(garbage)} is taken over after two seconds`, async t => {
    const folder = lockFolder(t);
    const clock = movingClock(NOW);
    forgeLock(lockPath(folder), NOW, garbage, 500);
    assert.equal(await takeOnce(createLocks(folder, clock)), 'taken');
    assert.ok(clock.slept() > 1_500, 'its writer may not have finished it');
  });
}

test('the lock of a holder on another machine is taken over only when its file is older than two minutes', async t => {
  const folder = lockFolder(t);
  const locks = createLocks(folder, movingClock(NOW));
  forgeLock(lockPath(folder), NOW, { ...OTHER, pid: 2 ** 30, boot: 'another' }, 100_000);
  await assert.rejects(takeOnce(locks), { name: 'AwsroleError' });
  forgeLock(lockPath(folder), NOW, { ...OTHER, pid: process.pid }, 200_000);
  assert.equal(await takeOnce(locks), 'taken');
});

test('a dead lock is taken over even when the holders of its guard and of that guard’s guard were killed', async t => {
  const folder = lockFolder(t);
  const path = lockPath(folder);
  const dead = { pid: 2 ** 30 };
  forgeLock(path, NOW, { ...dead, nonce: 'a' });
  forgeLock(guardPath(path, 'a'), NOW, { ...dead, nonce: 'b' });
  forgeLock(guardPath(path, 'b'), NOW, { ...dead, nonce: 'c' });
  assert.equal(await takeOnce(createLocks(folder, movingClock(NOW))), 'taken');
  assert.deepEqual(readdirSync(folder), []);
});

test('a dead lock is not removed while the holder of its guard runs, however old the guard is', async t => {
  const folder = lockFolder(t);
  const path = lockPath(folder);
  forgeLock(path, NOW, { pid: 2 ** 30, nonce: 'a' }, 86_400_000);
  forgeLock(guardPath(path, 'a'), NOW, {}, 86_400_000);
  await assert.rejects(takeOnce(createLocks(folder, movingClock(NOW))), {
    message: 'waited 5 seconds for another awsrole',
  });
  assert.ok(existsSync(path));
});

test('acquiring a lock removes other dead locks and guards and keeps the lock of a running holder', async t => {
  const folder = lockFolder(t);
  forgeLock(guardPath(lockPath(folder, 'y'), 'a'), NOW, { pid: 2 ** 30 });
  forgeLock(lockPath(folder, 'z'), NOW, { pid: 2 ** 30 });
  forgeLock(lockPath(folder, 'running'), NOW, {});
  await takeOnce(createLocks(folder, movingClock(NOW)));
  assert.deepEqual(
    readdirSync(folder).map(name => join(folder, name)),
    [lockPath(folder, 'running')],
  );
});

test('an invalid lock file with a time in the future, after the clock was set back, is taken over at once', async t => {
  const folder = lockFolder(t);
  const clock = movingClock(NOW);
  forgeLock(lockPath(folder), NOW, '', -3_600_000);
  assert.equal(await takeOnce(createLocks(folder, clock)), 'taken');
  assert.equal(clock.slept(), 0);
});

test('a dangling link at the path of a lock is removed after two seconds, and polls for it pause', async t => {
  const folder = lockFolder(t);
  symlinkSync('nowhere', lockPath(folder));
  lutimesSync(lockPath(folder), NOW / 1000, NOW / 1000);
  const clock = movingClock(NOW);
  assert.equal(await takeOnce(createLocks(folder, clock)), 'taken');
  assert.ok(clock.slept() > 1_500);
});

test('without /proc, start times from ps distinguish a later process with the same ID in every time zone', async t => {
  const before = process.env['TZ'];
  t.after(() => {
    if (before === undefined) delete process.env['TZ'];
    else process.env['TZ'] = before;
  });
  for (const zone of ['Pacific/Kiritimati', 'Pacific/Pago_Pago']) {
    process.env['TZ'] = zone;
    const folder = lockFolder(t);
    const locks = createLocks(folder, movingClock(NOW));
    forgeLock(lockPath(folder), NOW, { start: `@${Date.now()}` });
    await assert.rejects(takeOnce(locks), /^AwsroleError: waited/);
    forgeLock(lockPath(folder), NOW, { start: `@${performance.timeOrigin - 3_600_000}` });
    assert.equal(await takeOnce(locks), 'taken');
  }
});

test('without /proc, a long wait does not start ps at every poll', async t => {
  const bin = temporaryFolder(t);
  writeFileSync(join(bin, 'ps'), `#!/bin/sh\necho >>${join(bin, 'started')}\n`, { mode: 0o755 });
  const path = process.env['PATH'];
  t.after(() => {
    process.env['PATH'] = path;
  });
  process.env['PATH'] = `${bin}:${path}`;
  const folder = lockFolder(t);
  forgeLock(lockPath(folder), NOW, { start: `@${Date.now()}` });
  await assert.rejects(takeOnce(createLocks(folder, movingClock(NOW))), /^AwsroleError: waited/);
  // five seconds of pauses of at most 60 ms
  assert.ok(statSync(join(bin, 'started')).size < 40);
});

test('a time-out on a holder on another machine names that machine and escapes control characters', async t => {
  const folder = lockFolder(t);
  forgeLock(lockPath(folder), NOW, { ...OTHER, pid: 77, doing: 'red\u001b[31m' });
  const reported: unknown[] = [];
  const onWait = (holder: unknown): void => void reported.push(holder);
  await assert.rejects(takeOnce(createLocks(folder, movingClock(NOW)), 5_000, { onWait }), {
    message: 'waited 5 seconds for pid 77 (awsrole, red␛[31m)',
    hints: ['let it finish, or stop it on its machine: elsewhere pid:[1]'],
  });
  assert.deepEqual(reported, [{ pid: 77, doing: 'red␛[31m' }]);
});

test('a time-out names the holder, its work and a remedy', async t => {
  const folder = lockFolder(t);
  forgeLock(lockPath(folder), NOW, { doing: 'asking for an MFA code' });
  await assert.rejects(takeOnce(createLocks(folder, movingClock(NOW)), 55_000), {
    name: 'AwsroleError',
    message: `waited 55 seconds for pid ${process.pid} (awsrole, asking for an MFA code)`,
    hints: [`let it finish, or stop it: kill ${process.pid}`],
  });
});

test('a waiting process is told the holder once, after a second', async t => {
  const folder = lockFolder(t);
  forgeLock(lockPath(folder), NOW, { doing: 'asking' });
  const clock = movingClock(NOW);
  const reported: unknown[] = [];
  const onWait = (holder: unknown): void => void reported.push([clock.slept() > 1_000, holder]);
  await assert.rejects(takeOnce(createLocks(folder, clock), 5_000, { onWait }));
  assert.deepEqual(reported, [[true, { pid: process.pid, doing: 'asking' }]]);
});

test('a waiting process takes the result as soon as isDone finds it, without acquiring the lock', async t => {
  const folder = lockFolder(t);
  forgeLock(lockPath(folder), NOW, {});
  let polls = 0;
  const isDone = async (): Promise<string | undefined> => (++polls === 3 ? 'found' : undefined);
  assert.equal(await takeOnce(createLocks(folder, movingClock(NOW)), 5_000, { isDone }), 'found');
  assert.ok(existsSync(lockPath(folder)));
});

test('a result that isDone finds right after the lock was acquired replaces the work', async t => {
  const folder = lockFolder(t);
  const isDone = async (): Promise<string> => 'found';
  assert.equal(await takeOnce(createLocks(folder, movingClock(NOW)), 5_000, { isDone }), 'found');
  assert.deepEqual(readdirSync(folder), []);
});

test('withLock rejects with the error of isDone', async t => {
  const folder = lockFolder(t);
  forgeLock(lockPath(folder), NOW, {});
  const refusal = Object.assign(new Error('no'), { code: 'AccessDenied' });
  const isDone = (): Promise<never> => Promise.reject(refusal);
  await assert.rejects(takeOnce(createLocks(folder, movingClock(NOW)), 5_000, { isDone }), refusal);
});

test('when the work rejects, withLock releases the lock and rejects with that error', async t => {
  const folder = lockFolder(t);
  const locks = createLocks(folder, movingClock(NOW));
  const failure = new Error('work failed');
  await assert.rejects(
    locks.withLock('x', () => Promise.reject(failure), { doing: 'failing', timeoutMs: 0 }),
    failure,
  );
  assert.equal(await takeOnce(locks, 0), 'taken');
});

test('a holder does not release a lock that another process has taken over', async t => {
  const folder = lockFolder(t);
  const locks = createLocks(folder, movingClock(NOW));
  await locks.withLock('x', async () => forgeLock(lockPath(folder), NOW, OTHER), {
    doing: 'losing',
    timeoutMs: 0,
  });
  assert.ok(existsSync(lockPath(folder)));
});

test('two locks can be nested, and the inner one is released first', async t => {
  const folder = lockFolder(t);
  const locks = createLocks(folder, movingClock(NOW));
  const options = { doing: 'nesting', timeoutMs: 0 };
  const held: boolean[][] = [];
  const recordHeld = (): void => void held.push(['x', 'y'].map(name => existsSync(lockPath(folder, name))));
  await locks.withLock(
    'x',
    async () => {
      await locks.withLock('y', async () => recordHeld(), options);
      recordHeld();
    },
    options,
  );
  assert.deepEqual(held, [
    [true, true],
    [true, false],
  ]);
  assert.deepEqual(readdirSync(folder), []);
});
