import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  AssumeRoleCommand,
  GetCallerIdentityCommand,
  GetFederationTokenCommand,
  GetSessionTokenCommand,
} from '@aws-sdk/client-sts';
import { codeAt } from '../../../../src/sandbox/state/totp.ts';
import { addMfaDevice, addUser } from '../../../../src/sandbox/state/world-builder.ts';
import { keysOf, refuses, startHarness } from '../../../support/sandbox-harness.ts';
import { userNamed } from '../../../support/sandbox-world.ts';

const SERIAL = 'arn:aws:iam::111122223333:mfa/alice';
const DEV = 'arn:aws:iam::222233334444:role/Developer';
const NOT_VALIDATED =
  'MultiFactorAuthentication failed, unable to validate MFA code.  Please verify your MFA serial number is valid and associated with this user.';

test('GetCallerIdentity returns the user for long-term keys, an MFA session and a session without MFA', async t => {
  const harness = await startHarness(t);
  for (const keys of [harness.alice, await harness.session(true), await harness.session(false)]) {
    const { Account, Arn, UserId } = await harness.sts(keys).send(new GetCallerIdentityCommand({}));
    assert.deepEqual([Account, Arn], ['111122223333', 'arn:aws:iam::111122223333:user/alice']);
    assert.match(UserId ?? '', /^AIDA[A-Z2-7]{16}$/);
  }
});

test('a session lasts DurationSeconds, by default 12 hours, from a whole second of the sandbox clock', async t => {
  const harness = await startHarness(t);
  for (const [input, seconds] of [
    [{}, 43_200],
    [{ DurationSeconds: 900 }, 900],
    [{ DurationSeconds: 129_600 }, 129_600],
  ] as const) {
    const { Credentials } = await harness.sts(harness.alice).send(new GetSessionTokenCommand(input));
    const start = Math.floor(harness.now / 1000) * 1000;
    assert.equal(Credentials?.Expiration?.getTime(), start + seconds * 1000);
  }
});

test('session credentials have the format of real ones, with + and / in the session token', async t => {
  const harness = await startHarness(t);
  const keys = keysOf(await harness.sts(harness.alice).send(new GetSessionTokenCommand({})));
  assert.match(keys.accessKeyId, /^ASIA[A-Z2-7]{16}$/);
  assert.match(keys.secretAccessKey, /^[A-Za-z0-9+/]{40}$/);
  assert.match(keys.sessionToken, /^(?=.*\+)(?=.*\/)[A-Za-z0-9+/]{300,}=+$/);
});

for (const [seconds, rule] of [
  [899, 'Member must have value greater than or equal to 900'],
  [129_601, 'Member must have value less than or equal to 129600'],
] as const) {
  test(`GetSessionToken refuses ${seconds} seconds and does not use up the MFA code`, async t => {
    const { sts, alice, sandbox } = await startHarness(t);
    const { code, serial } = sandbox.nextCode();
    const mfa = { SerialNumber: serial, TokenCode: code };
    await refuses(sts(alice).send(new GetSessionTokenCommand({ ...mfa, DurationSeconds: seconds })), {
      code: 'ValidationError',
      status: 400,
      message: `1 validation error detected: Value '${seconds}' at 'durationSeconds' failed to satisfy constraint: ${rule}`,
    });
    assert.ok(keysOf(await sts(alice).send(new GetSessionTokenCommand(mfa))));
  });
}

test('GetSessionToken accepts an MFA code once', async t => {
  const { sts, alice, sandbox } = await startHarness(t);
  const { code, serial } = sandbox.nextCode();
  const command = () => new GetSessionTokenCommand({ SerialNumber: serial, TokenCode: code });
  assert.ok(keysOf(await sts(alice).send(command())));
  await refuses(sts(alice).send(command()), {
    code: 'AccessDenied',
    status: 403,
    message: 'MultiFactorAuthentication failed with invalid MFA one time pass code. ',
  });
});

test('of several simultaneous calls with one MFA code, one gets a session', async t => {
  const { sts, alice, sandbox } = await startHarness(t);
  const { code, serial } = sandbox.nextCode();
  const command = () => new GetSessionTokenCommand({ SerialNumber: serial, TokenCode: code });
  const client = sts(alice);
  const answers = await Promise.allSettled(Array.from({ length: 5 }, () => client.send(command())));
  assert.equal(answers.filter(({ status }) => status === 'fulfilled').length, 1);
});

test('GetSessionToken refuses a serial number without an MFA code, and a code without a serial number', async t => {
  const { sts, alice } = await startHarness(t);
  for (const input of [{ SerialNumber: SERIAL }, { TokenCode: '123456' }]) {
    await refuses(sts(alice).send(new GetSessionTokenCommand(input)), {
      code: 'AccessDenied',
      status: 403,
      message:
        'MultiFactorAuthentication failed, must provide both MFA serial number and one time pass code.',
    });
  }
});

test("GetSessionToken cannot validate another user's device, an unknown device or a FIDO key", async t => {
  const { sts, alice, world, now } = await startHarness(t);
  const bob = addMfaDevice(world, addUser(world, { accountId: '111122223333', name: 'bob' }));
  const fido = 'arn:aws:iam::111122223333:u2f/user/alice/key-ABCDEFGH';
  addMfaDevice(world, userNamed(world, 'alice'), { serial: fido });
  for (const serial of [bob.serial, fido, 'arn:aws:iam::111122223333:mfa/nobody']) {
    const input = { SerialNumber: serial, TokenCode: codeAt(bob, now) };
    await refuses(sts(alice).send(new GetSessionTokenCommand(input)), {
      code: 'AccessDenied',
      status: 403,
      message: NOT_VALIDATED,
    });
  }
});

test("GetSessionToken accepts a device that does not have the user's name", async t => {
  const { sts, alice, world, sandbox } = await startHarness(t);
  const serial = 'arn:aws:iam::111122223333:mfa/work/phone';
  addMfaDevice(world, userNamed(world, 'alice'), { serial });
  const { code } = sandbox.nextCode(serial);
  const input = { SerialNumber: serial, TokenCode: code };
  assert.ok(keysOf(await sts(alice).send(new GetSessionTokenCommand(input))));
});

test('GetSessionToken refuses session credentials', async t => {
  const { sts, session, alice, sandbox } = await startHarness(t);
  const { code, serial } = sandbox.nextCode();
  const role = keysOf(
    await sts(alice).send(
      new AssumeRoleCommand({
        RoleArn: DEV,
        RoleSessionName: 'alice',
        SerialNumber: serial,
        TokenCode: code,
      }),
    ),
  );
  for (const keys of [await session(true), await session(false), role]) {
    await refuses(sts(keys).send(new GetSessionTokenCommand({})), {
      code: 'AccessDenied',
      status: 403,
      message: 'Cannot call GetSessionToken with session credentials',
    });
  }
});

test('an MFA session may not call GetFederationToken', async t => {
  const { sts, session } = await startHarness(t);
  await refuses(sts(await session(true)).send(new GetFederationTokenCommand({ Name: 'alice' })), {
    code: 'AccessDenied',
    status: 403,
    message: 'Cannot call GetFederationToken with session credentials',
  });
});
