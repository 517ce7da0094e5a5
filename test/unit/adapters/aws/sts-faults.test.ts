import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { test } from 'node:test';
import { at, failureOf, KEYS, ROLE, restless, stsFor, WITH_CODE } from '../fixtures/sts-calls.ts';
import { refusal, reply, reset, session, sessionXml, startStub } from '../fixtures/stub-service.ts';

const closedPort = (): Promise<number> =>
  new Promise(resolve => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });

test('a service that takes the request and never answers ends in ETIMEDOUT after one try', async t => {
  let arrive = (): void => {};
  const arrived = new Promise<void>(resolve => {
    arrive = resolve;
  });
  const stub = await startStub([() => arrive()]);
  t.after(() => stub.close());
  // the time for an answer is over once the request is there, not while it is still made
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
  assert.equal(stub.arrived.length, 1);
});

test('an answer that begins and never ends is ETIMEDOUT too', async t => {
  const stub = await startStub([response => void response.writeHead(200).write('<AssumeRoleResponse>')]);
  t.after(() => stub.close());
  const error = await failureOf(stsFor({ answerMs: 150 }).assumeRole(at(stub.url), ROLE));
  assert.equal(error.network, 'ETIMEDOUT');
});

test('an answer without end is cut off', async t => {
  const stub = await startStub([response => void response.writeHead(200).end(Buffer.alloc(3_000_000, 65))]);
  t.after(() => stub.close());
  assert.equal((await failureOf(stsFor().assumeRole(at(stub.url), ROLE))).network, 'EMSGSIZE');
});

test('an answer that breaks off half way is a network fault', async t => {
  const stub = await startStub([
    response => {
      response
        .writeHead(200, { 'content-length': '500' })
        .write('<AssumeRoleResponse>', () => response.socket?.destroy());
    },
  ]);
  t.after(() => stub.close());
  assert.equal((await failureOf(stsFor().assumeRole(at(stub.url), WITH_CODE))).network, 'ECONNRESET');
  assert.equal(stub.arrived.length, 1);
});

test('a reset is tried again when no code was sent', async t => {
  const stub = await startStub([reset, session()]);
  t.after(() => stub.close());
  assert.ok(await stsFor().assumeRole(at(stub.url), ROLE));
  assert.equal(stub.arrived.length, 2);
});

test('a reset is never tried again with a code on board [P19]', async t => {
  const stub = await startStub([reset, session()]);
  t.after(() => stub.close());
  const error = await failureOf(stsFor().assumeRole(at(stub.url), WITH_CODE));
  assert.equal(error.network, 'ECONNRESET');
  assert.equal(stub.arrived.length, 1);
});

test('a refused connection is tried three times, code or not', async () => {
  const url = `http://127.0.0.1:${await closedPort()}`;
  for (const request of [ROLE, WITH_CODE]) {
    const clock = restless();
    const error = await failureOf(stsFor({ clock }).assumeRole(at(url), request));
    assert.equal(error.network, 'ECONNREFUSED');
    assert.equal(clock.slept.length, 2);
  }
});

test('a host that does not exist is ENOTFOUND or EAI_AGAIN', async () => {
  const error = await failureOf(stsFor().getCallerIdentity(at('http://sts.nowhere-1.invalid')));
  assert.match(error.network ?? '', /^(ENOTFOUND|EAI_AGAIN)$/);
  assert.equal(error.host, 'sts.nowhere-1.invalid');
});

test('throttling is waited out with growing pauses, code or not', async t => {
  const slow = refusal(400, 'Throttling', 'Rate exceeded');
  for (const request of [ROLE, WITH_CODE]) {
    const stub = await startStub([slow, slow, slow, session()]);
    t.after(() => stub.close());
    const clock = restless();
    assert.ok(await stsFor({ clock }).assumeRole(at(stub.url), request));
    assert.deepEqual(clock.slept, [1000, 2000, 4000]);
  }
});

test('throttling that does not end is given up after four tries', async t => {
  const stub = await startStub([refusal(429, 'TooManyRequestsException', 'slow down')]);
  t.after(() => stub.close());
  assert.equal(
    (await failureOf(stsFor().assumeRole(at(stub.url), WITH_CODE))).code,
    'TooManyRequestsException',
  );
  assert.equal(stub.arrived.length, 4);
});

test('a 5xx is tried again, but not with a code on board: it may be spent', async t => {
  for (const failing of [refusal(500, 'InternalFailure', 'oops'), reply(503, '<html>maintenance</html>')]) {
    const stub = await startStub([failing, session(), failing]);
    t.after(() => stub.close());
    assert.ok(await stsFor().assumeRole(at(stub.url), ROLE));
    assert.equal(stub.arrived.length, 2);
    const error = await failureOf(stsFor().assumeRole(at(stub.url), WITH_CODE));
    assert.ok((error.status ?? 0) >= 500);
    assert.equal(stub.arrived.length, 3);
  }
});

const HOUR = 3_600_000;
const expired = (offset: number) =>
  refusal(403, 'SignatureDoesNotMatch', 'Signature expired: 20261124T000000Z is now earlier than …', {
    date: new Date(Date.now() + offset).toUTCString(),
  });

const signedAt = (headers: { [name: string]: unknown } | undefined): number =>
  Date.parse(String(headers?.['x-amz-date']).replace(/^(....)(..)(..)T(..)(..)(..)Z$/, '$1-$2-$3T$4:$5:$6Z'));

test("a request refused for its date goes out once more, signed for the service's time, code and all [P17]", async t => {
  const expiration = new Date(Date.now() + 2 * HOUR).toISOString();
  const right = reply(200, sessionXml('AssumeRole', expiration), {
    date: new Date(Date.now() + HOUR).toUTCString(),
  });
  const stub = await startStub([expired(HOUR), right]);
  t.after(() => stub.close());
  const sts = stsFor();
  const got = await sts.assumeRole(at(stub.url), WITH_CODE);
  assert.ok(Math.abs(got.clockOffset - HOUR) < 60_000);
  const [first, second] = stub.arrived;
  assert.ok(Math.abs(signedAt(second?.headers) - signedAt(first?.headers) - HOUR) < 60_000);
  assert.equal(second?.parameters.get('TokenCode'), WITH_CODE.tokenCode);
  await sts.assumeRole(at(stub.url), ROLE);
  assert.equal(stub.arrived.length, 3, 'the next call knows the time already');
  assert.ok(Math.abs(signedAt(stub.arrived[2]?.headers) - signedAt(first?.headers) - HOUR) < 60_000);
});

test('a clock that stays wrong is told with its offset after one more try [P17]', async t => {
  const stub = await startStub([expired(-HOUR)]);
  t.after(() => stub.close());
  const error = await failureOf(stsFor().assumeRole(at(stub.url), WITH_CODE));
  assert.equal(error.code, 'SignatureDoesNotMatch');
  assert.ok(Math.abs((error.clockOffset ?? 0) + HOUR) < 60_000, `${error.clockOffset}`);
  assert.equal(stub.arrived.length, 2);
});

test('a wrong secret is no matter of the clock and is not tried again', async t => {
  const stub = await startStub([
    refusal(403, 'SignatureDoesNotMatch', 'The request signature we calculated does not match'),
  ]);
  t.after(() => stub.close());
  await failureOf(stsFor().assumeRole(at(stub.url), ROLE));
  assert.equal(stub.arrived.length, 1);
});

test('a warm-up towards nothing does no harm', async () => {
  const sts = stsFor();
  sts.warmUp({ region: 'eu-west-1', endpoint: 'https://127.0.0.1:9' });
  sts.warmUp({ region: 'eu-west-1', endpoint: 'no URL' });
  const error = await failureOf(
    sts.getCallerIdentity({ credentials: KEYS, region: 'x', endpoint: 'http://127.0.0.1:9' }),
  );
  assert.equal(error.network, 'ECONNREFUSED');
});
