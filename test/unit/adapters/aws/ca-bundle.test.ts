import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { AwsroleError } from '../../../../src/core/errors.ts';
import { temporaryFolder } from '../../../support/temp.ts';
import { CERTIFICATE } from '../fixtures/loopback-tls.ts';
import { at, failureOf, instantClock, ROLE, stsFor } from '../fixtures/sts-calls.ts';
import { session, startStub } from '../fixtures/stub-service.ts';

const file = (t: TestContext, text: string): string => {
  const path = join(temporaryFolder(t), 'bundle.pem');
  writeFileSync(path, text);
  return path;
};

const secureStub = async (t: TestContext) => {
  const stub = await startStub([session()], { tls: true });
  t.after(() => stub.close());
  return stub;
};

test('an untrusted certificate is rejected before the request is sent, and the call is not retried', async t => {
  const stub = await secureStub(t);
  const clock = instantClock();
  const error = await failureOf(stsFor({ clock }).assumeRole(at(stub.url), ROLE));
  assert.equal(error.network, 'DEPTH_ZERO_SELF_SIGNED_CERT');
  assert.equal(stub.calls.length, 0);
  assert.deepEqual(clock.slept, []);
});

test('AWS_CA_BUNDLE is trusted, or REQUESTS_CA_BUNDLE when AWS_CA_BUNDLE is unset or empty', async t => {
  const stub = await secureStub(t);
  const good = file(t, `# company\n${CERTIFICATE}`);
  for (const proxyEnv of [
    { AWS_CA_BUNDLE: good, REQUESTS_CA_BUNDLE: '/nowhere' },
    { AWS_CA_BUNDLE: '', REQUESTS_CA_BUNDLE: good },
    { REQUESTS_CA_BUNDLE: good },
  ]) {
    assert.ok(await stsFor({ proxyEnv }).assumeRole(at(stub.url), ROLE));
  }
});

test('the CA bundle of a profile has precedence over REQUESTS_CA_BUNDLE, and AWS_CA_BUNDLE over both', async t => {
  const stub = await secureStub(t);
  const good = file(t, CERTIFICATE);
  const assume = (proxyEnv: Record<string, string>, path: string) =>
    stsFor({ proxyEnv }).assumeRole({ ...at(stub.url), caBundle: { path, from: 'config:4' } }, ROLE);
  assert.ok(await assume({}, good));
  assert.ok(await assume({ REQUESTS_CA_BUNDLE: '/nowhere' }, good));
  assert.ok(await assume({ AWS_CA_BUNDLE: good }, '/nowhere'));
  await assert.rejects(assume({ REQUESTS_CA_BUNDLE: good }, '/nowhere/ca.pem'), {
    message: 'ca_bundle (config:4): cannot read /nowhere/ca.pem (ENOENT)',
    hints: ['set ca_bundle to a readable PEM file, or remove the line'],
  });
});

test('the CA bundle of one profile is not trusted in calls of another profile', async t => {
  const stub = await secureStub(t);
  const sts = stsFor();
  const caBundle = { path: file(t, CERTIFICATE), from: 'config:4' };
  assert.ok(await sts.assumeRole({ ...at(stub.url), caBundle }, ROLE));
  const error = await failureOf(sts.assumeRole(at(stub.url), ROLE));
  assert.equal(error.network, 'DEPTH_ZERO_SELF_SIGNED_CERT');
});

test('a leading ~ in the path of a profile’s CA bundle is the home folder', async t => {
  const stub = await secureStub(t);
  const home = temporaryFolder(t);
  const before = process.env['HOME'];
  process.env['HOME'] = home;
  t.after(() => {
    process.env['HOME'] = before;
  });
  writeFileSync(join(home, 'ca.pem'), CERTIFICATE);
  const caBundle = { path: '~/ca.pem', from: 'config:4' };
  assert.ok(await stsFor().assumeRole({ ...at(stub.url), caBundle }, ROLE));
});

const rejects = (t: TestContext, proxyEnv: Record<string, string>, pattern: RegExp) =>
  secureStub(t).then(stub =>
    assert.rejects(stsFor({ proxyEnv }).assumeRole(at(stub.url), ROLE), (error: unknown) => {
      assert.ok(error instanceof AwsroleError);
      assert.match(error.message, pattern);
      assert.equal(error.hints.length, 1);
      return true;
    }),
  );

test('a missing CA bundle is an error that names the variable and the file', t =>
  rejects(
    t,
    { AWS_CA_BUNDLE: '/nowhere/ca.pem' },
    /^AWS_CA_BUNDLE: cannot read \/nowhere\/ca\.pem \(ENOENT\)$/,
  ));

test('a CA bundle that is a folder is an error that names the variable', t =>
  rejects(t, { REQUESTS_CA_BUNDLE: temporaryFolder(t) }, /^REQUESTS_CA_BUNDLE: cannot read .* \(EISDIR\)$/));

test('a CA bundle without certificates is an error', t =>
  rejects(t, { AWS_CA_BUNDLE: file(t, 'hello') }, /is not a PEM file of certificates$/));

test('a CA bundle with an incomplete certificate is an error', t =>
  rejects(t, { AWS_CA_BUNDLE: file(t, CERTIFICATE.slice(0, 120)) }, /is not a PEM file of certificates$/));

test('two warm-ups connect once, and the next calls use that connection', async t => {
  const stub = await secureStub(t);
  const sts = stsFor({ proxyEnv: { AWS_CA_BUNDLE: file(t, CERTIFICATE) } });
  sts.warmUp(at(stub.url));
  sts.warmUp(at(stub.url));
  while (stub.connections() === 0) await new Promise(resolve => setTimeout(resolve, 5));
  assert.ok(await sts.assumeRole(at(stub.url), ROLE));
  // Node returns the connection to its pool after the request's last write, which may be after the answer
  await new Promise(resolve => setImmediate(resolve));
  assert.ok(await sts.assumeRole(at(stub.url), ROLE));
  assert.equal(stub.connections(), 1);
});
