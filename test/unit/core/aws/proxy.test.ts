import assert from 'node:assert/strict';
import { test } from 'node:test';
import { proxyFor } from '../../../../src/core/aws/proxy.ts';
import { AwsroleError } from '../../../../src/core/errors.ts';

const STS = 'https://sts.eu-west-1.amazonaws.com/';

const selection: [rule: string, target: string, env: Record<string, string>, proxy: string | undefined][] = [
  ['there is no proxy without a variable', STS, {}, undefined],
  ['the upper-case variable counts', STS, { HTTPS_PROXY: 'http://p:3128' }, 'http://p:3128/'],
  ['the lower-case variable wins', STS, { HTTPS_PROXY: 'http://a', https_proxy: 'http://b' }, 'http://b/'],
  [
    'an empty lower-case variable disables the upper-case one',
    STS,
    { HTTPS_PROXY: 'http://a', https_proxy: '' },
    undefined,
  ],
  ['HTTP_PROXY does not apply to an https target', STS, { HTTP_PROXY: 'http://a' }, undefined],
  [
    'HTTP_PROXY applies to an http target',
    'http://127.0.0.1:4566',
    { HTTP_PROXY: 'http://a', HTTPS_PROXY: 'http://b' },
    'http://a/',
  ],
  ['ALL_PROXY does not count, as in the AWS CLI', STS, { ALL_PROXY: 'http://a' }, undefined],
  [
    'a value without a scheme is an HTTP proxy',
    STS,
    { https_proxy: 'proxy.corp:3128' },
    'http://proxy.corp:3128/',
  ],
  [
    'a value that starts with two slashes is an HTTP proxy',
    STS,
    { https_proxy: '//proxy.corp:3128' },
    'http://proxy.corp:3128/',
  ],
  ['an https proxy is allowed', STS, { https_proxy: 'https://proxy.corp' }, 'https://proxy.corp/'],
  [
    'user name and password are kept',
    STS,
    { https_proxy: 'http://u:p%40ss@proxy' },
    'http://u:p%40ss@proxy/',
  ],
];

const PROXY = { https_proxy: 'http://p', http_proxy: 'http://p' };
const exemptions: [target: string, noProxy: string, isBypassed: boolean][] = [
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

for (const [rule, target, env, proxy] of selection) {
  test(`${rule}: ${JSON.stringify(env)}`, () =>
    assert.equal(proxyFor(new URL(target), env)?.url.href, proxy));
}

for (const [target, noProxy, isBypassed] of exemptions) {
  test(`no_proxy '${noProxy}' ${isBypassed ? 'exempts' : 'does not exempt'} ${target}`, () => {
    for (const name of ['no_proxy', 'NO_PROXY']) {
      assert.equal(proxyFor(new URL(target), { ...PROXY, [name]: noProxy }) === undefined, isBypassed);
    }
  });
}

test('proxyFor returns the name of the variable', () => {
  assert.equal(proxyFor(new URL(STS), { HTTPS_PROXY: 'p' })?.from, 'HTTPS_PROXY');
  assert.equal(proxyFor(new URL(STS), { https_proxy: 'p' })?.from, 'https_proxy');
});

for (const value of ['socks5://user:hunter2@p', 'http://user:hunter2@', 'http://user:100%hunter2@p']) {
  test(`'${value}' is not a proxy URL: the error names the variable and does not show its value`, () => {
    assert.throws(
      () => proxyFor(new URL(STS), { HTTPS_PROXY: value }),
      (error: unknown) => {
        assert.ok(error instanceof AwsroleError);
        assert.match(error.message, /^HTTPS_PROXY is not/);
        assert.ok(!`${error.message}${error.hints.join()}`.includes('hunter2'));
        return true;
      },
    );
  });
}
