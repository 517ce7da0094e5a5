import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AssumeRoleWithWebIdentityCommand, GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { addRole } from '../../../../src/sandbox/state/world-builder.ts';
import { type Harness, keysOf, refuses, startHarness } from '../../../support/sandbox-harness.ts';
import { addWebIdentity } from '../../../support/sandbox-world.ts';

const TOKEN = 'header.claims.signature';

/** Adds a role that TOKEN may assume until `expiresAt` (epoch milliseconds), and returns its ARN. */
function roleFor(harness: Harness, expiresAt?: number): string {
  const role = addRole(harness.world, {
    accountId: '222233334444',
    name: 'Web',
    trust: { principals: [] },
  });
  addWebIdentity(harness.world, { token: TOKEN, roleArns: [role.arn], expiresAt });
  return role.arn;
}

const assume = (harness: Harness, RoleArn: string, more: { token?: string; DurationSeconds?: number } = {}) =>
  harness.sts(harness.alice).send(
    new AssumeRoleWithWebIdentityCommand({
      RoleArn,
      RoleSessionName: 'app',
      WebIdentityToken: more.token ?? TOKEN,
      DurationSeconds: more.DurationSeconds,
    }),
  );

test('an unsigned call with a registered token gets a role session that works', async t => {
  const harness = await startHarness(t);
  const answer = await assume(harness, roleFor(harness));
  assert.equal(answer.AssumedRoleUser?.Arn, 'arn:aws:sts::222233334444:assumed-role/Web/app');
  const identity = await harness.sts(keysOf(answer)).send(new GetCallerIdentityCommand({}));
  assert.equal(identity.Arn, 'arn:aws:sts::222233334444:assumed-role/Web/app');
  assert.equal(harness.sandbox.calls()[0]?.accessKeyId, '');
});

test('a token that is not registered gets InvalidIdentityToken', async t => {
  const harness = await startHarness(t);
  await refuses(assume(harness, roleFor(harness), { token: 'forged.forged.forged' }), {
    code: 'InvalidIdentityToken',
    status: 400,
    message: 'The web identity token could not be verified',
  });
});

test('an expired token gets ExpiredTokenException with both times', async t => {
  const harness = await startHarness(t);
  const seconds = Math.floor(harness.now / 1000);
  await refuses(assume(harness, roleFor(harness, seconds * 1000)), {
    code: 'ExpiredTokenException',
    status: 400,
    message: `Token expired: current date/time ${seconds} must be before the expiration date/time ${seconds}`,
  });
});

test('a token cannot assume a role that it is not registered for', async t => {
  const harness = await startHarness(t);
  roleFor(harness);
  await refuses(assume(harness, 'arn:aws:iam::222233334444:role/Developer'), {
    code: 'AccessDenied',
    status: 403,
    message: 'Not authorized to perform sts:AssumeRoleWithWebIdentity',
  });
});

test("a duration above the role's maximum is refused", async t => {
  const harness = await startHarness(t);
  await refuses(assume(harness, roleFor(harness), { DurationSeconds: 7200 }), {
    code: 'ValidationError',
    status: 400,
    message: 'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.',
  });
});

test('a token that is too short is refused, and the message does not show it', async t => {
  const harness = await startHarness(t);
  await refuses(assume(harness, roleFor(harness), { token: 'abc' }), {
    code: 'ValidationError',
    status: 400,
    message:
      "1 validation error detected: Value at 'webIdentityToken' failed to satisfy constraint: Member must have length greater than or equal to 4",
  });
});
