import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HOUR, profile, ROLES, role, SERIAL, serves, startApp, WITH_SERIAL } from '../../../support/app.ts';

test('for more than an hour AssumeRole itself carries the code, signed by the long-term keys', async t => {
  const app = await startApp(t, { config: WITH_SERIAL });
  assert.deepEqual(await app.useWithCode('dev', '--duration', '12h'), serves('dev', 1, '21:00:05'));
  assert.deepEqual(app.calls, ['AssumeRole']);
  const call = app.sandbox.calls().at(-1);
  assert.deepEqual([call?.serial, call?.durationSeconds], [SERIAL, 43_200]);
  assert.match(call?.accessKeyId ?? '', /^AKIA/);
});

test('a duration over the role’s maximum is reduced to the maximum, with one code and a note', async t => {
  const app = await startApp(t, {
    config: profile('default', { mfa_serial: SERIAL }) + role('uat', { duration_seconds: 36_000 }),
  });
  const note = "awsrole: profile 'uat': 10h exceeds the maximum of this role; using 4h\n";
  assert.deepEqual(await app.useWithCode('uat'), serves('uat', 1, '13:00:05', note));
  assert.deepEqual(
    app.sandbox
      .calls()
      .filter(call => call.operation === 'AssumeRole')
      .map(call => call.durationSeconds),
    [36_000, 28_800, 14_400],
  );
  assert.equal(app.prompts.length, 1);
});

test('the session with the reduced duration is used until it expires', async t => {
  const app = await startApp(t, { config: WITH_SERIAL });
  await app.useWithCode('prod', '--duration', '2h');
  assert.deepEqual(await app.use('prod', '--duration', '2h'), serves('prod', 1, '10:00:05'));
  assert.deepEqual(app.calls, []);
});

test('a --duration outside the limits of a role session is a usage error', async t => {
  const app = await startApp(t, { config: WITH_SERIAL });
  for (const duration of ['14m', '13h']) {
    assert.deepEqual(await app.use('dev', '--duration', duration), {
      exitCode: 2,
      stdout: '',
      stderr:
        'awsrole: error: --duration: a role session lasts 15m to 12h\nawsrole: hint: write for example --duration 1h\n',
    });
  }
  assert.deepEqual(app.calls, []);
});

test('a malformed duration_seconds is an error with its line', async t => {
  const app = await startApp(t, { config: role('dev', { duration_seconds: 'long' }) });
  assert.deepEqual(await app.use('dev'), {
    exitCode: 1,
    stdout: '',
    stderr:
      "awsrole: error: profile 'dev': duration_seconds = long (~/.aws/config:4) is not between 900 and 43200\n" +
      'awsrole: hint: write a whole number of seconds, for example duration_seconds = 3600\n',
  });
});

test('a session of fifteen minutes is used for ten minutes, since five must be left', async t => {
  const app = await startApp(t, { config: WITH_SERIAL });
  assert.deepEqual(await app.useWithCode('dev', '--duration', '15m'), serves('dev', 2, '09:15:05'));
  app.clock.advance(9 * 60_000);
  assert.deepEqual(await app.use('dev', '--duration', '15m'), serves('dev', 2, '09:15:05'));
  app.clock.advance(60_000);
  assert.deepEqual(await app.use('dev', '--duration', '15m'), serves('dev', 3, '09:25:05'));
});

test('--session-name is sent in the call, and --region is set in the shell', async t => {
  const app = await startApp(t, { config: WITH_SERIAL });
  const outcome = await app.useWithCode('dev', '--session-name', 'deploy@host', '--region', 'eu-north-1');
  const expected = serves('dev', 2, '10:00:05');
  assert.deepEqual(outcome, { ...expected, stdout: `${expected.stdout}region = eu-north-1\n` });
  const session = [...app.world.sessions.values()].at(-1);
  assert.equal(session?.caller.arn, 'arn:aws:sts::222233334444:assumed-role/Developer/deploy@host');
});

test('a --session-name that STS would reject is a usage error', async t => {
  const app = await startApp(t, { config: WITH_SERIAL });
  assert.deepEqual(await app.use('dev', '--session-name', 'a b'), {
    exitCode: 2,
    stdout: '',
    stderr:
      "awsrole: error: --session-name: 'a b' is not a role session name\n" +
      'awsrole: hint: use 2 to 64 letters, digits and any of +=,.@_-\n',
  });
});

test('a missing role is explained with every likely cause', async t => {
  const app = await startApp(t, {
    config: `${profile('default', {})}${profile('x', { role_arn: `${ROLES.dev}s`, source_profile: 'default', mfa_serial: SERIAL })}`,
  });
  const user = 'arn:aws:iam::111122223333:user/alice';
  assert.deepEqual(await app.useWithCode('x'), {
    exitCode: 1,
    stdout: '',
    stderr:
      `awsrole: error: profile 'x': cannot assume ${ROLES.dev}s: access denied for ${user} (AccessDenied, request id <id>)\n` +
      'awsrole: hint: check role_arn: does that role exist in that account?\n' +
      `awsrole: hint: the role's trust policy must name ${user}\n` +
      'awsrole: hint: the trust policy may require an external ID: write external_id = … into the profile\n' +
      `awsrole: hint: ${user} needs permission for sts:AssumeRole on the role, and no service control policy may deny it\n`,
  });
});

const LIVE = "awsrole: profile 'default': using the live MFA session, which has";

test('for a profile without a role --duration is 15m to 36h', async t => {
  const app = await startApp(t, { config: WITH_SERIAL });
  for (const duration of ['5', '48h']) {
    assert.deepEqual(await app.use('default', '--duration', duration), {
      exitCode: 2,
      stdout: '',
      stderr:
        'awsrole: error: --duration: an MFA session lasts 15m to 36h\nawsrole: hint: write for example --duration 12h\n',
    });
  }
  assert.deepEqual([app.calls, app.prompts], [[], []]);
  assert.deepEqual(await app.useWithCode('default', '--duration', '15m'), serves('default', 1, '09:15:05'));
});

test('with --duration a live MFA session is used as by awsrole mfa, with a note on its time left', async t => {
  const app = await startApp(t, { config: WITH_SERIAL });
  await app.useWithCode('default');
  app.clock.advance(HOUR);
  assert.deepEqual(
    await app.use('default', '--duration', '20m'),
    serves('default', 1, '21:00:05', `${LIVE} 11h left\n`),
  );
  assert.deepEqual(
    await app.use('default', '--duration', '36h'),
    serves(
      'default',
      1,
      '21:00:05',
      `${LIVE} 11h left; \`awsrole mfa --duration 36h --refresh\` makes a longer one\n`,
    ),
  );
  assert.deepEqual([app.calls, app.prompts], [[], []]);
});

test('with a long --duration an MFA session near its end is replaced, and why predicts it', async t => {
  const app = await startApp(t, { config: WITH_SERIAL });
  await app.useWithCode('default');
  app.clock.advance(11.5 * HOUR);
  const asked = async (...words: string[]): Promise<unknown> =>
    JSON.parse((await app.run('why', 'default', '--json', ...words)).stdout).mfaCode.asked;
  assert.deepEqual([await asked(), await asked('--duration', '12h')], ['no', 'yes']);
  assert.deepEqual(
    await app.useWithCode('default', '--duration', '12h'),
    serves('default', 2, '2026-03-03T08:30:05Z'),
  );
});

test('credential-process returns a new MFA session of 15 minutes', async t => {
  const app = await startApp(t, { config: WITH_SERIAL });
  app.answers.push(app.code());
  const { exitCode, stderr } = await app.run('credential-process', 'default', '--duration', '15m');
  assert.deepEqual([exitCode, stderr], [0, '']);
});
