import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fixture } from '../../../support/fixture.ts';
import { run } from '../../../support/run.ts';
import { temporaryFolder } from '../../../support/temp.ts';

const helper = fixture(import.meta.url, '../fixtures/helper');
const node = process.execPath;

/** Runs exportFromAwsCli with a shell script as the `aws` in PATH. */
const withAws = async (
  t: Parameters<typeof run>[0],
  script: string | undefined,
  profile = 'dev',
  { region = '', env = {} }: { region?: string; env?: Record<string, string> } = {},
) => {
  const folder = temporaryFolder(t);
  if (script !== undefined) writeFileSync(join(folder, 'aws'), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  const { stdout, stderr } = await run(t, node, [helper, 'cli', '', profile, region], {
    env: { PATH: folder, ...env },
  });
  return { ...JSON.parse(stdout), stderr };
};

test('exportFromAwsCli obtains the profile’s credentials from aws configure export-credentials', async t => {
  const outcome = await withAws(
    t,
    `echo "$*" >&2; echo '{"Version":1,"AccessKeyId":"ASIA1","SecretAccessKey":"s","SessionToken":"t","Expiration":"2030-01-01T00:00:00+00:00"}'`,
    'my dev',
  );
  assert.equal(outcome.stderr, 'configure export-credentials --profile my dev --format process\n');
  assert.deepEqual(outcome.result, {
    accessKeyId: 'ASIA1',
    secretAccessKey: 's',
    sessionToken: 't',
    expiresAt: Date.UTC(2030, 0, 1),
  });
});

const ANSWER = `echo '{"Version":1,"AccessKeyId":"ASIA1","SecretAccessKey":"s","SessionToken":"t"}'`;
const SHOW = `echo "$AWS_REGION|$AWS_DEFAULT_REGION" >&2; ${ANSWER}`;

for (const [what, env, region, shown] of [
  [
    'the region of the profile, not of the shell',
    { AWS_REGION: 'us-east-1' },
    'eu-west-1',
    'eu-west-1|eu-west-1',
  ],
  ['the user’s region without one of the profile', { AWS_REGION: 'us-east-1' }, '', 'us-east-1|'],
  [
    'no region that awsrole set for another profile',
    { AWS_REGION: 'us-east-1', AWS_DEFAULT_REGION: 'us-east-2', AWSROLE_REGION: 'us-east-1' },
    '',
    '|us-east-2',
  ],
] as const)
  test(`the AWS CLI gets ${what}`, async t => {
    assert.equal((await withAws(t, SHOW, 'dev', { region, env })).stderr, `${shown}\n`);
  });

test('the hint to sign in names the region of the profile', async t => {
  const outcome = await withAws(t, 'echo aws login >&2; exit 1', 'dev', { region: 'eu-west-1' });
  assert.deepEqual(outcome.hints, ['sign in: aws login --profile dev --region eu-west-1']);
});

for (const [what, script, error, hint] of [
  ['is missing', undefined, 'is needed to sign in, but aws is not in PATH', /^install version 2/],
  [
    'is version 1',
    'echo "aws: error: argument subcommand: Invalid choice, valid choices are:" >&2; exit 2',
    'is too old: it has no configure export-credentials',
    /^install version 2/,
  ],
  [
    'has an expired Identity Center session',
    'echo "Error when retrieving token from sso: Token has expired and refresh failed" >&2; exit 255',
    'has no live sign-in session',
    /^sign in: aws sso login --profile dev$/,
  ],
  [
    'has an expired aws login session',
    'echo "Your session has expired. Please reauthenticate using \'aws login\'." >&2; exit 255',
    'has no live sign-in session',
    /^sign in: aws login --profile dev$/,
  ],
  [
    'fails otherwise',
    'echo canary; exit 255',
    'ended with exit code 255',
    /: aws sts get-caller-identity --profile dev$/,
  ],
] as const)
  test(`an AWS CLI that ${what} is an error with a remedy`, async t => {
    const outcome = await withAws(t, script);
    assert.equal(outcome.error, `profile 'dev': the AWS CLI ${error}`);
    assert.match(outcome.hints.join('\n'), hint);
    assert.doesNotMatch(JSON.stringify(outcome), /canary/);
  });

test('the usage text of version 1 of the AWS CLI is not shown, its other messages are', async t => {
  const usage = 'usage: aws [options]\\naws: error: argument operation: Invalid choice, valid choices are:';
  assert.equal((await withAws(t, `printf '${usage}\\n' >&2; exit 2`)).stderr, '');
  assert.equal(
    (await withAws(t, 'echo could not connect to sso >&2; exit 255')).stderr,
    'could not connect to sso\n',
  );
});

test('the hint quotes a profile name with special characters', async t => {
  const outcome = await withAws(t, 'echo sso >&2; exit 1', "it's; x");
  assert.deepEqual(outcome.hints, ["sign in: aws sso login --profile 'it'\\''s; x'"]);
});
