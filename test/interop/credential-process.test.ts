import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lacks } from '../support/tools.ts';
import { BOTO3, lineOf, ROLE_OF_ALICE, startPlace, WHO } from './tools-home.ts';

test('credential_process asks for the MFA code on the terminal although aws redirects its streams; boto3 then needs no code', async t => {
  if (await lacks(t, 'aws', 'boto3')) return;
  const place = await startPlace(t);
  const pty = place.pty('aws', [...WHO, '--profile', 'tool']);
  await pty.waitFor(/MFA code: /);
  pty.type(`${place.code()}\r`);
  await pty.waitFor(new RegExp(`^${ROLE_OF_ALICE}$`, 'm'));
  assert.equal((await pty.exit).exitCode, 0, pty.screen());
  assert.equal(lineOf(await place.run('python3', ['-c', BOTO3, 'tool'])), ROLE_OF_ALICE);
  assert.deepEqual([place.count('GetSessionToken'), place.count('AssumeRole')], [1, 1]);
});

test('Ctrl-C at the question of credential_process also ends aws and restores the terminal', async t => {
  if (await lacks(t, 'aws')) return;
  const place = await startPlace(t);
  const aws = `aws ${WHO.join(' ')} --profile tool`;
  const pty = place.pty('bash', [
    '-c',
    `trap : INT; before=$(stty -a); ${aws}; echo "status $?"; [ "$(stty -a)" = "$before" ] && echo unchanged`,
  ]);
  await pty.waitFor(/MFA code: /);
  pty.type('12\x03');
  await pty.waitFor(/^status 130\nunchanged$/m);
  assert.equal(place.count('GetSessionToken'), 0);
});

test("credential_process without a terminal and without a session: the AWS CLI shows awsrole's error and hint", async t => {
  if (await lacks(t, 'aws')) return;
  const place = await startPlace(t);
  const { exitCode, stdout, stderr } = await place.run('aws', [...WHO, '--profile', 'tool']);
  assert.deepEqual({ isFailure: exitCode !== 0, stdout }, { isFailure: true, stdout: '' });
  assert.match(stderr, /awsrole: error: profile 'dev': MFA code required, but there is no terminal/);
  assert.match(stderr, /awsrole: hint: run `awsrole mfa` in a terminal first/);
});
