import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { test } from 'node:test';
import { at, failureOf, instantClock, KEYS, ROLE, stsFor, WITH_CODE } from '../fixtures/sts-calls.ts';
import { refusal, reply, reset, session, sessionXml, startStub } from '../fixtures/stub-service.ts';

const closedPort = (): Promise<number> =>
  new Promise(resolve => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });

test('a service that receives the request and never answers is ETIMEDOUT after one attempt', async t => {
  let arrive = (): void => {};
  const arrived = new Promise<void>(resolve => {
    arrive = resolve;
  });
  const stub = await startStub([() => arrive()]);
  t.after(() => stub.close());
  // the deadline passes after the request has arrived, not while it is still being sent
  const { setTimeout: realTimeout } = globalThis;
  let end = (): void => {};
  t.mock.method(globalThis, 'setTimeout', (call: () => void, milliseconds: number) => {
    if (milliseconds === 54_321) end = call;
    return realTimeout(call, milliseconds);
  });
  const failing = failureOf(stsFor({ answerMs: 54_321 }).assumeRole(at(stub.url), ROLE));
  await arrived;
  end();
  const error = await failing;
  assert.equal(error.network, 'ETIMEDOUT');
  assert.equal(error.code, undefined);
  assert.equal(stub.calls.length, 1);
});

test('an answer that begins and never ends is ETIMEDOUT', async t => {
  const stub = await startStub([response => void response.writeHead(200).write('<AssumeRoleResponse>')]);
  t.after(() => stub.close());
  const error = await failureOf(stsFor({ answerMs: 150 }).assumeRole(at(stub.url), ROLE));
  assert.equal(error.network, 'ETIMEDOUT');
});

test('an answer longer than a mebibyte is EMSGSIZE', async t => {
  const stub = await startStub([response => void response.writeHead(200).end(Buffer.alloc(3_000_000, 65))]);
  t.after(() => stub.close());
  assert.equal((await failureOf(stsFor().assumeRole(at(stub.url), ROLE))).network, 'EMSGSIZE');
});

test('an answer that breaks off is ECONNRESET, and a call with an MFA code is not retried', async t => {
  const stub = await startStub([
    response => {
      response
        .writeHead(200, { 'content-length': '500' })
        .write('<AssumeRoleResponse>', () => response.socket?.destroy());
    },
  ]);
  t.after(() => stub.close());
  assert.equal((await failureOf(stsFor().assumeRole(at(stub.url), WITH_CODE))).network, 'ECONNRESET');
  assert.equal(stub.calls.length, 1);
});

test('a call without an MFA code is retried after a connection reset', async t => {
  const stub = await startStub([reset, session()]);
  t.after(() => stub.close());
  assert.ok(await stsFor().assumeRole(at(stub.url), ROLE));
  assert.equal(stub.calls.length, 2);
});

test('a call with an MFA code is not retried after a connection reset [P19]', async t => {
  const stub = await startStub([reset, session()]);
  t.after(() => stub.close());
  const error = await failureOf(stsFor().assumeRole(at(stub.url), WITH_CODE));
  assert.equal(error.network, 'ECONNRESET');
  assert.equal(stub.calls.length, 1);
});

test('a refused connection is tried three times, with and without an MFA code', async () => {
  const url = `http://127.0.0.1:${await closedPort()}`;
  for (const request of [ROLE, WITH_CODE]) {
    const clock = instantClock();
    const error = await failureOf(stsFor({ clock }).assumeRole(at(url), request));
    assert.equal(error.network, 'ECONNREFUSED');
    assert.equal(clock.slept.length, 2);
  }
});

test('a host name that does not exist is ENOTFOUND or EAI_AGAIN', async () => {
  const error = await failureOf(stsFor().getCallerIdentity(at('http://sts.nowhere-1.invalid')));
  assert.match(error.network ?? '', /^(ENOTFOUND|EAI_AGAIN)$/);
  assert.equal(error.host, 'sts.nowhere-1.invalid');
});

test('a throttled call is retried after growing pauses, with and without an MFA code', async t => {
  const slow = refusal(400, 'Throttling', 'Rate exceeded');
  for (const request of [ROLE, WITH_CODE]) {
    const stub = await startStub([slow, slow, slow, session()]);
    t.after(() => stub.close());
    const clock = instantClock();
    assert.ok(await stsFor({ clock }).assumeRole(at(stub.url), request));
    assert.deepEqual(clock.slept, [1000, 2000, 4000]);
  }
});

test('a call that is always throttled fails after four attempts', async t => {
  const stub = await startStub([refusal(429, 'TooManyRequestsException', 'slow down')]);
  t.after(() => stub.close());
  assert.equal(
    (await failureOf(stsFor().assumeRole(at(stub.url), WITH_CODE))).code,
    'TooManyRequestsException',
  );
  assert.equal(stub.calls.length, 4);
});

test('a call is retried after a 5xx, but not with an MFA code, which AWS may have used', async t => {
  for (const failing of [refusal(500, 'InternalFailure', 'oops'), reply(503, '<html>maintenance</html>')]) {
    const stub = await startStub([failing, session(), failing]);
    t.after(() => stub.close());
    assert.ok(await stsFor().assumeRole(at(stub.url), ROLE));
    assert.equal(stub.calls.length, 2);
    const error = await failureOf(stsFor().assumeRole(at(stub.url), WITH_CODE));
    assert.ok((error.status ?? 0) >= 500);
    assert.equal(stub.calls.length, 3);
  }
});

const HOUR = 3_600_000;
const expired = (offset: number) =>
  refusal(403, 'SignatureDoesNotMatch', 'Signature expired: 20261124T000000Z is now earlier than …', {
    date: new Date(Date.now() + offset).toUTCString(),
  });

const signedAt = (headers: { [name: string]: unknown } | undefined): number =>
  Date.parse(String(headers?.['x-amz-date']).replace(/^(....)(..)(..)T(..)(..)(..)Z$/, '$1-$2-$3T$4:$5:$6Z'));

test("a request rejected for its date is repeated once with the same MFA code, signed with the service's time [P17]", async t => {
  const expiration = new Date(Date.now() + 2 * HOUR).toISOString();
  const right = reply(200, sessionXml('AssumeRole', expiration), {
    date: new Date(Date.now() + HOUR).toUTCString(),
  });
  const stub = await startStub([expired(HOUR), right]);
  t.after(() => stub.close());
  const sts = stsFor();
  const got = await sts.assumeRole(at(stub.url), WITH_CODE);
  assert.ok(Math.abs(got.clockOffset - HOUR) < 60_000);
  const [first, second] = stub.calls;
  assert.ok(Math.abs(signedAt(second?.headers) - signedAt(first?.headers) - HOUR) < 60_000);
  assert.equal(second?.parameters.get('TokenCode'), WITH_CODE.tokenCode);
  await sts.assumeRole(at(stub.url), ROLE);
  assert.equal(stub.calls.length, 3, 'the next call already uses the service’s time');
  assert.ok(Math.abs(signedAt(stub.calls[2]?.headers) - signedAt(first?.headers) - HOUR) < 60_000);
});

test('a request rejected for its date twice is an error with the clock offset [P17]', async t => {
  const stub = await startStub([expired(-HOUR)]);
  t.after(() => stub.close());
  const error = await failureOf(stsFor().assumeRole(at(stub.url), WITH_CODE));
  assert.equal(error.code, 'SignatureDoesNotMatch');
  assert.ok(Math.abs((error.clockOffset ?? 0) + HOUR) < 60_000, `${error.clockOffset}`);
  assert.equal(stub.calls.length, 2);
});

test('a signature rejected with a correct clock is not repeated', async t => {
  const stub = await startStub([
    refusal(403, 'SignatureDoesNotMatch', 'The request signature we calculated does not match'),
  ]);
  t.after(() => stub.close());
  await failureOf(stsFor().assumeRole(at(stub.url), ROLE));
  assert.equal(stub.calls.length, 1);
});

test('a failed warm-up has no effect on the next call', async () => {
  const sts = stsFor();
  sts.warmUp({ region: 'eu-west-1', endpoint: 'https://127.0.0.1:9' });
  sts.warmUp({ region: 'eu-west-1', endpoint: 'no URL' });
  const error = await failureOf(
    sts.getCallerIdentity({ credentials: KEYS, region: 'x', endpoint: 'http://127.0.0.1:9' }),
  );
  assert.equal(error.network, 'ECONNREFUSED');
});
