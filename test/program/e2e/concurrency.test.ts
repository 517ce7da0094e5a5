import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { inSandbox } from '../../support/in-sandbox.ts';
import { openPty } from '../../support/pty.ts';

const twenty = Array.from({ length: 20 }, (_, index) => String(index));
const oneOfEach = { GetCallerIdentity: 1, GetSessionToken: 1, AssumeRole: 1 };

test('twenty concurrent processes on one terminal prompt once, make each AWS call once, and all print the credentials [P14]', async t => {
  const inside = await inSandbox(t);
  const { env, home } = inside;
  const script = `
    for i in ${twenty.join(' ')}; do { awsrole credential-process dev >out.$i 2>err.$i; echo $? >rc.$i; } & done
    wait; echo all done`;
  const pty = openPty(t, 'sh', ['-c', script], { env, cwd: home });
  await pty.waitFor(/MFA code: $/);
  pty.type(`${inside.code()}\r`);
  await pty.waitFor(/all done\n/);
  assert.equal(pty.screen().match(/MFA code: /g)?.length, 1);
  assert.deepEqual(inside.calls(), oneOfEach);
  const read = (name: string): string[] =>
    twenty.map(index => readFileSync(join(home, `${name}.${index}`), 'utf8'));
  assert.deepEqual([...new Set(read('rc'))], ['0\n']);
  const answers = new Set(read('out'));
  assert.equal(answers.size, 1);
  const { AccessKeyId, Version } = JSON.parse([...answers][0] ?? '');
  assert.equal(Version, 1);
  const issued = inside.sandbox.world.sessions.get(AccessKeyId);
  assert.equal(issued?.caller.principalArn, 'arn:aws:iam::222233334444:role/Developer');
});

test('twenty concurrent processes without a terminal run mfa_process once, and all print the credentials [P14]', async t => {
  const inside = await inSandbox(t);
  inside.configure(`mfa_process = sh -c 'echo asked >>asked; echo ${inside.code()}'`);
  const script = `
    for i in ${twenty.join(' ')}; do { awsrole use dev >out.$i 2>err.$i || echo failed; } & done
    wait; cat out.* | grep -c '^export AWS_SECRET_ACCESS_KEY'; cat out.* | sort -u | grep -c AWS_SESSION_TOKEN=; cat asked`;
  const { stdout } = await inside.run('sh', script);
  assert.equal(stdout, '20\n1\nasked\n');
  assert.deepEqual(inside.calls(), oneOfEach);
});

test('a process that is killed at its MFA prompt does not block the prompt of the next process [P15]', async t => {
  const inside = await inSandbox(t);
  const { env, home } = inside;
  const first = `sh -c 'echo "pid $$"; exec awsrole credential-process dev'`;
  const script = `${first} & wait; awsrole credential-process dev >out`;
  const pty = openPty(t, 'sh', ['-c', script], { env, cwd: home });
  const [, pid] = await pty.waitFor(/pid (\d+)\n/);
  await pty.waitFor(/MFA code: $/);
  process.kill(Number(pid), 'SIGKILL');
  await pty.waitFor(/MFA code: $/);
  pty.type(`${inside.code()}\r`);
  assert.deepEqual(await pty.exit, { exitCode: 0, signal: 0 });
  assert.equal(JSON.parse(readFileSync(join(home, 'out'), 'utf8')).Version, 1);
});

test('a process that is killed while mfa_process runs does not block a process that waits for it', async t => {
  const inside = await inSandbox(t);
  // the first mfa_process never prints a code
  const mfaProcess = `if mkdir first 2>/dev/null; then echo $$ >pid; exec sleep 60; fi; echo ${inside.code()}`;
  inside.configure(`mfa_process = sh -c '${mfaProcess}'`);
  const script = `
    awsrole credential-process dev & first=$!
    until [ -s pid ]; do sleep 0.02; done
    awsrole credential-process dev >out & second=$!
    kill -9 $first; wait $second; echo "rc=$?"; kill "$(cat pid)"`;
  const { stdout } = await inside.run('sh', script);
  assert.equal(stdout, 'rc=0\n');
  assert.equal(JSON.parse(readFileSync(join(inside.home, 'out'), 'utf8')).Version, 1);
});
