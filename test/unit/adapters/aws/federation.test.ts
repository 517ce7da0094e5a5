import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { createFederation } from '../../../../src/adapters/aws/federation.ts';
import type { SigninSettings } from '../../../../src/ports/aws.ts';
import { temporaryFolder } from '../../../support/temp.ts';
import { CERTIFICATE } from '../fixtures/loopback-tls.ts';
import { failureOf, instantClock } from '../fixtures/sts-calls.ts';
import { startProxy } from '../fixtures/stub-proxy.ts';
import { reply, reset, SESSION, type StubService, startStub } from '../fixtures/stub-service.ts';

const TOKEN = 'signin+Token/0123456789==';
const granted = reply(200, JSON.stringify({ SigninToken: TOKEN }));

const stubFor = async (t: TestContext, ...replies: Parameters<typeof startStub>[0][number][]) => {
  const stub = await startStub(replies);
  t.after(() => stub.close());
  return stub;
};

const at = (stub: StubService, more: Partial<SigninSettings> = {}): SigninSettings => ({
  signin: stub.url,
  region: 'eu-west-1',
  credentials: SESSION,
  ...more,
});

const federation = (proxyEnv: Record<string, string> = {}) =>
  createFederation({ proxyEnv, clock: instantClock(), random: () => 1 });

test('signinToken posts the session as a form, not in the URL, and returns the token', async t => {
  const stub = await stubFor(t, granted);
  assert.equal(await federation().signinToken(at(stub)), TOKEN);
  const [call] = stub.calls;
  assert.equal(call?.url, '/federation');
  const { Session, ...rest } = Object.fromEntries(call?.parameters ?? []);
  assert.deepEqual(rest, { Action: 'getSigninToken' });
  assert.deepEqual(JSON.parse(Session ?? ''), {
    sessionId: SESSION.accessKeyId,
    sessionKey: SESSION.secretAccessKey,
    sessionToken: SESSION.sessionToken,
  });
});

test('signinToken sends a given duration as SessionDuration', async t => {
  const stub = await stubFor(t, granted);
  await federation().signinToken(at(stub, { durationSeconds: 28_800 }));
  assert.equal(stub.calls[0]?.parameters.get('SessionDuration'), '28800');
});

test('signinToken uses the configured proxy', async t => {
  const stub = await stubFor(t, granted);
  const proxy = await startProxy();
  t.after(() => proxy.close());
  await federation({ http_proxy: `http://${proxy.host}` }).signinToken(at(stub));
  assert.deepEqual(proxy.requests, [`POST ${stub.url}/federation`]);
});

test('signinToken trusts the CA bundle of the profile', async t => {
  const stub = await startStub([granted], { tls: true });
  t.after(() => stub.close());
  const path = join(temporaryFolder(t), 'ca.pem');
  writeFileSync(path, CERTIFICATE);
  const settings = at(stub, { caBundle: { path, from: 'config:4' } });
  assert.equal(await federation().signinToken(settings), TOKEN);
});

test('a refusal is an error with its status and without its body, which may quote the session', async t => {
  const stub = await stubFor(
    t,
    reply(400, ({ parameters }) => JSON.stringify({ SigninToken: TOKEN, said: parameters.get('Session') })),
  );
  const error = await failureOf(federation().signinToken(at(stub)));
  assert.deepEqual([error.operation, error.status, error.network], ['getSigninToken', 400, undefined]);
  assert.equal(stub.calls.length, 1);
});

for (const [what, body] of [
  ['an HTML page', '<html>sign in here</html>'],
  ['no token', '{}'],
  ['an invalid token', '{"SigninToken":"a b\\u001b[31m"}'],
] as const)
  test(`an answer with status 200 and ${what} is an error`, async t => {
    const stub = await stubFor(t, reply(200, body));
    const error = await failureOf(federation().signinToken(at(stub)));
    assert.deepEqual([error.status, error.code], [200, undefined]);
  });

test('signinToken is retried after a 503 and after a connection reset', async t => {
  const stub = await stubFor(t, reply(503, ''), reset, granted);
  assert.equal(await federation().signinToken(at(stub)), TOKEN);
  assert.equal(stub.calls.length, 3);
});

test('a refused connection is an error with the host and ECONNREFUSED', async t => {
  const stub = await stubFor(t, granted);
  await stub.close();
  const error = await failureOf(federation().signinToken(at(stub)));
  assert.deepEqual([error.network, error.host], ['ECONNREFUSED', `127.0.0.1:${stub.port}`]);
});

test('signinToken measures the clock in an answer with a token, and not in any other answer', async t => {
  const date = new Date(Date.now() + 7_200_000).toUTCString();
  const offsets: number[] = [];
  const measure = async (offset: number): Promise<void> => void offsets.push(offset);
  const client = createFederation({ proxyEnv: {}, clock: instantClock(), random: () => 1, measure });
  const body = JSON.stringify({ SigninToken: TOKEN });
  const stub = await stubFor(
    t,
    reply(400, '', { date }),
    reply(200, '<html>', { date }),
    reply(200, body, { date }),
  );
  await failureOf(client.signinToken(at(stub)));
  await failureOf(client.signinToken(at(stub)));
  assert.deepEqual(offsets, []);
  await client.signinToken(at(stub));
  assert.equal(offsets.length, 1);
  assert.equal(Math.round((offsets[0] ?? 0) / 60_000), 120);
});
