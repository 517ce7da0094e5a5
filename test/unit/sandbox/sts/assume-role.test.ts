import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  AssumeRoleCommand,
  type AssumeRoleCommandInput,
  GetCallerIdentityCommand,
} from '@aws-sdk/client-sts';
import { addRole } from '../../../../src/sandbox/state/world-builder.ts';
import { type Harness, keysOf, refuses, startHarness } from '../../../support/sandbox-harness.ts';

const DEV = 'arn:aws:iam::222233334444:role/Developer';
const PROD = 'arn:aws:iam::444455556666:role/ReadOnly';
const UAT = 'arn:aws:iam::333344445555:role/Developer';
const DEPLOYER = 'arn:aws:iam::444455556666:role/Deployer';

const CHAINED =
  'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.';
const TOO_LONG = 'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.';

const assume = (input: Partial<AssumeRoleCommandInput>): AssumeRoleCommand =>
  new AssumeRoleCommand({ RoleArn: DEV, RoleSessionName: 'alice', ...input });

const withCode = ({ sandbox }: Harness): { SerialNumber: string; TokenCode: string } => {
  const { code, serial } = sandbox.nextCode();
  return { SerialNumber: serial, TokenCode: code };
};

test('an MFA session assumes a role that requires MFA, by default for one hour', async t => {
  const harness = await startHarness(t);
  const answer = await harness.sts(await harness.session(true)).send(assume({}));
  assert.equal(answer.AssumedRoleUser?.Arn, 'arn:aws:sts::222233334444:assumed-role/Developer/alice');
  assert.match(answer.AssumedRoleUser?.AssumedRoleId ?? '', /^AROA[A-Z2-7]{16}:alice$/);
  const start = Math.floor(harness.now / 1000) * 1000;
  assert.equal(answer.Credentials?.Expiration?.getTime(), start + 3_600_000);
});

test("the caller identity of a role session has the role's name without its path", async t => {
  const harness = await startHarness(t);
  const role = addRole(harness.world, {
    accountId: '222233334444',
    name: 'Nested',
    path: '/team/a/',
    trust: { principals: [harness.world.users[0]?.arn ?? ''] },
  });
  assert.equal(role.arn, 'arn:aws:iam::222233334444:role/team/a/Nested');
  const keys = keysOf(await harness.sts(harness.alice).send(assume({ RoleArn: role.arn })));
  const { Account, Arn } = await harness.sts(keys).send(new GetCallerIdentityCommand({}));
  assert.deepEqual([Account, Arn], ['222233334444', 'arn:aws:sts::222233334444:assumed-role/Nested/alice']);
});

test('long-term keys with an MFA code get up to the maximum duration of the role', async t => {
  const harness = await startHarness(t);
  const input = { DurationSeconds: 43_200, ...withCode(harness) };
  const answer = await harness.sts(harness.alice).send(assume(input));
  const start = Math.floor(harness.now / 1000) * 1000;
  assert.equal(answer.Credentials?.Expiration?.getTime(), start + 43_200_000);
});

test('a duration above the maximum of the role is refused and does not use up the MFA code', async t => {
  const harness = await startHarness(t);
  const input = { RoleArn: PROD, ...withCode(harness) };
  await refuses(harness.sts(harness.alice).send(assume({ ...input, DurationSeconds: 3601 })), {
    code: 'ValidationError',
    status: 400,
    message: TOO_LONG,
  });
  assert.ok(keysOf(await harness.sts(harness.alice).send(assume({ ...input, DurationSeconds: 3600 }))));
});

test('session credentials of every kind get a role for at most one hour', async t => {
  const { sts, session } = await startHarness(t);
  const mfa = await session(true);
  const uat = keysOf(await sts(mfa).send(assume({ RoleArn: UAT })));
  for (const [keys, RoleArn] of [
    [mfa, DEV],
    [await session(false), DEV],
    [uat, DEPLOYER],
  ] as const) {
    await refuses(sts(keys).send(assume({ RoleArn, DurationSeconds: 3601 })), {
      code: 'ValidationError',
      status: 400,
      message: CHAINED,
    });
  }
  assert.ok(keysOf(await sts(uat).send(assume({ RoleArn: DEPLOYER, DurationSeconds: 3600 }))));
});

test('a wrong MFA code is refused in the words of STS', async t => {
  const harness = await startHarness(t);
  const { SerialNumber, TokenCode } = withCode(harness);
  const wrong = String((Number(TokenCode) + 1) % 1_000_000).padStart(6, '0');
  await refuses(harness.sts(harness.alice).send(assume({ SerialNumber, TokenCode: wrong })), {
    code: 'AccessDenied',
    status: 403,
    message: 'MultiFactorAuthentication failed with invalid MFA one time pass code. ',
  });
});

test('an MFA code with role credentials is refused: a role has no MFA device', async t => {
  const harness = await startHarness(t);
  const uat = keysOf(await harness.sts(await harness.session(true)).send(assume({ RoleArn: UAT })));
  await refuses(harness.sts(uat).send(assume({ RoleArn: DEPLOYER, ...withCode(harness) })), {
    code: 'AccessDenied',
    status: 403,
    message:
      'MultiFactorAuthentication failed, unable to validate MFA code.  Please verify your MFA serial number is valid and associated with this user.',
  });
});

const PATTERN = 'Member must satisfy regular expression pattern:';
for (const [field, value, rule] of [
  ['RoleSessionName', 'a', 'Member must have length greater than or equal to 2'],
  ['RoleSessionName', 'x'.repeat(65), 'Member must have length less than or equal to 64'],
  ['RoleSessionName', 'a b', `${PATTERN} [\\w+=,.@-]*`],
  ['RoleArn', 'arn:aws:iam::12', 'Member must have length greater than or equal to 20'],
  ['ExternalId', 'a b', `${PATTERN} [\\w+=,.@:\\/-]*`],
  ['SerialNumber', 'short', 'Member must have length greater than or equal to 9'],
  ['TokenCode', '12345', 'Member must have length greater than or equal to 6'],
  ['TokenCode', '12345a', `${PATTERN} [\\d]*`],
  ['DurationSeconds', '43201', 'Member must have value less than or equal to 43200'],
  ['DurationSeconds', '899', 'Member must have value greater than or equal to 900'],
] as const) {
  test(`AssumeRole refuses ${field} ${value.slice(0, 20)}`, async t => {
    const { sts, alice } = await startHarness(t);
    const given = field === 'DurationSeconds' ? Number(value) : value;
    const name = `${field[0]?.toLowerCase()}${field.slice(1)}`;
    await refuses(sts(alice).send(assume({ [field]: given })), {
      code: 'ValidationError',
      status: 400,
      message: `1 validation error detected: Value '${value}' at '${name}' failed to satisfy constraint: ${rule}`,
    });
  });
}

test('the message counts and names every violated constraint', async t => {
  const { sts, alice } = await startHarness(t);
  await refuses(sts(alice).send(assume({ RoleSessionName: '!', DurationSeconds: 1 })), {
    code: 'ValidationError',
    status: 400,
    message:
      "3 validation errors detected: Value '!' at 'roleSessionName' failed to satisfy constraint: Member must have length greater than or equal to 2; " +
      "Value '!' at 'roleSessionName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w+=,.@-]*; " +
      "Value '1' at 'durationSeconds' failed to satisfy constraint: Member must have value greater than or equal to 900",
  });
});

test('an ARN that is not a role ARN is invalid', async t => {
  const { sts, alice } = await startHarness(t);
  const RoleArn = 'arn:aws:iam::222233334444:user/alice';
  await refuses(sts(alice).send(assume({ RoleArn })), {
    code: 'ValidationError',
    status: 400,
    message: `${RoleArn} is invalid`,
  });
});

test('AssumeRole accepts session tags, transitive tags and session policies', async t => {
  const { sts, session } = await startHarness(t);
  const answer = await sts(await session(true)).send(
    assume({
      Tags: [{ Key: 'team', Value: 'a & <b>' }],
      TransitiveTagKeys: ['team'],
      Policy: '{"Version":"2012-10-17"}',
      PolicyArns: [{ arn: 'arn:aws:iam::aws:policy/ReadOnlyAccess' }],
    }),
  );
  assert.ok(keysOf(answer));
});
