import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { AwsroleError } from '../../../../src/core/errors.ts';
import { temporaryFolder } from '../../../support/temp.ts';
import { CERTIFICATE } from '../fixtures/loopback-tls.ts';
import { at, failureOf, ROLE, restless, stsFor } from '../fixtures/sts-calls.ts';
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

test('a certificate nobody vouches for is refused at once, before anything is sent', async t => {
  const stub = await secureStub(t);
  const clock = restless();
  const error = await failureOf(stsFor({ clock }).assumeRole(at(stub.url), ROLE));
  assert.equal(error.network, 'DEPTH_ZERO_SELF_SIGNED_CERT');
  assert.equal(stub.arrived.length, 0);
  assert.deepEqual(clock.slept, []);
});

test('AWS_CA_BUNDLE vouches for it; REQUESTS_CA_BUNDLE does when the first is unset or empty', async t => {
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

test('the bundle of a profile comes after AWS_CA_BUNDLE and before REQUESTS_CA_BUNDLE', async t => {
  const stub = await secureStub(t);
  const good = file(t, CERTIFICATE);
  const assume = (proxyEnv: Record<string, string>, path: string) =>
    stsFor({ proxyEnv }).assumeRole({ ...at(stub.url), caBundle: { path, from: 'config:4' } }, ROLE);
  assert.ok(await assume({}, good));
  assert.ok(await assume({ REQUESTS_CA_BUNDLE: '/nowhere' }, good));
  assert.ok(await assume({ AWS_CA_BUNDLE: good }, '/nowhere'));
  await assert.rejects(assume({ REQUESTS_CA_BUNDLE: good }, '/nowhere/ca.pem'), {
    message: 'ca_bundle (config:4): cannot read /nowhere/ca.pem (ENOENT)',
    hints: ['let ca_bundle name a readable PEM file, or take the line out'],
  });
});

test('the bundle of one profile vouches for nothing that another one calls', async t => {
  const stub = await secureStub(t);
  const sts = stsFor();
  const caBundle = { path: file(t, CERTIFICATE), from: 'config:4' };
  assert.ok(await sts.assumeRole({ ...at(stub.url), caBundle }, ROLE));
  const error = await failureOf(sts.assumeRole(at(stub.url), ROLE));
  assert.equal(error.network, 'DEPTH_ZERO_SELF_SIGNED_CERT');
});

test('a bundle in the home folder may be written with ~', async t => {
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

test('a bundle that is not there is named with its variable', t =>
  rejects(
    t,
    { AWS_CA_BUNDLE: '/nowhere/ca.pem' },
    /^AWS_CA_BUNDLE: cannot read \/nowhere\/ca\.pem \(ENOENT\)$/,
  ));

test('a folder for a bundle is named with its variable', t =>
  rejects(t, { REQUESTS_CA_BUNDLE: temporaryFolder(t) }, /^REQUESTS_CA_BUNDLE: cannot read .* \(EISDIR\)$/));

test('a file without certificates is not a bundle', t =>
  rejects(t, { AWS_CA_BUNDLE: file(t, 'hello') }, /is not a PEM file of certificates$/));

test('a certificate cut short is not a bundle', t =>
  rejects(t, { AWS_CA_BUNDLE: file(t, CERTIFICATE.slice(0, 120)) }, /is not a PEM file of certificates$/));

test('warming up connects once, and the call uses that connection', async t => {
  const stub = await secureStub(t);
  const sts = stsFor({ proxyEnv: { AWS_CA_BUNDLE: file(t, CERTIFICATE) } });
  sts.warmUp(at(stub.url));
  sts.warmUp(at(stub.url));
  while (stub.connections() === 0) await new Promise(resolve => setTimeout(resolve, 5));
  assert.ok(await sts.assumeRole(at(stub.url), ROLE));
  // Node gives the connection back once the request's last write is reported, which may be after the answer
  await new Promise(resolve => setImmediate(resolve));
  assert.ok(await sts.assumeRole(at(stub.url), ROLE));
  assert.equal(stub.connections(), 1);
});
