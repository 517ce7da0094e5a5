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
  ['a holder that is gone', { pid: 2 ** 30 }],
  ['a holder’s number that a younger process has now', { start: '1' }],
  ['a holder from before the machine was started anew', { boot: 'another' }],
  ['a number that is no process’s', { pid: -1 }],
] as const) {
  test(`${name} is dead: its lock is taken over at once [P15]`, async t => {
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

test('the guard of a thief that was killed in mid-steal is no obstacle, nor is its guard’s', async t => {
  const folder = lockFolder(t);
  const path = lockPath(folder);
  const dead = { pid: 2 ** 30 };
  forgeLock(path, NOW, { ...dead, nonce: 'a' });
  forgeLock(guardPath(path, 'a'), NOW, { ...dead, nonce: 'b' });
  forgeLock(guardPath(path, 'b'), NOW, { ...dead, nonce: 'c' });
  assert.equal(await takeOnce(createLocks(folder, movingClock(NOW))), 'taken');
  assert.deepEqual(readdirSync(folder), []);
});

test('a thief that lives keeps the others from stealing, however long it is stopped', async t => {
  const folder = lockFolder(t);
  const path = lockPath(folder);
  forgeLock(path, NOW, { pid: 2 ** 30, nonce: 'a' }, 86_400_000);
  forgeLock(guardPath(path, 'a'), NOW, {}, 86_400_000);
  await assert.rejects(takeOnce(createLocks(folder, movingClock(NOW))), {
    message: 'waited 5 seconds for another awsrole',
  });
  assert.ok(existsSync(path));
});

test('another lock of a dead holder, and a guard beside a lock that is gone, are swept; a living holder’s stays', async t => {
  const folder = lockFolder(t);
  forgeLock(guardPath(lockPath(folder, 'y'), 'a'), NOW, { pid: 2 ** 30 });
  forgeLock(lockPath(folder, 'z'), NOW, { pid: 2 ** 30 });
  forgeLock(lockPath(folder, 'living'), NOW, {});
  await takeOnce(createLocks(folder, movingClock(NOW)));
  assert.deepEqual(
    readdirSync(folder).map(name => join(folder, name)),
    [lockPath(folder, 'living')],
  );
});

test('a lock file that makes no sense and is from the future is taken over: the clock was set back', async t => {
  const folder = lockFolder(t);
  const clock = movingClock(NOW);
  forgeLock(lockPath(folder), NOW, '', -3_600_000);
  assert.equal(await takeOnce(createLocks(folder, clock)), 'taken');
  assert.equal(clock.slept(), 0);
});

test('a link that leads nowhere in a lock’s place is taken away after two seconds, not asked for without a pause', async t => {
  const folder = lockFolder(t);
  symlinkSync('nowhere', lockPath(folder));
  lutimesSync(lockPath(folder), NOW / 1000, NOW / 1000);
  const clock = movingClock(NOW);
  assert.equal(await takeOnce(createLocks(folder, clock)), 'taken');
  assert.ok(clock.slept() > 1_500);
});

test('where start times come from ps, a younger process is told apart in any zone and language', async t => {
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

test('where start times come from ps, a long wait does not start it at every look', async t => {
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
  // five seconds of naps of 60 ms at most
  assert.ok(statSync(join(bin, 'started')).size < 40);
});

test('a holder elsewhere is not to be killed here, and what its lock says is plain text', async t => {
  const folder = lockFolder(t);
  forgeLock(lockPath(folder), NOW, { ...OTHER, pid: 77, doing: 'red\u001b[31m' });
  const told: unknown[] = [];
  await assert.rejects(
    takeOnce(createLocks(folder, movingClock(NOW)), 5_000, { onWait: holder => void told.push(holder) }),
    {
      message: 'waited 5 seconds for pid 77 (awsrole, red␛[31m)',
      hints: ['let it finish, or end it where it runs: elsewhere pid:[1]'],
    },
  );
  assert.deepEqual(told, [{ pid: 77, doing: 'red␛[31m' }]);
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

test('what another holder finished just before the lock was taken is the result: no work is done', async t => {
  const folder = lockFolder(t);
  const isDone = async (): Promise<string> => 'found';
  assert.equal(await takeOnce(createLocks(folder, movingClock(NOW)), 5_000, { isDone }), 'found');
  assert.deepEqual(readdirSync(folder), []);
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
