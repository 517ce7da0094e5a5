import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { clientConfig, quietly } from '../../../../src/adapters/aws/client-config.ts';
import { createHttp } from '../../../../src/adapters/aws/http-handler.ts';
import { Observer } from '../../../../src/adapters/aws/service-answer.ts';
import { temporaryFolder } from '../../../support/temp.ts';
import { at, failureOf, instantClock, KEYS, ROLE, stsFor } from '../fixtures/sts-calls.ts';
import { session, startStub } from '../fixtures/stub-service.ts';

const setVariables = (t: TestContext, variables: Record<string, string>): void => {
  const before = { ...process.env };
  Object.assign(process.env, variables);
  t.after(() => {
    for (const name of Object.keys(variables)) {
      if (before[name] === undefined) delete process.env[name];
      else process.env[name] = before[name];
    }
  });
};

test('endpoint, keys, region, retries and user agent do not come from the files and variables that the SDK reads', async t => {
  const [stub, wrong] = [await startStub([session()]), await startStub([session()])];
  t.after(() => Promise.all([stub.close(), wrong.close()]));
  const config = join(temporaryFolder(t), 'config');
  writeFileSync(
    config,
    `[default]\nendpoint_url = ${wrong.url}\nregion = ap-south-1\nmax_attempts = banana\nsdk_ua_app_id = mine\nuse_fips_endpoint = true\nretry_mode = adaptive\n`,
  );
  setVariables(t, {
    AWS_CONFIG_FILE: config,
    AWS_SHARED_CREDENTIALS_FILE: '/nowhere',
    AWS_ENDPOINT_URL: wrong.url,
    AWS_ENDPOINT_URL_STS: wrong.url,
    AWS_REGION: 'sa-east-1',
    AWS_ACCESS_KEY_ID: 'AKIAWRONGWRONGWRONG0',
    AWS_SECRET_ACCESS_KEY: 'wrong',
    AWS_SESSION_TOKEN: 'wrong',
    AWS_PROFILE: 'missing',
    AWS_MAX_ATTEMPTS: 'banana',
    AWS_SDK_UA_APP_ID: 'mine',
    AWS_USE_FIPS_ENDPOINT: 'true',
    AWS_STS_REGIONAL_ENDPOINTS: 'legacy',
    HTTP_PROXY: wrong.url,
  });
  assert.ok(await stsFor().assumeRole(at(stub.url), ROLE));
  assert.equal(wrong.calls.length, 0);
  const { headers } = stub.calls[0] ?? assert.fail();
  assert.match(headers.authorization ?? '', new RegExp(`${KEYS.accessKeyId}/\\d{8}/eu-west-1/sts/`));
  assert.equal(headers['x-amz-security-token'], undefined);
  assert.doesNotMatch(String(headers['user-agent']), /mine|nodejs/);
});

test('without a configured endpoint a call goes to the regional endpoint, also for FIPS and dualstack', async t => {
  setVariables(t, { AWS_ENDPOINT_URL: 'http://127.0.0.1:7', AWS_CONFIG_FILE: '/nowhere' });
  const cases: [region: string, more: { useFips?: boolean; useDualstack?: boolean }, host: string][] = [
    ['us-east-1', {}, 'sts.us-east-1.amazonaws.com'],
    ['eu-west-1', {}, 'sts.eu-west-1.amazonaws.com'],
    ['cn-north-1', {}, 'sts.cn-north-1.amazonaws.com.cn'],
    ['us-gov-west-1', {}, 'sts.us-gov-west-1.amazonaws.com'],
    ['us-east-1', { useFips: true }, 'sts-fips.us-east-1.amazonaws.com'],
    ['eu-west-1', { useDualstack: true }, 'sts.eu-west-1.api.aws'],
  ];
  // with an unreachable proxy these calls stay on this machine, and the error still names the endpoint
  const sts = stsFor({ proxyEnv: { https_proxy: 'http://127.0.0.1:9' } });
  for (const [region, more, host] of cases) {
    const error = await failureOf(sts.getCallerIdentity({ credentials: KEYS, region, ...more }));
    assert.equal(error.host, `${host} (through the proxy 127.0.0.1:9)`);
    assert.equal(error.network, 'ECONNREFUSED');
  }
});

test('a custom endpoint has precedence over FIPS and dualstack', async t => {
  const stub = await startStub([session()]);
  t.after(() => stub.close());
  assert.ok(await stsFor().assumeRole({ ...at(stub.url), useFips: true, useDualstack: true }, ROLE));
});

test('the client configuration allows one attempt and has no logger', () => {
  const observer = new Observer(createHttp({ proxyEnv: {} }), instantClock());
  const config = clientConfig(at('http://127.0.0.1:9'), observer, 0);
  assert.equal(config.maxAttempts, 1);
  assert.equal('logger' in config, false);
});

test("the SDK's warning about old Node versions is off, and its switch does not remain in the environment", async t => {
  const name = 'AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED';
  const warnings: Error[] = [];
  const listen = (warning: Error): void => void warnings.push(warning);
  process.on('warning', listen);
  t.after(() => process.off('warning', listen));
  const stub = await startStub([session()]);
  t.after(() => stub.close());
  await stsFor().assumeRole(at(stub.url), ROLE);
  await new Promise(resolve => setImmediate(resolve));
  assert.deepEqual(warnings, []);
  assert.equal(process.env[name], undefined);
  assert.equal(
    quietly(() => process.env[name]),
    'true',
  );
});
