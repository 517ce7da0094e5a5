import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { createFederation } from '../../../../src/adapters/aws/federation.ts';
import type { SigninSettings } from '../../../../src/ports/aws.ts';
import { temporaryFolder } from '../../../support/temp.ts';
import { CERTIFICATE } from '../fixtures/loopback-tls.ts';
import { failureOf, restless } from '../fixtures/sts-calls.ts';
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
  createFederation({ proxyEnv, clock: restless(), random: () => 1 });

test('the session is posted as a form, never in the address, and the token comes back', async t => {
  const stub = await stubFor(t, granted);
  assert.equal(await federation().signinToken(at(stub)), TOKEN);
  const [call] = stub.arrived;
  assert.equal(call?.url, '/federation');
  const { Session, ...rest } = Object.fromEntries(call?.parameters ?? []);
  assert.deepEqual(rest, { Action: 'getSigninToken' });
  assert.deepEqual(JSON.parse(Session ?? ''), {
    sessionId: SESSION.accessKeyId,
    sessionKey: SESSION.secretAccessKey,
    sessionToken: SESSION.sessionToken,
  });
});

test('a duration is sent when it is given', async t => {
  const stub = await stubFor(t, granted);
  await federation().signinToken(at(stub, { durationSeconds: 28_800 }));
  assert.equal(stub.arrived[0]?.parameters.get('SessionDuration'), '28800');
});

test('it goes through the proxy like every other call', async t => {
  const stub = await stubFor(t, granted);
  const proxy = await startProxy();
  t.after(() => proxy.close());
  await federation({ http_proxy: `http://${proxy.host}` }).signinToken(at(stub));
  assert.deepEqual(proxy.asked, [`POST ${stub.url}/federation`]);
});

test('it trusts the bundle that the profile names', async t => {
  const stub = await startStub([granted], { tls: true });
  t.after(() => stub.close());
  const path = join(temporaryFolder(t), 'ca.pem');
  writeFileSync(path, CERTIFICATE);
  const settings = at(stub, { caBundle: { path, from: 'config:4' } });
  assert.equal(await federation().signinToken(settings), TOKEN);
});

test('a refusal is a status and nothing that was said with it, which may quote the session', async t => {
  const stub = await stubFor(
    t,
    reply(400, ({ parameters }) => JSON.stringify({ SigninToken: TOKEN, said: parameters.get('Session') })),
  );
  const error = await failureOf(federation().signinToken(at(stub)));
  assert.deepEqual([error.operation, error.status, error.network], ['getSigninToken', 400, undefined]);
  assert.equal(stub.arrived.length, 1);
});

for (const [what, body] of [
  ['a page', '<html>sign in here</html>'],
  ['no token', '{}'],
  ['a token that is none', '{"SigninToken":"a b\\u001b[31m"}'],
] as const)
  test(`${what} with status 200 is no token`, async t => {
    const stub = await stubFor(t, reply(200, body));
    const error = await failureOf(federation().signinToken(at(stub)));
    assert.deepEqual([error.status, error.code], [200, undefined]);
  });

test('trouble of the service and broken connections are tried again', async t => {
  const stub = await stubFor(t, reply(503, ''), reset, granted);
  assert.equal(await federation().signinToken(at(stub)), TOKEN);
  assert.equal(stub.arrived.length, 3);
});

test('where nothing listens, the error says which host and how', async t => {
  const stub = await stubFor(t, granted);
  await stub.close();
  const error = await failureOf(federation().signinToken(at(stub)));
  assert.deepEqual([error.network, error.host], ['ECONNREFUSED', `127.0.0.1:${stub.port}`]);
});
