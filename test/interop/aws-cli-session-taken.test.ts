import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { addUser } from '../../src/sandbox/iam/world-builder.ts';
import { lacks } from '../support/tools.ts';
import { lineOf, type SandboxPlace, startPlace, WHO } from './tools-home.ts';

/** A home in which the AWS CLI has asked for a code and cached the role session; undefined where there is no CLI. */
const afterAwsCli = async (t: TestContext): Promise<SandboxPlace | undefined> => {
  if (await lacks(t, 'aws')) return undefined;
  const place = await startPlace(t);
  const pty = place.pty('aws', [...WHO, '--profile', 'direct']);
  await pty.waitFor(/Enter MFA code for \S+: /);
  pty.type(`${place.code()}\r`);
  assert.equal((await pty.exit).exitCode, 0, pty.screen());
  assert.equal(place.count('AssumeRole'), 1);
  return place;
};

const cachedKeyId = (place: SandboxPlace): string => {
  const folder = join(place.folder, '.aws', 'cli', 'cache');
  const [name = ''] = readdirSync(folder);
  return JSON.parse(readFileSync(join(folder, name), 'utf8')).Credentials.AccessKeyId;
};

test('the role session that the AWS CLI got with a code serves awsrole without a code and without a call, and why says so', async t => {
  const place = await afterAwsCli(t);
  if (!place) return;
  const calls = place.sandbox.calls().length;
  assert.match(lineOf(await place.run('awsrole', ['why', 'direct'])), /^MFA code +not needed now$/m);
  const used = JSON.parse(lineOf(await place.run('awsrole', ['use', 'direct', '--json'])));
  assert.equal(used.AWS_ACCESS_KEY_ID, cachedKeyId(place));
  assert.equal(place.sandbox.calls().length, calls);
});

test('AWSROLE_SHARE_CLI_CACHE=0: the session of the AWS CLI is not taken', async t => {
  const place = await afterAwsCli(t);
  if (!place) return;
  const { exitCode, stderr } = await place.run('awsrole', ['use', 'direct'], {
    AWSROLE_SHARE_CLI_CACHE: '0',
  });
  assert.equal(exitCode, 1);
  assert.match(stderr, /an MFA code is needed/);
});

test('after the source keys became another user’s, the session of the AWS CLI is not taken', async t => {
  const place = await afterAwsCli(t);
  if (!place) return;
  const { sandbox } = place;
  const [key] = addUser(sandbox.world, { accountId: '111122223333', name: 'bob' }).accessKeys;
  assert.ok(key);
  place.writeKeys(key);
  const { exitCode, stdout, stderr } = await place.run('awsrole', ['use', 'direct']);
  assert.deepEqual({ exitCode, stdout }, { exitCode: 1, stdout: 'false\n' });
  assert.match(stderr, /an MFA code is needed/);
  assert.equal(place.count('AssumeRole'), 1);
});
