import assert from 'node:assert/strict';
import { test } from 'node:test';
import { demoWorld } from '../../../../src/sandbox/home/demo-world.ts';
import {
  addAccount,
  addMfaDevice,
  addRole,
  addUser,
  createWorld,
} from '../../../../src/sandbox/state/world-builder.ts';
import { issueSession, roleCaller } from '../../../../src/sandbox/sts/issue-session.ts';

test('the demo world has alice with one MFA device and five roles', () => {
  const world = demoWorld();
  assert.deepEqual(
    world.users.map(user => [user.arn, user.mfaDevices.map(({ serial }) => serial)]),
    [['arn:aws:iam::111122223333:user/alice', ['arn:aws:iam::111122223333:mfa/alice']]],
  );
  assert.deepEqual(
    world.roles.map(({ arn, maxSessionDuration, trust }) => [arn, maxSessionDuration, trust.requireMfa]),
    [
      ['arn:aws:iam::222233334444:role/Developer', 43_200, true],
      ['arn:aws:iam::333344445555:role/Developer', 14_400, true],
      ['arn:aws:iam::444455556666:role/ReadOnly', 3600, true],
      ['arn:aws:iam::555566667777:role/Auditor', 3600, true],
      ['arn:aws:iam::444455556666:role/Deployer', 3600, false],
    ],
  );
});

test('two demo worlds share no secret', () => {
  const secrets = () =>
    demoWorld().users.flatMap(user => [user.accessKeys[0]?.secretAccessKey, user.mfaDevices[0]?.secret]);
  const [one, two] = [secrets(), secrets()];
  assert.ok(one.every((secret, index) => secret !== undefined && secret !== two[index]));
});

test('ARNs have the partition of their account', () => {
  const world = createWorld();
  addAccount(world, { id: '111122223333', partition: 'aws-cn' });
  const user = addUser(world, { accountId: '111122223333', name: 'wei', path: '/team/' });
  const role = addRole(world, { accountId: '111122223333', name: 'Admin', trust: { principals: [] } });
  assert.equal(user.arn, 'arn:aws-cn:iam::111122223333:user/team/wei');
  assert.equal(addMfaDevice(world, user).serial, 'arn:aws-cn:iam::111122223333:mfa/wei');
  assert.equal(roleCaller(world, role, 'wei').arn, 'arn:aws-cn:sts::111122223333:assumed-role/Admin/wei');
});

test('the sandbox keeps only the newest 5000 sessions [P31]', () => {
  const world = demoWorld();
  const [role] = world.roles;
  assert.ok(role);
  const caller = roleCaller(world, role, 'alice');
  const issue = () => issueSession(world, { caller, issuedBy: 'AKIA', now: 0, durationSeconds: 900 });
  const first = issue();
  for (let count = 0; count < 5000; count += 1) issue();
  assert.equal(world.sessions.size, 5000);
  assert.equal(world.sessions.has(first.accessKeyId), false);
});
