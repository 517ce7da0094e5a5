import assert from 'node:assert/strict';
import { existsSync, rmSync } from 'node:fs';
import { test } from 'node:test';
import { HOUR, MINUTE, SERIAL, serves, startApp, WITH_SERIAL } from '../../../support/app.ts';

test('one code and one GetSessionToken call are enough for all roles of a source profile', async t => {
  const app = await startApp(t, { config: WITH_SERIAL });
  app.answers.push(app.code());
  assert.deepEqual(await app.use('dev'), serves('dev', 2, '10:00:05'));
  assert.deepEqual(app.prompts, [`profile 'dev', device ${SERIAL}\nMFA code: `]);
  assert.deepEqual(app.calls, ['GetSessionToken', 'AssumeRole']);
  assert.deepEqual(await app.use('uat'), serves('uat', 3, '10:00:05'));
  assert.deepEqual(await app.use('prod'), serves('prod', 4, '10:00:05'));
  assert.deepEqual(app.calls, ['AssumeRole']);
});

test('with a live MFA session, a role needs one AssumeRole call and no other call', async t => {
  const app = await startApp(t, { config: WITH_SERIAL });
  await app.useWithCode('dev');
  const before = app.sandbox.calls().length;
  assert.deepEqual(await app.use('uat'), serves('uat', 3, '10:00:05'));
  assert.deepEqual(
    app.sandbox
      .calls()
      .slice(before)
      .map(call => call.operation),
    ['AssumeRole'],
  );
});

test('a cached role session is used without a call while more than five minutes are left', async t => {
  const app = await startApp(t, { config: WITH_SERIAL });
  await app.useWithCode('dev');
  app.clock.advance(54 * MINUTE);
  assert.deepEqual(await app.use('dev'), serves('dev', 2, '10:00:05'));
  assert.deepEqual(app.calls, []);
  app.clock.advance(MINUTE);
  assert.deepEqual(await app.use('dev'), serves('dev', 3, '10:55:05'));
  assert.deepEqual(app.calls, ['AssumeRole']);
});

test('an MFA session with less than a minute left is replaced for one new code', async t => {
  const app = await startApp(t, { config: WITH_SERIAL });
  await app.useWithCode('dev');
  app.clock.advance(12 * HOUR - 2 * MINUTE);
  assert.deepEqual(await app.use('uat'), serves('uat', 3, '21:58:05'));
  assert.deepEqual(app.prompts, []);
  app.clock.advance(MINUTE);
  assert.deepEqual(await app.useWithCode('prod'), serves('prod', 5, '21:59:05'));
  assert.deepEqual(app.calls, ['GetSessionToken', 'AssumeRole']);
  assert.equal(app.prompts.length, 1);
});

test('--refresh makes a new role session with the same MFA session', async t => {
  const app = await startApp(t, { config: WITH_SERIAL });
  await app.useWithCode('dev');
  app.clock.advance(MINUTE);
  assert.deepEqual(await app.use('dev', '--refresh'), serves('dev', 3, '10:01:05'));
  assert.deepEqual([app.calls, app.prompts], [['AssumeRole'], []]);
  assert.deepEqual(await app.use('dev'), serves('dev', 3, '10:01:05'));
});

test('a relative XDG_CACHE_HOME is ignored, so no session is written into the current folder', async t => {
  const app = await startApp(t, { config: WITH_SERIAL });
  app.env['XDG_CACHE_HOME'] = 'awsrole-relative-cache';
  t.after(() => rmSync('awsrole-relative-cache', { recursive: true, force: true }));
  await app.useWithCode('dev');
  assert.equal(existsSync('awsrole-relative-cache'), false);
  assert.equal(app.files('.cache/awsrole/sessions').length, 2);
});

test('--min-left replaces a role session with less time left', async t => {
  const app = await startApp(t, { config: WITH_SERIAL });
  await app.useWithCode('dev');
  app.clock.advance(29 * MINUTE);
  assert.deepEqual(await app.use('dev', '--min-left', '30m'), serves('dev', 2, '10:00:05'));
  app.clock.advance(MINUTE);
  assert.deepEqual(await app.use('dev', '--min-left', '30m'), serves('dev', 3, '10:30:05'));
  assert.deepEqual(app.calls, ['AssumeRole']);
});

test('--min-left longer than a new role session is a usage error before any call', async t => {
  const app = await startApp(t, { config: WITH_SERIAL });
  assert.deepEqual(await app.use('dev', '--min-left', '1h'), {
    exitCode: 2,
    stdout: '',
    stderr:
      'awsrole: error: --min-left requires 1h, but a new session lasts only 1h\n' +
      'awsrole: hint: request a longer session with --duration, or lower --min-left\n',
  });
  assert.deepEqual([app.calls, app.prompts], [[], []]);
});

test('mfa --min-left longer than a new MFA session is a usage error before any output', async t => {
  const app = await startApp(t, { config: WITH_SERIAL });
  const { exitCode, stdout, stderr } = await app.run('mfa', '--min-left', '13h');
  assert.deepEqual([exitCode, stdout], [2, '']);
  assert.match(stderr, /^awsrole: error: --min-left must be less than/);
});

test('a profile without a role but with a device provides an MFA session of --duration', async t => {
  const app = await startApp(t, { config: WITH_SERIAL });
  assert.deepEqual(
    await app.useWithCode('default', '--duration', '36h'),
    serves('default', 1, '2026-03-03T21:00:05Z'),
  );
  assert.deepEqual(await app.use('dev'), serves('dev', 2, '10:00:05'));
  assert.deepEqual(app.prompts, []);
});
