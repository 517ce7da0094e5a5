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

test('runCommand returns the command’s exit code and leaves its output unchanged', async t => {
  const result = await run(t, node, [wrapper, 'sh', '-c', 'echo out; echo err >&2; exit 42']);
  assert.deepEqual(result, { exitCode: 42, signal: null, stdout: 'out\n', stderr: 'err\n' });
});

test('arguments reach the command unchanged, without a shell', async t => {
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

test('the command gets exactly the given environment, in which undefined means unset', async t => {
  const { stdout } = await run(t, node, [wrapper, 'sh', '-c', 'env | grep ^RUN_'], {
    env: { RUN_GONE: 'x', RUN_KEPT: 'y' },
  });
  assert.equal(stdout, 'RUN_KEPT=y\n');
});

test('a mebibyte of binary stdin reaches the command intact', async t => {
  const input = randomBytes(1 << 20);
  const hash = 'process.stdin.pipe(crypto.createHash("sha256").setEncoding("hex")).pipe(process.stdout)';
  const { stdout } = await run(t, node, [wrapper, node, '-e', hash], { input });
  assert.equal(stdout, createHash('sha256').update(input).digest('hex'));
});

test('a command that cannot be run is an error with exit code 126 or 127, as in shells', async t => {
  const folder = temporaryFolder(t);
  writeFileSync(join(folder, 'plain'), 'echo plain\n', { mode: 0o644 });
  writeFileSync(join(folder, 'lost'), '#!/nowhere/sh\n', { mode: 0o755 });
  mkdirSync(join(folder, 'folder'));
  for (const [command, exitCode, message] of [
    ['no-such-command', 127, /cannot run 'no-such-command': command not found/],
    ['echo hello', 127, /hint: pass the command and its arguments as separate words/],
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

test('a script without a #! line runs, as in shells', async t => {
  const folder = temporaryFolder(t);
  writeFileSync(join(folder, 'script'), 'echo ran\n', { mode: 0o755 });
  const result = await run(t, node, [wrapper, './script'], { cwd: folder });
  assert.deepEqual([result.exitCode, result.stdout], [0, 'ran\n']);
});

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGKILL', 'SIGPIPE', 'SIGUSR1'] as const)
  test(`when ${signal} terminates the command, awsrole terminates by ${signal}`, async t => {
    const result = await run(t, node, [wrapper, 'sh', '-c', `kill -${signal.slice(3)} $$`]);
    assert.deepEqual([result.exitCode, result.signal], [null, signal]);
  });

test('when the command dumps core, awsrole exits with 128 + the signal number and dumps no core [P27]', async t => {
  const result = await run(t, node, [wrapper, 'sh', '-c', 'ulimit -c 0; kill -ABRT $$']);
  assert.deepEqual([result.exitCode, result.signal], [134, null]);
});

for (const signal of ['SIGINT', 'SIGQUIT', 'SIGTERM', 'SIGUSR1', 'SIGUSR2'] as const)
  test(`without a terminal, awsrole forwards ${signal} once and returns the command’s exit code`, async t => {
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

test('without a terminal, awsrole forwards SIGHUP and terminates by it after the command has ended', async t => {
  const running = start(t, node, [wrapper, node, child, 'SIGHUP=42']);
  await running.waitFor(/ready/);
  running.kill('SIGHUP');
  const result = await running.result;
  assert.deepEqual([result.exitCode, result.signal, result.stdout], [null, 'SIGHUP', 'ready\ngot SIGHUP\n']);
});

test('awsrole waits for a command that ignores SIGTERM', async t => {
  const running = start(t, node, [wrapper, node, child, 'SIGTERM=ignore', 'SIGUSR2=7']);
  await running.waitFor(/ready/);
  running.kill('SIGTERM');
  await running.waitFor(/got SIGTERM/);
  running.kill('SIGUSR2');
  assert.equal((await running.result).exitCode, 7);
});
