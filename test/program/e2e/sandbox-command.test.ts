import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { type TestContext, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { LAUNCHER } from '../../support/program.ts';
import { openPty, type Pty } from '../../support/pty.ts';
import { type Running, run, start } from '../../support/run.ts';
import { temporaryFolder } from '../../support/temp.ts';

/** Starts a command in a sandbox with its own folder for temporary files. `left` lists the files in that folder. */
const started = (t: TestContext, ...words: string[]): Running & { left(): string[]; folder: string } => {
  const folder = temporaryFolder(t);
  const running = start(t, LAUNCHER, ['sandbox', '--', ...words], { env: { TMPDIR: folder } });
  return { ...running, folder, left: () => readdirSync(folder) };
};

test('sandbox runs a command in its own home, exits with its status, and leaves no file behind', async t => {
  const { result, left } = started(t, 'sh', '-c', 'echo "$HOME"; awsrole list >/dev/null && exit 7');
  const { exitCode, stdout, stderr } = await result;
  assert.deepEqual([exitCode, stderr], [7, '']);
  assert.match(stdout, /\/awsrole-sandbox-\d+-\w+\n$/);
  assert.equal(existsSync(stdout.trim()), false);
  assert.deepEqual(left(), []);
});

test('sandbox exits 127 when the command does not exist, and leaves no file behind', async t => {
  const { result, left } = started(t, 'no-such-command');
  const { exitCode, stderr } = await result;
  assert.equal(exitCode, 127);
  assert.match(stderr, /^awsrole: error: cannot run 'no-such-command': command not found\n/);
  assert.deepEqual(left(), []);
});

for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const)
  test(`${signal} ends the sandbox and its command, and leaves no file behind`, async t => {
    const { result, left, waitFor, kill } = started(t, 'sh', '-c', 'echo ready; exec sleep 60');
    await waitFor(/ready/);
    assert.equal(left().length, 1);
    kill(signal);
    assert.equal((await result).signal, signal);
    assert.deepEqual(left(), []);
  });

const onTerminal = (t: TestContext): { pty: Pty; left(): string[] } => {
  const folder = temporaryFolder(t);
  const words = ['sandbox', '--', 'sh', '-c', 'echo ready; exec sleep 60'];
  const pty = openPty(t, LAUNCHER, words, { env: { TMPDIR: folder } });
  return { pty, left: () => readdirSync(folder) };
};

test('Ctrl-C on the terminal ends the sandbox and its command, and leaves no file behind', async t => {
  const { pty, left } = onTerminal(t);
  await pty.waitFor(/ready/);
  pty.type('\x03');
  assert.equal((await pty.exit).signal, 2);
  assert.deepEqual(left(), []);
});

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

test('closing the terminal ends the sandbox and leaves no file behind', async t => {
  const { pty, left } = onTerminal(t);
  await pty.waitFor(/ready/);
  assert.equal(left().length, 1);
  pty.hangUp();
  while (isAlive(pty.pid)) await sleep(10);
  assert.deepEqual(left(), []);
});

test('a sandbox deletes the home of a killed sandbox, but not of one that still runs [P31]', async t => {
  const { result, left, waitFor, kill, folder } = started(
    t,
    'sh',
    '-c',
    'echo ready; exec sleep 60 >/dev/null 2>&1',
  );
  await waitFor(/ready/);
  const [killed] = left();
  const list = ['-c', 'ls "$TMPDIR"'];
  const env = { TMPDIR: folder };
  const during = await run(t, LAUNCHER, ['sandbox', '--', 'sh', ...list], { env });
  assert.equal(during.stdout.split('\n').filter(name => name === killed).length, 1);
  kill('SIGKILL');
  await result;
  assert.deepEqual(left(), [killed]);
  const after = await run(t, LAUNCHER, ['sandbox', '--', 'sh', ...list], { env });
  assert.doesNotMatch(after.stdout, new RegExp(killed ?? '^'));
  assert.deepEqual(left(), []);
});

test('awsrole sandbox code fails outside a sandbox and after the end of a sandbox', async t => {
  const outside = await run(t, LAUNCHER, ['sandbox', 'code']);
  assert.deepEqual([outside.exitCode, outside.stdout], [1, '']);
  assert.match(outside.stderr, /^awsrole: error: this shell is not inside the sandbox\nawsrole: hint: /);
  const env = { AWSROLE_SANDBOX_URL: 'http://127.0.0.1:9', AWSROLE_SANDBOX_TOKEN: 'x' };
  const after = await run(t, LAUNCHER, ['sandbox', 'code'], { env });
  assert.deepEqual([after.exitCode, after.stdout], [1, '']);
  assert.match(after.stderr, /^awsrole: error: the sandbox does not answer: /);
});

test('three successive calls of awsrole sandbox code print different codes, and the sandbox accepts each', async t => {
  const script = `
    for i in 1 2 3; do
      code=$(awsrole sandbox code); echo "code $code"
      awsrole mfa --refresh --code "$code" | grep -o ^wrote
    done`;
  const { result } = started(t, 'sh', '-c', script);
  const { stdout } = await result;
  const codes = [...stdout.matchAll(/code (\d{6})\nwrote\n/g)].map(([, code]) => code);
  assert.equal(new Set(codes).size, 3, stdout);
});
