import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { demoWorld } from '../../src/sandbox/home/demo-world.ts';
import { type Sandbox, startSandbox } from '../../src/sandbox/http/server.ts';
import type { AccessKey } from '../../src/sandbox/state/world.ts';
import { type RunResult, run } from '../support/run.ts';
import { userNamed } from '../support/sandbox-world.ts';
import { temporaryFolder } from '../support/temp.ts';

const DEV = 'arn:aws:iam::222233334444:role/Developer';

type Keys = AccessKey & { readonly sessionToken?: string };
type Aws = (keys: Keys | undefined, args: readonly string[], home?: string) => Promise<RunResult>;

/** Starts a sandbox and returns the AWS CLI for it. If `aws` is missing, skips the test with a message and returns undefined. */
async function startWithCli(
  t: TestContext,
): Promise<{ sandbox: Sandbox; aws: Aws; alice: Keys } | undefined> {
  const version = await run(t, 'aws', ['--version']).catch(() => undefined);
  if (version?.exitCode !== 0) {
    t.skip('not installed: the AWS CLI (aws); this was NOT tested');
    return undefined;
  }
  const sandbox = await startSandbox({ world: demoWorld() });
  t.after(() => sandbox.close());
  const [alice] = userNamed(sandbox.world, 'alice').accessKeys;
  assert.ok(alice);
  const aws: Aws = (keys, args, home) =>
    run(t, 'aws', ['--output', 'json', ...args], {
      env: {
        AWS_ENDPOINT_URL: sandbox.url,
        AWS_DEFAULT_REGION: 'eu-central-1',
        AWS_PAGER: '',
        AWS_ACCESS_KEY_ID: keys?.accessKeyId,
        AWS_SECRET_ACCESS_KEY: keys?.secretAccessKey,
        AWS_SESSION_TOKEN: keys?.sessionToken,
        ...(home === undefined
          ? {}
          : {
              HOME: home,
              AWS_CONFIG_FILE: join(home, '.aws', 'config'),
              AWS_SHARED_CREDENTIALS_FILE: join(home, '.aws', 'credentials'),
            }),
      },
    });
  return { sandbox, aws, alice };
}

/** The JSON output of `aws`. Fails the test when `aws` failed. */
function answerOf({ exitCode, stdout, stderr }: RunResult) {
  assert.equal(exitCode, 0, stderr);
  return JSON.parse(stdout);
}

function keysOf(answer: { Credentials: Record<string, string> }): Required<Keys> {
  const { AccessKeyId = '', SecretAccessKey = '', SessionToken = '' } = answer.Credentials;
  return { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken };
}

test('the AWS CLI gets the caller identity of long-term keys from the sandbox, and lists the MFA device', async t => {
  const { aws, alice } = (await startWithCli(t)) ?? {};
  if (aws === undefined) return;
  const identity = answerOf(await aws(alice, ['sts', 'get-caller-identity']));
  assert.equal(identity.Arn, 'arn:aws:iam::111122223333:user/alice');
  const { MFADevices } = answerOf(await aws(alice, ['iam', 'list-mfa-devices']));
  assert.equal(MFADevices[0].SerialNumber, 'arn:aws:iam::111122223333:mfa/alice');
});

test('the AWS CLI gets an MFA session from the sandbox with an unused code, and a role session with the MFA session', async t => {
  const { sandbox, aws, alice } = (await startWithCli(t)) ?? {};
  if (sandbox === undefined || aws === undefined) return;
  const { code, serial } = sandbox.nextCode();
  const withCode = ['sts', 'get-session-token', '--serial-number', serial, '--token-code', code];
  const mfa = keysOf(answerOf(await aws(alice, withCode)));
  const assume = ['sts', 'assume-role', '--role-arn', DEV, '--role-session-name', 'alice'];
  const role = keysOf(answerOf(await aws(mfa, assume)));
  const identity = answerOf(await aws(role, ['sts', 'get-caller-identity']));
  assert.equal(identity.Arn, 'arn:aws:sts::222233334444:assumed-role/Developer/alice');

  const again = await aws(alice, withCode);
  assert.notEqual(again.exitCode, 0);
  assert.match(
    again.stderr,
    /An error occurred \(AccessDenied\) when calling the GetSessionToken operation: MultiFactorAuthentication failed with invalid MFA one time pass code\./,
  );
  const without = await aws(alice, assume);
  assert.notEqual(without.exitCode, 0);
  assert.match(without.stderr, /\(AccessDenied\) .*not authorized to perform: sts:AssumeRole/);
});

test('in the sandbox a role profile with source_profile = mfa works in the AWS CLI without another MFA code', async t => {
  const { sandbox, aws, alice } = (await startWithCli(t)) ?? {};
  if (sandbox === undefined || aws === undefined) return;
  const { code, serial } = sandbox.nextCode();
  const withCode = ['sts', 'get-session-token', '--serial-number', serial, '--token-code', code];
  const mfa = keysOf(answerOf(await aws(alice, withCode)));
  const home = temporaryFolder(t);
  mkdirSync(join(home, '.aws'), { mode: 0o700 });
  writeFileSync(
    join(home, '.aws', 'credentials'),
    `[mfa]\naws_access_key_id = ${mfa.accessKeyId}\naws_secret_access_key = ${mfa.secretAccessKey}\naws_session_token = ${mfa.sessionToken}\n`,
    { mode: 0o600 },
  );
  writeFileSync(
    join(home, '.aws', 'config'),
    `[profile dev]\nrole_arn = ${DEV}\nsource_profile = mfa\nrole_session_name = alice\n`,
  );
  const identity = answerOf(await aws(undefined, ['sts', 'get-caller-identity', '--profile', 'dev'], home));
  assert.equal(identity.Arn, 'arn:aws:sts::222233334444:assumed-role/Developer/alice');
});
