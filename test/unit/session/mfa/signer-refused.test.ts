import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import {
  type App,
  MINUTE,
  type Outcome,
  profile,
  ROLES,
  role,
  SERIAL,
  serves,
  startApp,
  WITH_SERIAL,
} from '../../../support/app.ts';
import { userNamed } from '../../../support/sandbox-world.ts';
import { temporaryFolder } from '../../../support/temp.ts';

const GONE = { expired: 'ExpiredToken', unknown: 'InvalidClientTokenId' } as const;

/** Makes STS reject all sessions that it has issued so far. */
const revoke = (app: App, how: keyof typeof GONE = 'expired'): void => {
  for (const [key, session] of app.world.sessions) {
    const gone = how === 'expired' ? { expiresAt: 0 } : { sessionToken: 'of-another-session' };
    app.world.sessions.set(key, { ...session, ...gone });
  }
};

/** Starts an app with a cached MFA session that STS rejects, a minute after it was made. */
const afterRevocation = async (
  t: TestContext,
  { config = WITH_SERIAL, how = 'expired' as keyof typeof GONE } = {},
): Promise<App> => {
  const app = await startApp(t, { config });
  assert.equal((await app.useWithCode('dev')).exitCode, 0);
  app.clock.advance(MINUTE);
  revoke(app, how);
  return app;
};

const note = (code: string): string =>
  `awsrole: AWS no longer accepts the MFA session of profile 'default' (${code}): a new one is required\n`;

const hints = ({ stderr }: Outcome): string[] =>
  stderr.split('\n').filter(line => line.startsWith('awsrole: hint: '));

const MAKE_NEW = 'awsrole: hint: make a new one: awsrole mfa --refresh';
const AGAIN = ['AssumeRole', 'GetSessionToken', 'AssumeRole'];

for (const [how, code] of Object.entries(GONE) as [keyof typeof GONE, string][]) {
  test(`an MFA session that STS rejects with ${code} is replaced after one prompt, for every role`, async t => {
    const app = await afterRevocation(t, { how });
    assert.deepEqual(await app.useWithCode('uat'), serves('uat', 4, '10:01:05', note(code)));
    assert.deepEqual([app.calls, app.prompts.length], [AGAIN, 1]);
    assert.deepEqual(await app.use('prod'), serves('prod', 5, '10:01:05'));
    assert.deepEqual([app.calls, app.prompts], [['AssumeRole'], []]);
  });
}

test('--refresh with a rejected MFA session prompts once too', async t => {
  const app = await afterRevocation(t);
  assert.deepEqual(
    await app.useWithCode('dev', '--refresh'),
    serves('dev', 4, '10:01:05', note('ExpiredToken')),
  );
});

test('a rejected MFA session of a remembered device is replaced without mfa_serial', async t => {
  const app = await startApp(t, { config: profile('default', {}) + role('dev') + role('uat') });
  assert.equal((await app.useWithCode('dev')).exitCode, 0);
  app.clock.advance(MINUTE);
  revoke(app);
  assert.deepEqual(await app.useWithCode('uat'), serves('uat', 4, '10:01:05', note('ExpiredToken')));
});

test('a rejected session of a managed section is replaced, in the section too', async t => {
  const app = await startApp(t, {
    config: profile('default', { mfa_serial: SERIAL }) + role('dev', { source_profile: 'mfa' }),
  });
  app.answers.push(app.code());
  await app.run('mfa');
  app.clock.advance(MINUTE);
  revoke(app);
  assert.deepEqual(await app.useWithCode('dev'), serves('dev', 3, '10:01:05', note('ExpiredToken')));
  assert.match(app.read('.aws/credentials') ?? '', /aws_access_key_id = <key 2>/);
});

test('AWSROLE_CACHE=off: a rejected session of a managed section causes one prompt, and the file is unchanged', async t => {
  const app = await startApp(t, {
    config: profile('default', { mfa_serial: SERIAL }) + role('dev', { source_profile: 'mfa' }),
  });
  app.env['AWSROLE_CACHE'] = 'off';
  app.env['XDG_RUNTIME_DIR'] = temporaryFolder(t);
  app.answers.push(app.code());
  await app.run('mfa');
  app.clock.advance(MINUTE);
  revoke(app);
  const before = app.read('.aws/credentials');
  assert.deepEqual(await app.useWithCode('dev'), serves('dev', 3, '10:01:05', note('ExpiredToken')));
  assert.deepEqual([app.calls, app.read('.aws/credentials')], [AGAIN, before]);
});

test('without a terminal a rejected MFA session is an error, and the hint solves it', async t => {
  const app = await afterRevocation(t);
  app.terminal.canAsk = false;
  const outcome = await app.use('uat');
  assert.equal(outcome.exitCode, 1);
  assert.match(outcome.stderr, /the MFA session of profile 'default' has expired \(ExpiredToken, /);
  assert.equal(hints(outcome)[0], MAKE_NEW);
  assert.deepEqual(app.calls, ['AssumeRole']);
  app.terminal.canAsk = true;
  app.answers.push(app.code());
  assert.equal((await app.run('mfa', '--refresh')).exitCode, 0);
  assert.deepEqual(await app.use('uat'), serves('uat', 4, '10:01:05'));
});

test('--unattended neither prompts nor runs mfa_process for a rejected MFA session, but accepts --code', async t => {
  const config = WITH_SERIAL + role('deploy', { mfa_process: 'echo 123456' });
  const app = await afterRevocation(t, { config, how: 'unknown' });
  const outcome = await app.use('deploy', '--unattended');
  assert.equal(outcome.exitCode, 1);
  assert.equal(hints(outcome)[0], MAKE_NEW);
  assert.deepEqual([app.calls, app.prompts], [['AssumeRole'], []]);
  const code = app.code();
  const given = typeof code === 'string' ? code : code();
  assert.deepEqual(
    await app.use('uat', '--unattended', '--code', given),
    serves('uat', 4, '10:01:05', note('InvalidClientTokenId')),
  );
});

test('awsrole prompts once and gives up when STS rejects the new MFA session too', async t => {
  const app = await afterRevocation(t);
  app.world.sessions.get = () => undefined;
  const outcome = await app.useWithCode('uat');
  assert.equal(outcome.exitCode, 1);
  assert.match(outcome.stderr, /AWS does not know the MFA session of profile 'default'/);
  assert.deepEqual([app.calls, app.prompts.length], [AGAIN, 1]);
});

test('awsrole does not prompt when STS rejects the source keys of a rejected MFA session too', async t => {
  const app = await afterRevocation(t, { how: 'unknown' });
  userNamed(app.world, 'alice').accessKeys.length = 0;
  const outcome = await app.use('uat');
  assert.equal(outcome.exitCode, 1);
  assert.match(outcome.stderr, /AWS does not know the keys of profile 'default'/);
  assert.deepEqual([app.calls, app.prompts], [['AssumeRole'], []]);
});

test('awsrole does not prompt when access to a role is denied, since the MFA session is valid', async t => {
  const app = await startApp(t, {
    config: WITH_SERIAL + role('audit', { role_arn: `${ROLES.audit}s` }),
  });
  await app.useWithCode('dev');
  assert.equal((await app.use('audit')).exitCode, 1);
  assert.deepEqual([app.calls, app.prompts], [['AssumeRole'], []]);
});
