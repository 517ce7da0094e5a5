import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AssumeRoleCommand, type AssumeRoleCommandInput } from '@aws-sdk/client-sts';
import type { Trust } from '../../../../src/sandbox/state/world.ts';
import { addRole, addUser } from '../../../../src/sandbox/state/world-builder.ts';
import {
  firstKey,
  type Harness,
  type Keys,
  keysOf,
  refuses,
  startHarness,
} from '../../../support/sandbox-harness.ts';

const ALICE = 'arn:aws:iam::111122223333:user/alice';
const DEV = 'arn:aws:iam::222233334444:role/Developer';
const UAT = 'arn:aws:iam::333344445555:role/Developer';
const AUDITOR = 'arn:aws:iam::555566667777:role/Auditor';
const DEPLOYER = 'arn:aws:iam::444455556666:role/Deployer';

const assume = (harness: Harness, keys: Keys, input: Partial<AssumeRoleCommandInput> & { RoleArn: string }) =>
  harness.sts(keys).send(new AssumeRoleCommand({ RoleSessionName: 'alice', ...input }));

const denied = (answer: Promise<unknown>, who: string, roleArn: string, action = 'sts:AssumeRole') =>
  refuses(answer, {
    code: 'AccessDenied',
    status: 403,
    message: `User: ${who} is not authorized to perform: ${action} on resource: ${roleArn}`,
  });

const roleWith = (harness: Harness, trust: Partial<Trust>): string =>
  addRole(harness.world, {
    accountId: '222233334444',
    name: 'Special',
    trust: { principals: [ALICE], ...trust },
  }).arn;

test('a role that requires MFA refuses long-term keys without a code and a session without MFA', async t => {
  const harness = await startHarness(t);
  await denied(assume(harness, harness.alice, { RoleArn: DEV }), ALICE, DEV);
  await denied(assume(harness, await harness.session(false), { RoleArn: DEV }), ALICE, DEV);
});

test('an MFA code in AssumeRole does not add MFA to a session without MFA', async t => {
  const harness = await startHarness(t);
  const keys = await harness.session(false);
  const { code, serial } = harness.sandbox.nextCode();
  const input = { RoleArn: DEV, SerialNumber: serial, TokenCode: code };
  await denied(assume(harness, keys, input), ALICE, DEV);
});

test('an unknown role and a role that does not trust the caller get the same message', async t => {
  const harness = await startHarness(t);
  const unknown = 'arn:aws:iam::222233334444:role/Nobody';
  const foreign = roleWith(harness, { principals: ['arn:aws:iam::999988887777:root'] });
  const mfa = await harness.session(true);
  await denied(assume(harness, mfa, { RoleArn: unknown }), ALICE, unknown);
  await denied(assume(harness, mfa, { RoleArn: foreign }), ALICE, foreign);
});

test('a role that trusts one user refuses another user of the account', async t => {
  const harness = await startHarness(t);
  addUser(harness.world, { accountId: '111122223333', name: 'bob', path: '/staff/' });
  const arn = roleWith(harness, {});
  assert.ok(keysOf(await assume(harness, harness.alice, { RoleArn: arn })));
  const bob = firstKey(harness.world, 'bob');
  await denied(assume(harness, bob, { RoleArn: arn }), 'arn:aws:iam::111122223333:user/staff/bob', arn);
});

test('a role that trusts only a role accepts that role and refuses the user', async t => {
  const harness = await startHarness(t);
  const mfa = await harness.session(true);
  await denied(assume(harness, mfa, { RoleArn: DEPLOYER }), ALICE, DEPLOYER);
  const uat = keysOf(await assume(harness, mfa, { RoleArn: UAT }));
  const { AssumedRoleUser } = await assume(harness, uat, { RoleArn: DEPLOYER });
  assert.equal(AssumedRoleUser?.Arn, 'arn:aws:sts::444455556666:assumed-role/Deployer/alice');
});

test('a role session does not pass on MFA to the next role', async t => {
  const harness = await startHarness(t);
  const arn = roleWith(harness, { principals: [UAT], requireMfa: true });
  const uat = keysOf(await assume(harness, await harness.session(true), { RoleArn: UAT }));
  await denied(
    assume(harness, uat, { RoleArn: arn }),
    'arn:aws:sts::333344445555:assumed-role/Developer/alice',
    arn,
  );
});

test('the external ID must equal the external ID of the trust policy', async t => {
  const harness = await startHarness(t);
  const mfa = await harness.session(true);
  await denied(assume(harness, mfa, { RoleArn: AUDITOR }), ALICE, AUDITOR);
  await denied(assume(harness, mfa, { RoleArn: AUDITOR, ExternalId: 'awsrole-demO' }), ALICE, AUDITOR);
  assert.ok(keysOf(await assume(harness, mfa, { RoleArn: AUDITOR, ExternalId: 'awsrole-demo' })));
});

test('the role session name must equal the name in the trust policy', async t => {
  const harness = await startHarness(t);
  const username = '$'.concat('{aws:username}');
  const arn = roleWith(harness, { roleSessionName: username });
  await denied(assume(harness, harness.alice, { RoleArn: arn, RoleSessionName: 'bob' }), ALICE, arn);
  assert.ok(keysOf(await assume(harness, harness.alice, { RoleArn: arn, RoleSessionName: 'alice' })));
});

test('a source identity is in the answer, stays through role chaining and cannot change', async t => {
  const harness = await startHarness(t);
  const mfa = await harness.session(true);
  const uat = await assume(harness, mfa, { RoleArn: UAT, SourceIdentity: 'alice@example.com' });
  assert.equal(uat.SourceIdentity, 'alice@example.com');
  const chained = await assume(harness, keysOf(uat), { RoleArn: DEPLOYER });
  assert.equal(chained.SourceIdentity, 'alice@example.com');
  await denied(
    assume(harness, keysOf(uat), { RoleArn: DEPLOYER, SourceIdentity: 'mallory' }),
    'arn:aws:sts::333344445555:assumed-role/Developer/alice',
    DEPLOYER,
    'sts:SetSourceIdentity',
  );
});

test('a role that does not allow a source identity refuses it', async t => {
  const harness = await startHarness(t);
  const arn = roleWith(harness, { allowsSourceIdentity: false });
  await denied(
    assume(harness, harness.alice, { RoleArn: arn, SourceIdentity: 'alice' }),
    ALICE,
    arn,
    'sts:SetSourceIdentity',
  );
});
