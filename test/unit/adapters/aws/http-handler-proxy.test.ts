import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { AwsroleError } from '../../../../src/core/errors.ts';
import { temporaryFolder } from '../../../support/temp.ts';
import { CERTIFICATE } from '../fixtures/loopback-tls.ts';
import { assertNoSecret, at, failureOf, ROLE, stsFor, WITH_CODE } from '../fixtures/sts-calls.ts';
import { startProxy } from '../fixtures/stub-proxy.ts';
import { refusal, session, startStub } from '../fixtures/stub-service.ts';

const LOGIN = 'user:proxy-Password/1';
const ENCODED = 'user:proxy-Password%2F1';

const bundle = (t: TestContext): string => {
  const file = join(temporaryFolder(t), 'ca.pem');
  writeFileSync(file, CERTIFICATE);
  return file;
};

test('a call to an http endpoint goes through http_proxy with the decoded password', async t => {
  const [stub, proxy] = [await startStub([session()]), await startProxy(LOGIN)];
  t.after(() => Promise.all([stub.close(), proxy.close()]));
  const sts = stsFor({ proxyEnv: { http_proxy: `http://${ENCODED}@${proxy.host}` } });
  assert.ok(await sts.assumeRole(at(stub.url), WITH_CODE));
  assert.deepEqual(proxy.requests, [`POST ${stub.url}/`]);
  assert.equal(stub.calls[0]?.headers['proxy-authorization'], undefined);
  assert.equal(stub.calls[0]?.parameters.get('TokenCode'), WITH_CODE.tokenCode);
});

test('a call to an https endpoint goes through a tunnel and trusts the CA bundle for the endpoint', async t => {
  const [stub, proxy] = [await startStub([session()], { tls: true }), await startProxy(LOGIN)];
  t.after(() => Promise.all([stub.close(), proxy.close()]));
  const sts = stsFor({
    proxyEnv: { HTTPS_PROXY: `http://${ENCODED}@${proxy.host}`, AWS_CA_BUNDLE: bundle(t) },
  });
  assert.ok(await sts.assumeRole(at(stub.url), ROLE));
  assert.deepEqual(proxy.requests, [`CONNECT 127.0.0.1:${stub.port}`]);
  assert.equal(stub.calls.length, 1);
});

test('an untrusted certificate is rejected through a tunnel too', async t => {
  const [stub, proxy] = [await startStub([session()], { tls: true }), await startProxy()];
  t.after(() => Promise.all([stub.close(), proxy.close()]));
  const error = await failureOf(
    stsFor({ proxyEnv: { https_proxy: proxy.host } }).assumeRole(at(stub.url), ROLE),
  );
  assert.equal(error.network, 'DEPTH_ZERO_SELF_SIGNED_CERT');
  assert.equal(stub.calls.length, 0);
});

test('a password that the proxy rejects is status 407 with the proxy’s name and without its password', async t => {
  const [stub, secure, proxy] = [
    await startStub([session()]),
    await startStub([session()], { tls: true }),
    await startProxy('a:b'),
  ];
  t.after(() => Promise.all([stub.close(), secure.close(), proxy.close()]));
  const url = `http://${ENCODED}@${proxy.host}`;
  const sts = stsFor({ proxyEnv: { http_proxy: url, https_proxy: url } });
  for (const target of [stub, secure]) {
    const error = await failureOf(sts.assumeRole(at(target.url), ROLE));
    assert.equal(error.status, 407);
    assert.equal(error.code, undefined);
    assert.equal(error.host, `127.0.0.1:${target.port} (through the proxy ${proxy.host})`);
    assert.equal(target.calls.length, 0);
  }
});

for (const [what, answer] of [
  ['without a body', 'HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n'],
  ['with a page', 'HTTP/1.1 502 Bad Gateway\r\nContent-Length: 6\r\n\r\n<html>'],
  ['with a part of a page', 'HTTP/1.1 502 Bad Gateway\r\nContent-Length: 600\r\n\r\n<html>'],
  [
    'with the XML of a service',
    'HTTP/1.1 502 Bad Gateway\r\nContent-Length: 39\r\n\r\n<Error><Code>InternalFailure</Code></Err',
  ],
] as const) {
  test(`the answer of a proxy to CONNECT ${what} is its own, and a call with a code is tried again`, async t => {
    const proxy = await startProxy(undefined, answer);
    t.after(() => proxy.close());
    const sts = stsFor({ proxyEnv: { https_proxy: proxy.host } });
    const error = await failureOf(sts.assumeRole(at('https://sts.eu-west-1.amazonaws.com'), WITH_CODE));
    assert.deepEqual(
      [error.status, error.isFromProxy, error.proxy, error.code, error.network],
      [502, true, proxy.host, undefined, undefined],
    );
    assert.equal(proxy.requests.length, 4);
  });
}

test('a server error of the service through a tunnel is not the proxy’s', async t => {
  const [stub, proxy] = [
    await startStub([refusal(503, 'ServiceUnavailable', 'busy')], { tls: true }),
    await startProxy(),
  ];
  t.after(() => Promise.all([stub.close(), proxy.close()]));
  const sts = stsFor({ proxyEnv: { https_proxy: proxy.host, AWS_CA_BUNDLE: bundle(t) } });
  const error = await failureOf(sts.assumeRole(at(stub.url), WITH_CODE));
  assert.deepEqual([error.status, error.isFromProxy, error.code], [503, false, 'ServiceUnavailable']);
});

test('a call to a host in NO_PROXY does not use the proxy', async t => {
  const [stub, proxy] = [await startStub([session()]), await startProxy()];
  t.after(() => Promise.all([stub.close(), proxy.close()]));
  const sts = stsFor({
    proxyEnv: { HTTP_PROXY: `http://${proxy.host}`, NO_PROXY: `other, 127.0.0.1:${stub.port}` },
  });
  assert.ok(await sts.assumeRole(at(stub.url), ROLE));
  assert.deepEqual(proxy.requests, []);
});

test('a proxy that accepts a connection and never answers is ETIMEDOUT', async t => {
  const silent = createServer(socket => void t.after(() => socket.destroy()));
  await new Promise<void>(resolve => silent.listen(0, '127.0.0.1', resolve));
  t.after(() => silent.close());
  const { port } = silent.address() as { port: number };
  const sts = stsFor({ answerMs: 150, proxyEnv: { https_proxy: `http://${ENCODED}@127.0.0.1:${port}` } });
  const error = await failureOf(sts.assumeRole(at('https://sts.eu-west-1.amazonaws.com'), WITH_CODE));
  assert.equal(error.network, 'ETIMEDOUT');
});

test('a proxy that hangs up is ECONNRESET, and a missing proxy is ECONNREFUSED', async () => {
  const hangingUp = createServer(socket => socket.destroy());
  await new Promise<void>(resolve => hangingUp.listen(0, '127.0.0.1', resolve));
  const { port } = hangingUp.address() as { port: number };
  const sts = stsFor({ proxyEnv: { https_proxy: `http://${ENCODED}@127.0.0.1:${port}` } });
  const settings = at('https://sts.eu-west-1.amazonaws.com');
  assert.equal((await failureOf(sts.assumeRole(settings, WITH_CODE))).network, 'ECONNRESET');
  await new Promise(resolve => hangingUp.close(resolve));
  const refused = await failureOf(sts.assumeRole(settings, WITH_CODE));
  assert.deepEqual([refused.network, refused.proxy], ['ECONNREFUSED', `127.0.0.1:${port}`]);
});

test('an invalid proxy value is an error that names its variable and not the value', async () => {
  const sts = stsFor({ proxyEnv: { https_proxy: 'socks5://user:proxy-Password@host' } });
  await assert.rejects(sts.assumeRole(at('https://sts.eu-west-1.amazonaws.com'), ROLE), (error: unknown) => {
    assertNoSecret(error);
    assert.ok(error instanceof AwsroleError);
    assert.match(error.message, /^https_proxy is not the URL/);
    return true;
  });
});
