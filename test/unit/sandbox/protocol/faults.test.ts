import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { test } from 'node:test';
import { AssumeRoleCommand, GetCallerIdentityCommand, GetSessionTokenCommand } from '@aws-sdk/client-sts';
import type { Fault } from '../../../../src/sandbox/protocol/faults.ts';
import { codeIn, sendRaw, signedRequest } from '../../../support/raw-request.ts';
import { keysOf, refuses, startHarness } from '../../../support/sandbox-harness.ts';

test('a fault affects the given number of calls of its operation, then calls succeed again', async t => {
  const { sts, alice, sandbox } = await startHarness(t);
  sandbox.inject({ operation: 'GetCallerIdentity', times: 2, kind: 'throttle' });
  assert.ok(keysOf(await sts(alice).send(new GetSessionTokenCommand({}))));
  for (let count = 0; count < 2; count += 1) {
    await refuses(sts(alice).send(new GetCallerIdentityCommand({})), {
      code: 'Throttling',
      status: 400,
      message: 'Rate exceeded',
    });
  }
  assert.ok(await sts(alice).send(new GetCallerIdentityCommand({})));
});

test('the sandbox applies queued faults in order, one per call', async t => {
  const harness = await startHarness(t);
  harness.sandbox.inject({ times: 1, kind: '500' });
  harness.sandbox.inject({ times: 1, kind: 'throttle' });
  const codes: (string | undefined)[] = [];
  for (let count = 0; count < 3; count += 1) {
    codes.push(codeIn(await sendRaw(harness.sandbox.port, await signedRequest(harness))));
  }
  assert.deepEqual(codes, ['InternalFailure', 'Throttling', undefined]);
});

test('the fault 500 answers an error of type Receiver with status 500', async t => {
  const harness = await startHarness(t);
  harness.sandbox.inject({ times: 1, kind: '500' });
  const answer = await sendRaw(harness.sandbox.port, await signedRequest(harness));
  assert.equal(answer.status, 500);
  assert.match(answer.body, /<Type>Receiver<\/Type>/);
});

test('the fault reset breaks the connection and does not use up the MFA code', async t => {
  const { sts, alice, sandbox } = await startHarness(t);
  sandbox.inject({ times: 1, kind: 'reset' });
  const { code, serial } = sandbox.nextCode();
  const command = () => new GetSessionTokenCommand({ SerialNumber: serial, TokenCode: code });
  await assert.rejects(sts(alice).send(command()), { code: 'ECONNRESET' });
  assert.ok(keysOf(await sts(alice).send(command())));
});

for (const kind of ['truncate', 'xml-garbage'] as const satisfies Fault['kind'][]) {
  test(`the fault ${kind} makes the answer invalid and uses up the MFA code`, async t => {
    const { sts, alice, sandbox } = await startHarness(t);
    sandbox.inject({ times: 1, kind });
    const { code, serial } = sandbox.nextCode();
    const command = () => new GetSessionTokenCommand({ SerialNumber: serial, TokenCode: code });
    await assert.rejects(sts(alice).send(command()), (error: Error) => error.name !== 'AccessDenied');
    await assert.rejects(sts(alice).send(command()), { name: 'AccessDenied' });
    assert.deepEqual(
      sandbox.calls().map(({ outcome }) => outcome),
      ['ok', 'AccessDenied'],
    );
  });
}

test('the fault xml-garbage leaves the secrets in the answer readable', async t => {
  const harness = await startHarness(t);
  harness.sandbox.inject({ times: 1, kind: 'xml-garbage' });
  const body = 'Action=GetSessionToken&Version=2011-06-15';
  const answer = await sendRaw(harness.sandbox.port, await signedRequest(harness, { body }));
  const [session] = harness.world.sessions.values();
  assert.ok(session);
  assert.ok(answer.body.includes(session.secretAccessKey));
  assert.doesNotMatch(answer.body, /<\//);
});

test('the fault hang leaves the call without an answer until the sandbox closes', async t => {
  const { sts, alice, sandbox } = await startHarness(t);
  sandbox.inject({ operation: 'AssumeRole', times: 1, kind: 'hang' });
  const hanging = sts(alice).send(
    new AssumeRoleCommand({ RoleArn: 'arn:aws:iam::222233334444:role/Developer', RoleSessionName: 'alice' }),
  );
  const ended = assert.rejects(hanging);
  while (sandbox.calls().length === 0) await new Promise(resolve => setImmediate(resolve));
  assert.equal(sandbox.calls()[0]?.outcome, 'hang');
  assert.ok(await sts(alice).send(new GetCallerIdentityCommand({})), 'another call succeeds meanwhile');
  await sandbox.close();
  await ended;
});

test('the fault delay does not change the answer', async t => {
  const { sts, alice, sandbox } = await startHarness(t);
  sandbox.inject({ times: 1, kind: 'delay', ms: 20 });
  const { Account } = await sts(alice).send(new GetCallerIdentityCommand({}));
  assert.equal(Account, '111122223333');
});

test('close() ends connections without a request and frees the port', async t => {
  const { sandbox } = await startHarness(t);
  const socket = connect(sandbox.port, '127.0.0.1');
  await once(socket, 'connect');
  const closed = once(socket, 'close');
  await sandbox.close();
  await closed;
  const refused = connect(sandbox.port, '127.0.0.1');
  const [error] = await once(refused, 'error');
  assert.equal(error.code, 'ECONNREFUSED');
});
