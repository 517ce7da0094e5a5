import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fixture } from '../support/fixture.ts';
import { lineOf, ROLE_OF_ALICE, startPlace } from './tools-home.ts';

const SCRIPT = fixture(import.meta.url, 'fixtures/caller-identity');

test('after eval "$(awsrole dev)" the JavaScript SDK uses the role, although AWS_PROFILE was set before', async t => {
  const place = await startPlace(t);
  const result = await place.bash(`eval "$(awsrole dev --code ${place.code()})" && exec node "$SCRIPT"`, {
    SCRIPT,
    AWS_PROFILE: 'gone',
  });
  assert.equal(lineOf(result), ROLE_OF_ALICE);
});

test('the JavaScript SDK uses a role profile with source_profile = mfa, and a profile with credential_process', async t => {
  const place = await startPlace(t);
  lineOf(await place.run('awsrole', ['mfa', '--code', place.code()]));
  const behindMfa = lineOf(await place.run('node', [SCRIPT], { AWS_PROFILE: 'dev' }));
  assert.match(behindMfa, /^arn:aws:sts::222233334444:assumed-role\/Developer\/aws-sdk-js-/);
  assert.equal(lineOf(await place.run('node', [SCRIPT], { AWS_PROFILE: 'tool' })), ROLE_OF_ALICE);
  assert.equal(place.count('GetSessionToken'), 1);
});
