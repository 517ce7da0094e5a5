import assert from 'node:assert/strict';
import { after, type TestContext, test } from 'node:test';
import { type Running, start } from '../support/run.ts';
import { lacks } from '../support/tools.ts';
import { BOTO3, lineOf, makeToolsHome, type ToolsHome, WHO } from './tools-home.ts';

/** An example access key of the AWS documentation; moto accepts every key and every MFA code. */
const KEY = {
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEY',
};
const SERIAL = 'arn:aws:iam::123456789012:mfa/alice';
const ROLE_OF_MOTO = 'arn:aws:sts::222233334444:assumed-role/Developer/moto';

/** The URL that moto's server writes to its output when it listens; undefined when the server does not start. */
const urlOf = async (server: Running): Promise<string | undefined> => {
  try {
    const [, url] = await server.waitFor(/Running on (http:\/\/127\.0\.0\.1:\d+)/);
    return url;
  } catch {
    return undefined;
  }
};

/** moto's server on a free loopback port. The end of this file kills it. */
const moto = start(
  { after: (end: () => void) => after(end) } as Pick<TestContext, 'after'>,
  'sh',
  ['-c', 'exec moto_server -p 0 -H 127.0.0.1 2>&1'],
  { timeoutMs: 900_000 },
);
const motoUrl = urlOf(moto);

/** Makes a home whose shared files use moto. Skips the test with a message and returns undefined if moto is missing. */
const atMoto = async (
  t: TestContext,
  endpoint: boolean,
): Promise<(ToolsHome & { url: string }) | undefined> => {
  if (await lacks(t, 'aws', 'boto3')) return undefined;
  const url = await motoUrl;
  if (url !== undefined) return { ...makeToolsHome(t, { url, serial: SERIAL, key: KEY, endpoint }), url };
  t.skip('not installed: moto_server; this was NOT tested');
  return undefined;
};

test('moto through AWS_ENDPOINT_URL_STS and _IAM: the AWS CLI works after use, boto3 after mfa', async t => {
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

test('moto through a services section: boto3 works with exec, then the AWS CLI with credential_process', async t => {
  const home = await atMoto(t, true);
  if (!home) return;
  const exec = ['exec', 'dev', '--code', '123456', '--', 'python3', '-c', BOTO3];
  assert.equal(lineOf(await home.run('awsrole', exec)), ROLE_OF_MOTO);
  assert.equal(lineOf(await home.run('aws', [...WHO, '--profile', 'tool'])), ROLE_OF_MOTO);
});
