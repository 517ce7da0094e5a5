import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { startMoto } from '../support/moto.ts';
import { lacks } from '../support/tools.ts';
import { BOTO3, lineOf, makeToolsHome, type ToolsHome, WHO } from './tools-home.ts';

/** moto believes every key and every code. */
const KEY = {
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEY',
};
const SERIAL = 'arn:aws:iam::123456789012:mfa/alice';
const ROLE_OF_MOTO = 'arn:aws:sts::222233334444:assumed-role/Developer/moto';

const moto = startMoto();

/** A home at moto's server; undefined (the test is then skipped aloud) where there is none. */
const atMoto = async (
  t: TestContext,
  endpoint: boolean,
): Promise<(ToolsHome & { url: string }) | undefined> => {
  if (await lacks(t, 'aws', 'boto3')) return undefined;
  const url = await moto.url;
  if (url !== undefined) return { ...makeToolsHome(t, { url, serial: SERIAL, key: KEY, endpoint }), url };
  t.skip('not installed: moto_server; nothing was tried with it');
  return undefined;
};

test('at moto by AWS_ENDPOINT_URL_STS and _IAM: use for the AWS CLI, mfa for boto3', async t => {
  const home = await atMoto(t, false);
  if (!home) return;
  const env = { AWS_ENDPOINT_URL_STS: home.url, AWS_ENDPOINT_URL_IAM: home.url };
  const mfa = await home.run('awsrole', ['mfa', '--code', '123456'], env);
  assert.match(lineOf(mfa), /^wrote +\[mfa\] in ~\/\.aws\/credentials$/m);
  const used = await home.bash(`eval "$(awsrole dev)" && aws ${WHO.join(' ')}`, env);
  assert.equal(lineOf(used), ROLE_OF_MOTO);
  const boto3 = lineOf(await home.run('python3', ['-c', BOTO3, 'dev'], env));
  assert.match(boto3, /^arn:aws:sts::222233334444:assumed-role\/Developer\/botocore-session-/);
});

test('at moto by a services section: exec for boto3, then credential_process for the AWS CLI', async t => {
  const home = await atMoto(t, true);
  if (!home) return;
  const exec = ['exec', 'dev', '--code', '123456', '--', 'python3', '-c', BOTO3];
  assert.equal(lineOf(await home.run('awsrole', exec)), ROLE_OF_MOTO);
  assert.equal(lineOf(await home.run('aws', [...WHO, '--profile', 'tool'])), ROLE_OF_MOTO);
});
