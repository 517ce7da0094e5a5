import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lacks } from '../support/tools.ts';
import { BOTO3, lineOf, ROLE_OF_ALICE, startPlace, WHO } from './tools-home.ts';

test('after awsrole mfa, profile dev works in the AWS CLI and in boto3 without an MFA code', async t => {
  if (await lacks(t, 'aws', 'boto3')) return;
  const place = await startPlace(t);
  lineOf(await place.run('awsrole', ['mfa', '--code', place.code()]));
  const aws = lineOf(await place.run('aws', [...WHO, '--profile', 'dev']));
  const boto3 = lineOf(await place.run('python3', ['-c', BOTO3, 'dev']));
  // the tools assume the role themselves and choose the role session name
  const role = ROLE_OF_ALICE.replace(/alice$/, '');
  assert.deepEqual([aws.startsWith(role), boto3.startsWith(role)], [true, true], `${aws}\n${boto3}`);
  assert.equal(place.count('GetSessionToken'), 1);
});
