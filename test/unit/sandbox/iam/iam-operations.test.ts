import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ListAccountAliasesCommand, ListMFADevicesCommand, ListUsersCommand } from '@aws-sdk/client-iam';
import { AssumeRoleCommand } from '@aws-sdk/client-sts';
import { addMfaDevice, addUser } from '../../../../src/sandbox/state/world-builder.ts';
import { firstKey, keysOf, refuses, startHarness } from '../../../support/sandbox-harness.ts';
import { userNamed } from '../../../support/sandbox-world.ts';

const ALICE = 'arn:aws:iam::111122223333:user/alice';
const INVALID_TOKEN = {
  code: 'InvalidClientTokenId',
  status: 403,
  message: 'The security token included in the request is invalid.',
};

test('ListMFADevices lists all MFA devices of the caller, including FIDO keys and hardware devices', async t => {
  const { iam, alice, world } = await startHarness(t);
  const fido = 'arn:aws:iam::111122223333:u2f/user/alice/key-ABCDEFGH';
  addMfaDevice(world, userNamed(world, 'alice'), { serial: fido });
  addMfaDevice(world, userNamed(world, 'alice'), { serial: 'GAHT12345678' });
  for (const input of [{}, { UserName: 'alice' }]) {
    const { MFADevices, IsTruncated } = await iam(alice).send(new ListMFADevicesCommand(input));
    assert.deepEqual(
      MFADevices?.map(device => [device.UserName, device.SerialNumber]),
      [
        ['alice', 'arn:aws:iam::111122223333:mfa/alice'],
        ['alice', fido],
        ['alice', 'GAHT12345678'],
      ],
    );
    assert.equal(IsTruncated, false);
  }
});

test('ListMFADevices returns an empty list for a user without MFA devices', async t => {
  const { iam, world } = await startHarness(t);
  addUser(world, { accountId: '111122223333', name: 'bob' });
  const { MFADevices } = await iam(firstKey(world, 'bob')).send(new ListMFADevicesCommand({}));
  assert.deepEqual(MFADevices, []);
});

test('ListMFADevices is refused for another user and for an unknown user', async t => {
  const { iam, alice, world } = await startHarness(t);
  const bob = addUser(world, { accountId: '111122223333', name: 'bob' });
  await refuses(iam(alice).send(new ListMFADevicesCommand({ UserName: 'bob' })), {
    code: 'AccessDenied',
    status: 403,
    message: `User: ${ALICE} is not authorized to perform: iam:ListMFADevices on resource: ${bob.arn} because no identity-based policy allows the iam:ListMFADevices action`,
  });
  await refuses(iam(alice).send(new ListMFADevicesCommand({ UserName: 'nobody' })), {
    code: 'NoSuchEntity',
    status: 404,
    message: 'The user with name nobody cannot be found.',
  });
});

test('ListMFADevices and ListAccountAliases are refused for a user without permission', async t => {
  const { iam, world } = await startHarness(t);
  const carol = addUser(world, { accountId: '111122223333', name: 'carol', permissions: [] });
  const client = iam(firstKey(world, 'carol'));
  const refusal = (action: string, resource: string) => ({
    code: 'AccessDenied',
    status: 403,
    message: `User: ${carol.arn} is not authorized to perform: ${action} on resource: ${resource} because no identity-based policy allows the ${action} action`,
  });
  await refuses(client.send(new ListMFADevicesCommand({})), refusal('iam:ListMFADevices', carol.arn));
  await refuses(client.send(new ListAccountAliasesCommand({})), refusal('iam:ListAccountAliases', '*'));
});

test("ListAccountAliases returns the aliases of the caller's account, for a role those of the role's account", async t => {
  const { iam, sts, alice, session } = await startHarness(t);
  const mine = await iam(alice).send(new ListAccountAliasesCommand({}));
  assert.deepEqual(mine.AccountAliases, ['example-main']);
  const command = new AssumeRoleCommand({
    RoleArn: 'arn:aws:iam::222233334444:role/Developer',
    RoleSessionName: 'alice',
  });
  const role = keysOf(await sts(await session(true)).send(command));
  const theirs = await iam(role).send(new ListAccountAliasesCommand({}));
  assert.deepEqual(theirs.AccountAliases, ['example-dev']);
  await refuses(iam(role).send(new ListMFADevicesCommand({})), {
    code: 'ValidationError',
    status: 400,
    message: 'Must specify userName when calling with non-User credentials',
  });
});

test('IAM accepts an MFA session and answers InvalidClientTokenId to a session without MFA', async t => {
  const { iam, session } = await startHarness(t);
  const mfa = await iam(await session(true)).send(new ListMFADevicesCommand({}));
  assert.equal(mfa.MFADevices?.length, 1);
  const plain = iam(await session(false));
  await refuses(plain.send(new ListMFADevicesCommand({})), INVALID_TOKEN);
  await refuses(plain.send(new ListAccountAliasesCommand({})), INVALID_TOKEN);
});

test('an unknown operation gets InvalidAction', async t => {
  const { iam, alice } = await startHarness(t);
  await refuses(iam(alice).send(new ListUsersCommand({})), {
    code: 'InvalidAction',
    status: 400,
    message: 'Could not find operation ListUsers for version 2010-05-08',
  });
});
