import assert from 'node:assert/strict';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { systemClock } from '../../../../src/adapters/clock.ts';
import { createLocks } from '../../../../src/adapters/locks/lock.ts';
import { lockChild, lockFolder, lockPath, takeOnce } from '../fixtures/lock-samples.ts';
import { movingClock, NOW } from '../fixtures/store-samples.ts';

test('of thirty processes that take a lock at once, exactly one does the work and all get its result [P14]', async t => {
  const folder = lockFolder(t);
  const children = Array.from({ length: 30 }, () => lockChild(t, 'race', folder));
  await Promise.all(children.map(child => child.waitFor(/ready/)));
  for (const child of children) child.kill('SIGUSR2');
  const results = await Promise.all(children.map(child => child.result));
  const calls = readFileSync(`${folder}/calls`, 'utf8').trim().split('\n');
  assert.equal(calls.length, 1);
  for (const { exitCode, stdout, stderr } of results)
    assert.deepEqual([exitCode, stdout, stderr], [0, `ready\nmade by ${calls[0]}\n`, '']);
  assert.deepEqual(readdirSync(folder).sort(), ['answer', 'calls'], 'no lock and no draft remains');
});

test('after kill -9 of the holder, exactly one of ten waiting processes takes over and does the work [P15]', async t => {
  const folder = lockFolder(t);
  const holder = lockChild(t, 'hold', folder);
  await holder.waitFor(/held/);
  const children = Array.from({ length: 10 }, () => lockChild(t, 'race', folder));
  await Promise.all(children.map(child => child.waitFor(/ready/)));
  for (const child of children) child.kill('SIGUSR2');
  holder.kill('SIGKILL');
  const outputs = await Promise.all(children.map(async child => (await child.result).stdout));
  assert.equal(readFileSync(`${folder}/calls`, 'utf8').trim().split('\n').length, 1);
  assert.equal(new Set(outputs).size, 1);
  assert.deepEqual(readdirSync(folder).sort(), ['answer', 'calls']);
});

test('a waiting process is told the holder, and gets the lock when the holder is killed', async t => {
  const folder = lockFolder(t);
  const holder = lockChild(t, 'hold', folder);
  await holder.waitFor(/held/);
  const waiter = lockChild(t, 'take', folder);
  await waiter.waitFor(/waiting/);
  holder.kill('SIGKILL');
  const { exitCode, stdout } = await waiter.result;
  assert.deepEqual([exitCode, stdout], [0, `waiting for ${holder.pid}\ntaken\n`]);
});

test('a stopped holder keeps its lock while another process waits for an hour [P15]', async t => {
  const folder = lockFolder(t);
  const holder = lockChild(t, 'hold', folder);
  await holder.waitFor(/held/);
  holder.kill('SIGSTOP');
  // a clock on which an hour passes in a few polls
  const clock = movingClock(Date.now());
  const hour = createLocks(folder, { ...clock, sleep: ms => clock.sleep(ms * 1_000) });
  await assert.rejects(takeOnce(hour, 3_600_000), {
    message: /^waited 36\d\d seconds for pid \d+ \(awsrole, to hold\)$/,
  });
  assert.ok(existsSync(lockPath(folder)));
});

test('isAlive is false for a zombie: a process that has ended and was not reaped', async t => {
  if (process.platform !== 'linux') return t.skip('NOT TESTED: this system has no /proc');
  const { spawn } = await import('node:child_process');
  const { isAlive } = await import('../../../../src/adapters/process/process-facts.ts');
  // exec replaces the shell by sleep, which never reaps the shell's child
  const parent = spawn('sh', ['-c', 'exec 3<&0; cat <&3 & echo $!; exec sleep 600'], {
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  t.after(() => parent.kill('SIGKILL'));
  const [line] = (await once(parent.stdout, 'data')) as [Buffer];
  const pid = Number(line.toString());
  while (readFileSync(`/proc/${parent.pid}/comm`, 'utf8') !== 'sleep\n') await systemClock.sleep(5);
  parent.stdin.end();
  for (let state = ''; state !== 'Z'; await systemClock.sleep(5))
    state = /\) (.)/.exec(readFileSync(`/proc/${pid}/stat`, 'utf8'))?.[1] ?? '';
  assert.doesNotThrow(() => process.kill(pid, 0), 'the process ID still exists');
  assert.equal(isAlive(pid), false);
});

test('a process recreates its draft when another process swept it as stale, and then acquires the lock', async t => {
  const folder = lockFolder(t);
  const slow = lockChild(t, 'stall', folder);
  await slow.waitFor(/stalled/);
  const [draft = ''] = readdirSync(folder);
  utimesSync(join(folder, draft), 0, 0);
  await takeOnce(createLocks(folder, systemClock));
  assert.deepEqual(readdirSync(folder), [], 'the draft was swept');
  writeFileSync(join(folder, 'go'), '');
  const { exitCode, stdout } = await slow.result;
  assert.deepEqual([exitCode, stdout], [0, 'stalled\ntaken\n']);
});

test('acquiring a lock removes the drafts of killed processes and keeps those of running ones', async t => {
  const folder = lockFolder(t);
  const holder = lockChild(t, 'hold', folder);
  await holder.waitFor(/held/);
  const text = readFileSync(lockPath(folder), 'utf8');
  const drafts = [1, 2].map(number => `${lockPath(folder, 'y')}.${number}-${'0'.repeat(24)}`);
  const [dead = '', running = ''] = drafts;
  writeFileSync(dead, text);
  holder.kill('SIGKILL');
  await holder.result;
  writeFileSync(
    running,
    text.replace(`"pid":${holder.pid}`, `"pid":${process.pid}`).replace(/"start":"\d+"/, '"start":""'),
  );
  await takeOnce(createLocks(folder, movingClock(NOW)));
  assert.deepEqual(
    readdirSync(folder).map(name => `${folder}/${name}`),
    [running],
  );
});
