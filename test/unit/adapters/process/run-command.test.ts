import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fixture } from '../../../support/fixture.ts';
import { run, start } from '../../../support/run.ts';
import { temporaryFolder } from '../../../support/temp.ts';

const wrapper = fixture(import.meta.url, '../fixtures/run');
const child = fixture(import.meta.url, '../fixtures/child');
const node = process.execPath;

test('the exit code and the output are the command’s own', async t => {
  const result = await run(t, node, [wrapper, 'sh', '-c', 'echo out; echo err >&2; exit 42']);
  assert.deepEqual(result, { exitCode: 42, signal: null, stdout: 'out\n', stderr: 'err\n' });
});

test('arguments reach the command as they are: no shell reads them', async t => {
  const odd = ['a b', '*', '$(id)', '-n', '', "x'y", '本番'];
  const { stdout } = await run(t, node, [
    wrapper,
    node,
    '-p',
    'JSON.stringify(process.argv.slice(1))',
    '--',
    ...odd,
  ]);
  assert.deepEqual(JSON.parse(stdout), odd);
});

test('the environment is exactly the one given, and undefined is not set', async t => {
  const { stdout } = await run(t, node, [wrapper, 'sh', '-c', 'env | grep ^RUN_'], {
    env: { RUN_GONE: 'x', RUN_KEPT: 'y' },
  });
  assert.equal(stdout, 'RUN_KEPT=y\n');
});

test('a mebibyte of binary stdin arrives intact', async t => {
  const input = randomBytes(1 << 20);
  const hash = 'process.stdin.pipe(crypto.createHash("sha256").setEncoding("hex")).pipe(process.stdout)';
  const { stdout } = await run(t, node, [wrapper, node, '-e', hash], { input });
  assert.equal(stdout, createHash('sha256').update(input).digest('hex'));
});

test('what cannot be run is an error with the exit code of shells', async t => {
  const folder = temporaryFolder(t);
  writeFileSync(join(folder, 'plain'), 'echo plain\n', { mode: 0o644 });
  writeFileSync(join(folder, 'lost'), '#!/nowhere/sh\n', { mode: 0o755 });
  mkdirSync(join(folder, 'folder'));
  for (const [command, exitCode, message] of [
    ['no-such-command', 127, /cannot run 'no-such-command': command not found/],
    ['echo hello', 127, /hint: give the command and its arguments as separate words/],
    ['', 127, /cannot run '': command not found/],
    ['./none', 127, /cannot run '.\/none': no such file/],
    ['./lost', 127, /cannot run '.\/lost': the interpreter named in its first line was not found/],
    ['./plain', 126, /cannot run '.\/plain': permission denied/],
    ['./folder', 126, /cannot run '.\/folder': permission denied/],
    ['./plain/x', 126, /cannot run '.\/plain\/x': .+/],
  ] as const) {
    const result = await run(t, node, [wrapper, command], { cwd: folder });
    assert.deepEqual([result.exitCode, result.stdout], [exitCode, ''], command);
    assert.match(result.stderr, message);
  }
});

test('a script without a first line that names an interpreter runs, as in shells', async t => {
  const folder = temporaryFolder(t);
  writeFileSync(join(folder, 'script'), 'echo ran\n', { mode: 0o755 });
  const result = await run(t, node, [wrapper, './script'], { cwd: folder });
  assert.deepEqual([result.exitCode, result.stdout], [0, 'ran\n']);
});

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGKILL', 'SIGPIPE', 'SIGUSR1'] as const)
  test(`a command that ${signal} ended ends us by ${signal}`, async t => {
    const result = await run(t, node, [wrapper, 'sh', '-c', `kill -${signal.slice(3)} $$`]);
    assert.deepEqual([result.exitCode, result.signal], [null, signal]);
  });

test('a command that dumped core leaves 128 + the signal, and no core of ours [P27]', async t => {
  const result = await run(t, node, [wrapper, 'sh', '-c', 'ulimit -c 0; kill -ABRT $$']);
  assert.deepEqual([result.exitCode, result.signal], [134, null]);
});

for (const signal of ['SIGINT', 'SIGQUIT', 'SIGTERM', 'SIGUSR1', 'SIGUSR2'] as const)
  test(`without a terminal ${signal} is passed on once, and the command decides how it ends`, async t => {
    const running = start(t, node, [wrapper, node, child, `${signal}=42`]);
    await running.waitFor(/ready/);
    running.kill(signal);
    assert.deepEqual(await running.result, {
      exitCode: 42,
      signal: null,
      stdout: `ready\ngot ${signal}\n`,
      stderr: '',
    });
  });

test('without a terminal SIGHUP is passed on, and ends us once the command has ended', async t => {
  const running = start(t, node, [wrapper, node, child, 'SIGHUP=42']);
  await running.waitFor(/ready/);
  running.kill('SIGHUP');
  const result = await running.result;
  assert.deepEqual([result.exitCode, result.signal, result.stdout], [null, 'SIGHUP', 'ready\ngot SIGHUP\n']);
});

test('a command that ignores SIGTERM is waited for', async t => {
  const running = start(t, node, [wrapper, node, child, 'SIGTERM=ignore', 'SIGUSR2=7']);
  await running.waitFor(/ready/);
  running.kill('SIGTERM');
  await running.waitFor(/got SIGTERM/);
  running.kill('SIGUSR2');
  assert.equal((await running.result).exitCode, 7);
});
