import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { AssumeRoleCommand, GetSessionTokenCommand } from '@aws-sdk/client-sts';
import { demoWorld } from '../../../../src/sandbox/home/demo-world.ts';
import { startSandbox } from '../../../../src/sandbox/http/server.ts';
import { type CallLog, CallRing, describeCall } from '../../../../src/sandbox/protocol/call-log.ts';
import { parseParameters } from '../../../../src/sandbox/protocol/query-protocol.ts';
import { sendRaw } from '../../../support/raw-request.ts';
import { startHarness } from '../../../support/sandbox-harness.ts';

test('the log has access key ID, operation and outcome of each call, and no secret', async t => {
  const { sts, alice, sandbox, now, world } = await startHarness(t);
  const { code, serial } = sandbox.nextCode();
  const mfa = { SerialNumber: serial, TokenCode: code };
  const RoleArn = 'arn:aws:iam::444455556666:role/ReadOnly';
  await sts(alice).send(new GetSessionTokenCommand(mfa));
  const command = new AssumeRoleCommand({ RoleArn, RoleSessionName: 'alice', DurationSeconds: 900 });
  await assert.rejects(sts(alice).send(command));
  const common = { accessKeyId: alice.accessKeyId, at: now };
  assert.deepEqual(sandbox.calls(), [
    {
      ...common,
      operation: 'GetSessionToken',
      roleArn: undefined,
      serial,
      durationSeconds: undefined,
      outcome: 'ok',
    },
    {
      ...common,
      operation: 'AssumeRole',
      roleArn: RoleArn,
      serial: undefined,
      durationSeconds: 900,
      outcome: 'AccessDenied',
    },
  ]);
  const [session] = world.sessions.values();
  assert.ok(session);
  const text = JSON.stringify(sandbox.calls());
  for (const secret of [code, alice.secretAccessKey, session.secretAccessKey, session.sessionToken]) {
    assert.ok(!text.includes(secret));
  }
});

test('the log listener receives every call', async t => {
  const entries: CallLog[] = [];
  const sandbox = await startSandbox({ world: demoWorld(), log: entry => entries.push(entry) });
  t.after(() => sandbox.close());
  const headers = { host: `localhost:${sandbox.port}` };
  const path = '/?Action=GetCallerIdentity&Version=2011-06-15';
  await sendRaw(sandbox.port, { method: 'GET', path, headers, body: '' });
  assert.deepEqual(
    entries.map(({ operation, outcome }) => [operation, outcome]),
    [['GetCallerIdentity', 'MissingAuthenticationToken']],
  );
  assert.deepEqual(sandbox.calls(), entries);
});

test('the log keeps the last 1000 calls and the first 256 characters of a field [P31]', async t => {
  const ring = new CallRing();
  for (let at = 0; at < 1001; at += 1) {
    ring.add({ operation: 'GetCallerIdentity', accessKeyId: '', outcome: 'ok', at });
  }
  assert.deepEqual([ring.all().length, ring.all()[0]?.at], [1000, 1]);
  const { sandbox } = await startHarness(t);
  const headers = { host: `127.0.0.1:${sandbox.port}` };
  const path = `/?Action=${'x'.repeat(9000)}&Version=2011-06-15`;
  await sendRaw(sandbox.port, { method: 'GET', path, headers, body: '' });
  assert.equal(sandbox.calls()[0]?.operation.length, 256);
});

test('a log entry does not keep the request body in memory', () => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const ring = new CallRing();
  collect();
  const before = process.memoryUsage().heapUsed;
  for (let at = 0; at < 300; at += 1) {
    const body = `Action=AssumeRole&RoleArn=arn:aws:iam::111122223333:role/${at}&X=`.padEnd(64 * 1024, 'x');
    ring.add(describeCall('AssumeRole', '', parseParameters(Buffer.from(body).toString()), 'ok', at));
  }
  collect();
  const growth = process.memoryUsage().heapUsed - before;
  assert.equal(ring.all().length, 300);
  assert.ok(growth < 5_000_000, `the heap grew by ${growth} bytes for requests of ${300 * 64 * 1024}`);
});
