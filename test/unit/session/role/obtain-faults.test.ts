import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ROLES, serves, startApp, WITH_SERIAL } from '../../../support/app.ts';

test('awsrole retries throttled calls without a message', async t => {
  const app = await startApp(t, { config: WITH_SERIAL });
  await app.useWithCode('dev');
  app.sandbox.inject({ operation: 'AssumeRole', kind: 'throttle', times: 2 });
  const outcome = await app.use('uat');
  assert.deepEqual([outcome.exitCode, outcome.stderr], [0, '']);
  assert.match(outcome.stdout, /^\[uat\]\naws_access_key_id = <key 3>\n/);
  assert.deepEqual(app.calls, ['AssumeRole', 'AssumeRole', 'AssumeRole']);
  assert.equal(app.clock.sleeps.length, 2);
});

test('awsrole explains throttling after the last retry', async t => {
  const app = await startApp(t, { config: WITH_SERIAL });
  await app.useWithCode('dev');
  app.sandbox.inject({ operation: 'AssumeRole', kind: 'throttle', times: 4 });
  assert.deepEqual(await app.use('uat'), {
    exitCode: 1,
    stdout: '',
    stderr:
      `awsrole: error: profile 'uat': cannot assume ${ROLES.uat}: <host> is throttling requests, and several retries did not help (Throttling, request id <id>)\n` +
      'awsrole: hint: wait a minute and try again\n' +
      'awsrole: hint: look for a program that calls STS in a loop in the same account\n',
  });
});

test('awsrole retries after a server error and then explains it', async t => {
  const app = await startApp(t, { config: WITH_SERIAL });
  await app.useWithCode('dev');
  app.sandbox.inject({ operation: 'AssumeRole', kind: '500', times: 4 });
  assert.deepEqual(await app.use('uat'), {
    exitCode: 1,
    stdout: '',
    stderr:
      `awsrole: error: profile 'uat': cannot assume ${ROLES.uat}: <host> failed with a server error (HTTP 500) (InternalFailure, request id <id>)\n` +
      'awsrole: hint: try again\n' +
      'awsrole: hint: check the server at AWS_ENDPOINT_URL or endpoint_url\n',
  });
  assert.equal(app.calls.length, 4);
});

for (const kind of ['500', 'truncate', 'reset', 'xml-garbage'] as const) {
  test(`an MFA code is not sent again after ${kind}, and the next command uses the next code [P19]`, async t => {
    const app = await startApp(t, { config: WITH_SERIAL });
    app.sandbox.inject({ operation: 'GetSessionToken', kind, times: 1 });
    const outcome = await app.useWithCode('dev');
    assert.deepEqual([outcome.exitCode, outcome.stdout], [1, '']);
    assert.match(
      outcome.stderr,
      /^awsrole: error: profile 'dev': cannot obtain an MFA session: .*\nawsrole: hint: /,
    );
    assert.deepEqual(app.calls, ['GetSessionToken']);
    app.clock.advance(30_000);
    assert.deepEqual(await app.useWithCode('dev'), serves('dev', app.world.sessions.size, '10:00:35'));
  });
}

test('a refused connection is an error with the host and hints', async t => {
  const app = await startApp(t, { config: WITH_SERIAL });
  await app.useWithCode('dev');
  await app.sandbox.close();
  assert.deepEqual(await app.use('dev'), serves('dev', 2, '10:00:05'));
  const outcome = await app.use('uat');
  assert.deepEqual(outcome, {
    exitCode: 1,
    stdout: '',
    stderr:
      `awsrole: error: profile 'uat': cannot assume ${ROLES.uat}: <host> refused the connection (ECONNREFUSED)\n` +
      'awsrole: hint: check that a server listens at AWS_ENDPOINT_URL or endpoint_url, if set\n' +
      'awsrole: hint: if a proxy is needed, set HTTPS_PROXY; to bypass it, add the host to NO_PROXY\n',
  });
});
