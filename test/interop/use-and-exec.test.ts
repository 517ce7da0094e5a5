import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseEnv } from 'node:util';
import { lacks } from '../support/tools.ts';
import { BOTO3, lineOf, ROLE_OF_ALICE, startPlace, WHO } from './tools-home.ts';

test('after eval "$(awsrole dev)" the AWS CLI in that shell uses the role', async t => {
  if (await lacks(t, 'aws')) return;
  const place = await startPlace(t);
  const result = await place.bash(`eval "$(awsrole dev --code ${place.code()})" && aws ${WHO.join(' ')}`);
  assert.equal(lineOf(result), ROLE_OF_ALICE);
});

test('after eval "$(awsrole dev)" boto3 uses the role, although other tools left variables in the shell', async t => {
  if (await lacks(t, 'boto3')) return;
  const place = await startPlace(t);
  // botocore prefers AWS_SECURITY_TOKEN to AWS_SESSION_TOKEN, and fails for expired credentials
  const result = await place.bash(
    `eval "$(awsrole dev --code ${place.code()})" && exec python3 -c "$BOTO3"`,
    {
      BOTO3,
      AWS_SECURITY_TOKEN: 'stale',
      AWS_PROFILE: 'gone',
      AWS_CREDENTIAL_EXPIRATION: '2020-01-01T00:00:00Z',
      AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
      AWS_SECRET_ACCESS_KEY: 'stale',
    },
  );
  assert.equal(lineOf(result), ROLE_OF_ALICE);
});

test('awsrole exec gives the role to the AWS CLI, and then to boto3 without an MFA code', async t => {
  if (await lacks(t, 'aws', 'boto3')) return;
  const place = await startPlace(t);
  const first = await place.run('awsrole', ['exec', 'dev', '--code', place.code(), '--', 'aws', ...WHO]);
  assert.equal(lineOf(first), ROLE_OF_ALICE);
  const second = await place.run('awsrole', ['exec', 'dev', '--', 'python3', '-c', BOTO3]);
  assert.equal(lineOf(second), ROLE_OF_ALICE);
  assert.equal(place.count('AssumeRole'), 1);
});

test('boto3 uses the role from the output of use --format ini, --format dotenv and --json', async t => {
  if (await lacks(t, 'boto3')) return;
  const place = await startPlace(t);
  const used = async (...args: string[]) => lineOf(await place.run('awsrole', ['use', 'dev', ...args]));
  const ini = `${await used('--format', 'ini', '--code', place.code())}\n`;
  const dotenv = parseEnv(await used('--format', 'dotenv'));
  const json = JSON.parse(await used('--json'));

  const elsewhere = place.write('elsewhere/credentials', ini);
  const sts = { AWS_ENDPOINT_URL_STS: place.sandbox.url, AWS_CONFIG_FILE: '/dev/null' };
  const nowhere = { ...sts, AWS_SHARED_CREDENTIALS_FILE: '/dev/null' };
  const [fromIni, ...fromEnv] = await Promise.all([
    place.run('python3', ['-c', BOTO3, 'dev'], { ...sts, AWS_SHARED_CREDENTIALS_FILE: elsewhere }),
    place.run('python3', ['-c', BOTO3], { ...nowhere, ...dotenv }),
    place.run('python3', ['-c', BOTO3], { ...nowhere, ...json }),
  ]);
  assert.equal(lineOf(fromIni), ROLE_OF_ALICE);
  assert.deepEqual(fromEnv.map(lineOf), [ROLE_OF_ALICE, ROLE_OF_ALICE]);
});
