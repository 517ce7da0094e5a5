import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { fixture } from '../../../support/fixture.ts';
import { openPty } from '../../../support/pty.ts';
import { temporaryFolder } from '../../../support/temp.ts';

const wrapper = fixture(import.meta.url, '../fixtures/run');
const child = fixture(import.meta.url, '../fixtures/child');
const node = process.execPath;

test('on a terminal, Ctrl-C reaches the command once, and awsrole returns the command’s exit code', async t => {
  const pty = openPty(t, node, [wrapper, node, child, 'SIGINT=42']);
  await pty.waitFor(/ready\n/);
  pty.type('\x03');
  assert.deepEqual(await pty.exit, { exitCode: 42, signal: 0 });
  // the terminal may echo the key at any time
  assert.equal(pty.screen().replace('^C', ''), 'ready\ngot SIGINT\n');
});

test('on a terminal, when Ctrl-C terminates the command, awsrole terminates by SIGINT', async t => {
  const pty = openPty(t, node, [wrapper, node, child]);
  await pty.waitFor(/ready\n/);
  pty.type('\x03');
  assert.equal((await pty.exit).signal, 2);
});

test('on a terminal, two Ctrl-C reach the command as two SIGINT', async t => {
  const pty = openPty(t, node, [wrapper, node, child, 'SIGINT=ignore', 'SIGTERM=7']);
  await pty.waitFor(/ready\n/);
  pty.type('\x03');
  await pty.waitFor(/got SIGINT\n/);
  pty.type('\x03');
  await pty.waitFor(/got SIGINT\n/);
  pty.kill('SIGTERM');
  assert.deepEqual(await pty.exit, { exitCode: 7, signal: 0 });
  assert.equal(pty.screen().match(/got SIGINT/g)?.length, 2);
});

test('on a terminal, awsrole forwards SIGTERM to the command', async t => {
  const pty = openPty(t, node, [wrapper, node, child, 'SIGTERM=55']);
  await pty.waitFor(/ready\n/);
  pty.kill('SIGTERM');
  assert.deepEqual(await pty.exit, { exitCode: 55, signal: 0 });
});

test('when the terminal hangs up, awsrole terminates by SIGHUP after the command, without a crash', async t => {
  const folder = temporaryFolder(t);
  const status = join(folder, 'status');
  // the inner shell survives the hang-up and records the exit status
  const script = '(trap : HUP; "$@"; echo $? >"$0.new"; mv "$0.new" "$0") & wait';
  const pty = openPty(t, 'sh', ['-c', script, status, node, wrapper, node, child, 'SIGHUP=41']);
  await pty.waitFor(/ready\n/);
  pty.hangUp();
  for (let tries = 0; tries < 3_000 && !existsSync(status); tries++) await sleep(20);
  assert.equal(readFileSync(status, 'utf8'), '129\n');
});

/**
 * The foreground process group of a process's terminal (field 8 of /proc/PID/stat, proc(5)); undefined without /proc.
 */
const foregroundGroup = (pid: number): string | undefined => {
  const path = `/proc/${pid}/stat`;
  if (!existsSync(path)) return undefined;
  const text = readFileSync(path, 'utf8');
  return text.slice(text.lastIndexOf(')') + 2).split(' ')[5];
};

test('Ctrl-Z stops the command and awsrole, fg continues both, and Ctrl-C then reaches the command', async t => {
  const pty = openPty(t, 'bash', ['--norc', '--noprofile', '-i'], { env: { PS1: '<> ', HISTFILE: '' } });
  await pty.waitFor(/<> $/);
  pty.type(`"${node}" "${wrapper}" "${node}" "${child}" SIGINT=42\r`);
  await pty.waitFor(/\nready\n/);
  pty.type('\x1a');
  await pty.waitFor(/Stopped[\s\S]*<> $/);
  pty.type('fg\r');
  await pty.waitFor(/run\.[^\n]*\n/);
  // bash prints the job before it hands over the terminal; bash would receive a Ctrl-C in between
  while (foregroundGroup(pty.pid) === String(pty.pid)) await sleep(10);
  pty.type('\x03');
  await pty.waitFor(/got SIGINT\n<> $/);
  pty.type('echo rc=$?\r');
  await pty.waitFor(/\nrc=42\n/);
});
