import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { addUser } from '../../src/sandbox/state/world-builder.ts';
import { lacks } from '../support/tools.ts';
import { lineOf, type SandboxPlace, startPlace, WHO } from './tools-home.ts';

/** A home in which the AWS CLI asked for an MFA code and cached the role session; undefined when the AWS CLI is missing. */
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

test('awsrole uses a role session from the cache of the AWS CLI without an MFA code and a call, and why reports that', async t => {
  const place = await afterAwsCli(t);
  if (!place) return;
  const calls = place.sandbox.calls().length;
  assert.match(lineOf(await place.run('awsrole', ['why', 'direct'])), /^MFA code +not needed now$/m);
  const used = JSON.parse(lineOf(await place.run('awsrole', ['use', 'direct', '--json'])));
  assert.equal(used.AWS_ACCESS_KEY_ID, cachedKeyId(place));
  assert.equal(place.sandbox.calls().length, calls);
});

test('AWSROLE_SHARE_CLI_CACHE=0: awsrole does not use the session of the AWS CLI', async t => {
  const place = await afterAwsCli(t);
  if (!place) return;
  const { exitCode, stderr } = await place.run('awsrole', ['use', 'direct'], {
    AWSROLE_SHARE_CLI_CACHE: '0',
  });
  assert.equal(exitCode, 1);
  assert.match(stderr, /MFA code required/);
});

test('awsrole does not use the session of the AWS CLI after the source keys changed to another user’s', async t => {
  const place = await afterAwsCli(t);
  if (!place) return;
  const { sandbox } = place;
  const [key] = addUser(sandbox.world, { accountId: '111122223333', name: 'bob' }).accessKeys;
  assert.ok(key);
  place.writeKeys(key);
  const { exitCode, stdout, stderr } = await place.run('awsrole', ['use', 'direct']);
  assert.deepEqual({ exitCode, stdout }, { exitCode: 1, stdout: 'false\n' });
  assert.match(stderr, /MFA code required/);
  assert.equal(place.count('AssumeRole'), 1);
});
