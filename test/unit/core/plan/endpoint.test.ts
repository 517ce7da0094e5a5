import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AwsroleError } from '../../../../src/core/errors.ts';
import type { Setting } from '../../../../src/core/ini/setting.ts';
import { customEndpoint, type EndpointInput, legacyStsEndpoint } from '../../../../src/core/plan/endpoint.ts';

const settings = (values: Record<string, string>): Map<string, Setting> =>
  new Map(
    Object.entries(values).map(([key, value], index) => [
      key,
      { key, value, file: 'config', line: index + 1 },
    ]),
  );

const services = (sts: Record<string, string>): EndpointInput['services'] =>
  new Map([['local', new Map([['sts', settings(sts)]])]]);

/** An input with a different URL in every place, so that removing one shows the next in precedence. */
const everywhere = (): {
  env: Record<string, string>;
  profile: { settings: Map<string, Setting> };
  services: EndpointInput['services'];
} => ({
  env: {
    AWS_ENDPOINT_URL_STS: 'http://one',
    AWS_ENDPOINT_URL_IAM: 'http://iam',
    AWS_ENDPOINT_URL: 'http://two',
  },
  profile: { settings: settings({ services: 'local', endpoint_url: 'http://four:4566/x' }) },
  services: services({ endpoint_url: 'https://three' }),
});

test("precedence of endpoints: the service's variable, AWS_ENDPOINT_URL, the services section, the profile's endpoint_url", () => {
  const input = everywhere();
  assert.deepEqual(customEndpoint('sts', input), { url: 'http://one', from: 'AWS_ENDPOINT_URL_STS' });
  assert.deepEqual(customEndpoint('iam', input), { url: 'http://iam', from: 'AWS_ENDPOINT_URL_IAM' });
  delete input.env['AWS_ENDPOINT_URL_STS'];
  assert.deepEqual(customEndpoint('sts', input), { url: 'http://two', from: 'AWS_ENDPOINT_URL' });
  delete input.env['AWS_ENDPOINT_URL'];
  assert.deepEqual(customEndpoint('sts', input), { url: 'https://three', from: 'config:1' });
  input.services = services({});
  assert.deepEqual(customEndpoint('sts', input), { url: 'http://four:4566/x', from: 'config:2' });
  input.profile.settings.delete('endpoint_url');
  assert.equal(customEndpoint('sts', input), undefined);
});

test('an endpoint in the services section does not apply to another service', () => {
  const input = { ...everywhere(), env: {} };
  assert.equal(customEndpoint('iam', input)?.url, 'http://four:4566/x');
});

test('empty endpoint variables and keys are ignored', () => {
  assert.equal(customEndpoint('sts', { env: { AWS_ENDPOINT_URL_STS: '', AWS_ENDPOINT_URL: '' } }), undefined);
  assert.equal(
    customEndpoint('sts', { env: {}, profile: { settings: settings({ endpoint_url: ' ' }) } }),
    undefined,
  );
});

test('AWS_IGNORE_CONFIGURED_ENDPOINT_URLS and its profile key disable every custom endpoint; the variable overrides the key', () => {
  const input = everywhere();
  assert.equal(
    customEndpoint('sts', { ...input, env: { ...input.env, AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'TRUE' } }),
    undefined,
  );
  input.profile.settings.set('ignore_configured_endpoint_urls', {
    key: '',
    value: 'true',
    file: 'config',
    line: 9,
  });
  assert.equal(customEndpoint('sts', input), undefined);
  input.env['AWS_IGNORE_CONFIGURED_ENDPOINT_URLS'] = 'false';
  assert.equal(customEndpoint('sts', input)?.url, 'http://one');
});

for (const url of [
  'localhost:4566',
  'ftp://host',
  'http://',
  'sts.amazonaws.com',
  'https://user:hunter2@host',
  'not a url',
]) {
  test(`'${url}' is refused as an endpoint; the error names the place and does not show the value`, () => {
    const check = (from: string) => (error: unknown) => {
      assert.ok(error instanceof AwsroleError);
      assert.equal(error.message, `${from}: this is not the URL of an endpoint`);
      assert.ok(!error.hints.join().includes('hunter2'));
      return true;
    };
    assert.throws(() => customEndpoint('sts', { env: { AWS_ENDPOINT_URL: url } }), check('AWS_ENDPOINT_URL'));
    const profile = { settings: settings({ region: 'x', endpoint_url: url }) };
    assert.throws(() => customEndpoint('sts', { env: {}, profile }), check('config:2'));
  });
}

test('the error about a missing services section names the line that refers to it', () => {
  const profile = { settings: settings({ services: 'remote' }) };
  assert.throws(() => customEndpoint('sts', { env: {}, profile, services: services({}) }), {
    message: 'there is no section [services remote] (config:1 names it)',
  });
});

const legacy: [
  env: Record<string, string>,
  values: Record<string, string>,
  partition: string,
  from: string | undefined,
][] = [
  [{}, {}, 'aws', undefined],
  [{}, { sts_regional_endpoints: 'regional' }, 'aws', undefined],
  [{}, { sts_regional_endpoints: 'legacy' }, 'aws', 'config:1'],
  [{ AWS_STS_REGIONAL_ENDPOINTS: 'legacy' }, {}, 'aws', 'AWS_STS_REGIONAL_ENDPOINTS'],
  [{ AWS_STS_REGIONAL_ENDPOINTS: 'regional' }, { sts_regional_endpoints: 'legacy' }, 'aws', undefined],
  [{ AWS_STS_REGIONAL_ENDPOINTS: 'legacy' }, {}, 'aws-cn', undefined],
];

for (const [env, values, partition, from] of legacy) {
  test(`legacy STS endpoint for ${JSON.stringify(env)} ${JSON.stringify(values)} in ${partition}: ${from ?? 'none'}`, () => {
    const expected = from && { url: 'https://sts.amazonaws.com', region: 'us-east-1', from };
    assert.deepEqual(
      legacyStsEndpoint({ env, profile: { settings: settings(values) } }, partition),
      expected,
    );
  });
}
