import assert from 'node:assert/strict';
import { test } from 'node:test';
import { proxyFor } from '../../../../src/core/aws/proxy.ts';
import { AwsroleError } from '../../../../src/core/errors.ts';

const STS = 'https://sts.eu-west-1.amazonaws.com/';

const table: [why: string, target: string, env: Record<string, string>, proxy: string | undefined][] = [
  ['nothing is set', STS, {}, undefined],
  ['the upper-case name counts', STS, { HTTPS_PROXY: 'http://p:3128' }, 'http://p:3128/'],
  ['the lower-case name wins', STS, { HTTPS_PROXY: 'http://a', https_proxy: 'http://b' }, 'http://b/'],
  [
    'an empty lower-case name turns the other off',
    STS,
    { HTTPS_PROXY: 'http://a', https_proxy: '' },
    undefined,
  ],
  ['the scheme of the target decides', STS, { HTTP_PROXY: 'http://a' }, undefined],
  [
    'http targets have their own',
    'http://127.0.0.1:4566',
    { HTTP_PROXY: 'http://a', HTTPS_PROXY: 'http://b' },
    'http://a/',
  ],
  ['ALL_PROXY is not the AWS CLI’s', STS, { ALL_PROXY: 'http://a' }, undefined],
  ['a bare host is an http proxy', STS, { https_proxy: 'proxy.corp:3128' }, 'http://proxy.corp:3128/'],
  ['so is one after two slashes', STS, { https_proxy: '//proxy.corp:3128' }, 'http://proxy.corp:3128/'],
  ['a proxy may speak TLS', STS, { https_proxy: 'https://proxy.corp' }, 'https://proxy.corp/'],
  ['a password stays', STS, { https_proxy: 'http://u:p%40ss@proxy' }, 'http://u:p%40ss@proxy/'],
];

const PROXY = { https_proxy: 'http://p', http_proxy: 'http://p' };
const bypass: [target: string, noProxy: string, isBypassed: boolean][] = [
  [STS, '*', true],
  [STS, 'sts.eu-west-1.amazonaws.com', true],
  [STS, 'amazonaws.com', true],
  [STS, '.amazonaws.com', true],
  [STS, '*.amazonaws.com', true],
  [STS, 'AmazonAWS.com', true],
  [STS, 'localhost, .amazonaws.com ,x', true],
  [STS, 'localhost amazonaws.com', true],
  [STS, 'zonaws.com', false],
  [STS, 'eu-west-1', false],
  [STS, 'amazonaws.com:443', true],
  [STS, 'amazonaws.com:8443', false],
  ['http://127.0.0.1:4566/', '127.0.0.1', true],
  ['http://127.0.0.1:4566/', '127.0.0.1:4566', true],
  ['http://127.0.0.1:4566/', '127.0.0.1:80', false],
  ['http://[::1]:4566/', '::1', true],
  ['http://[::1]:4566/', '[::1]:4566', true],
  ['http://localhost/', 'localhost:80', true],
  [STS, '', false],
  [STS, ' , ', false],
  [STS, 'sts.eu-west-1.amazonaws.co', false],
];

for (const [why, target, env, proxy] of table) {
  test(`${why}: ${JSON.stringify(env)}`, () => assert.equal(proxyFor(new URL(target), env)?.url.href, proxy));
}

for (const [target, noProxy, isBypassed] of bypass) {
  test(`no_proxy '${noProxy}' ${isBypassed ? 'spares' : 'does not spare'} ${target}`, () => {
    for (const name of ['no_proxy', 'NO_PROXY']) {
      assert.equal(proxyFor(new URL(target), { ...PROXY, [name]: noProxy }) === undefined, isBypassed);
    }
  });
}

test('the variable is told with the proxy', () => {
  assert.equal(proxyFor(new URL(STS), { HTTPS_PROXY: 'p' })?.from, 'HTTPS_PROXY');
  assert.equal(proxyFor(new URL(STS), { https_proxy: 'p' })?.from, 'https_proxy');
});

for (const value of ['socks5://user:hunter2@p', 'http://user:hunter2@', 'http://user:100%hunter2@p']) {
  test(`'${value}' is no proxy: the variable is named and the value is not shown`, () => {
    assert.throws(
      () => proxyFor(new URL(STS), { HTTPS_PROXY: value }),
      (error: unknown) => {
        assert.ok(error instanceof AwsroleError);
        assert.match(error.message, /^HTTPS_PROXY does not hold/);
        assert.ok(!`${error.message}${error.hints.join()}`.includes('hunter2'));
        return true;
      },
    );
  });
}
