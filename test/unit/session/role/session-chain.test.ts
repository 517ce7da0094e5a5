import assert from 'node:assert/strict';
import { test } from 'node:test';
import { demoWorld } from '../../../../src/sandbox/home/demo-world.ts';
import { addRole } from '../../../../src/sandbox/state/world-builder.ts';
import { MINUTE, profile, ROLES, role, SERIAL, serves, startApp } from '../../../support/app.ts';

const BASE = profile('default', { mfa_serial: SERIAL }) + role('uat');

test('a chain of two roles needs one code, and the session of its first role is cached too', async t => {
  const app = await startApp(t, { config: BASE + role('deploy', { source_profile: 'uat' }) });
  assert.deepEqual(await app.useWithCode('deploy'), serves('deploy', 3, '10:00:05'));
  assert.deepEqual(app.calls, ['GetSessionToken', 'AssumeRole', 'AssumeRole']);
  assert.deepEqual(await app.use('uat'), serves('uat', 2, '10:00:05'));
  assert.deepEqual(app.calls, []);
  app.clock.advance(56 * MINUTE);
  assert.deepEqual(await app.use('deploy'), serves('deploy', 5, '10:56:05'));
  assert.deepEqual([app.calls, app.prompts], [['AssumeRole', 'AssumeRole'], []]);
});

test('in a chain of three roles every role session name is the user name', async t => {
  const world = demoWorld();
  const last = addRole(world, {
    accountId: '555566667777',
    name: 'Last',
    trust: { principals: [ROLES.deploy], roleSessionName: 'alice' },
  });
  const app = await startApp(t, {
    world,
    config:
      BASE +
      role('deploy', { source_profile: 'uat' }) +
      profile('last', { role_arn: last.arn, source_profile: 'deploy' }),
  });
  assert.deepEqual(await app.useWithCode('last'), serves('last', 4, '10:00:05'));
  assert.deepEqual(app.calls, ['GetSessionToken', 'AssumeRole', 'AssumeRole', 'AssumeRole']);
});

test('a chain of 25 roles works, and each role session is cached', async t => {
  const world = demoWorld();
  let trusted: string = ROLES.uat;
  let config = BASE;
  for (let hop = 0; hop < 24; hop++) {
    const { arn } = addRole(world, {
      accountId: '555566667777',
      name: `Hop${hop}`,
      trust: { principals: [trusted] },
    });
    config += profile(`hop${hop}`, { role_arn: arn, source_profile: hop === 0 ? 'uat' : `hop${hop - 1}` });
    trusted = arn;
  }
  const app = await startApp(t, { world, config });
  assert.deepEqual(await app.useWithCode('hop23'), serves('hop23', 26, '10:00:05'));
  assert.deepEqual(app.calls, ['GetSessionToken', ...Array.from({ length: 25 }, () => 'AssumeRole')]);
  assert.deepEqual(await app.use('hop11'), serves('hop11', 14, '10:00:05'));
  assert.deepEqual(app.calls, []);
});

test('role chaining limits --duration to an hour, with a note', async t => {
  const app = await startApp(t, { config: BASE + role('deploy', { source_profile: 'uat' }) });
  const note =
    "awsrole: profile 'deploy': 7200 seconds (--duration) are reduced to 3600: a role assumed from a role is limited to one hour (role chaining)\n";
  assert.deepEqual(
    await app.useWithCode('deploy', '--duration', '2h'),
    serves('deploy', 3, '10:00:05', note),
  );
});

test('a refusal by a second role that requires MFA is explained: role credentials do not carry MFA', async t => {
  const world = demoWorld();
  const guarded = addRole(world, {
    accountId: '444455556666',
    name: 'Guarded',
    trust: { principals: [ROLES.uat], requireMfa: true },
  });
  const app = await startApp(t, {
    world,
    config: BASE + profile('guarded', { role_arn: guarded.arn, source_profile: 'uat', mfa_serial: SERIAL }),
  });
  const caller = 'arn:aws:sts::333344445555:assumed-role/Developer/alice';
  assert.deepEqual(await app.useWithCode('guarded'), {
    exitCode: 1,
    stdout: '',
    stderr:
      `awsrole: profile 'guarded' is assumed from another role: its mfa_serial (~/.aws/config:9) applies to the first call only; a trust policy that requires MFA for this role always refuses it, because role credentials do not carry MFA\n` +
      `awsrole: error: profile 'guarded': cannot assume ${guarded.arn}: access denied for ${caller} (AccessDenied, request id <id>)\n` +
      'awsrole: hint: check role_arn: does that role exist in that account?\n' +
      'awsrole: hint: if its trust policy requires MFA, this call cannot meet it: role credentials do not carry MFA to a second role; assume it directly from the profile with your keys\n' +
      `awsrole: hint: the role's trust policy must name ${caller}\n` +
      'awsrole: hint: the trust policy may require an external ID: write external_id = … into the profile\n' +
      `awsrole: hint: ${caller} needs permission for sts:AssumeRole on the role, and no service control policy may deny it\n`,
  });
});

test('for a source with session credentials the duration is limited to an hour, with a note', async t => {
  const app = await startApp(t);
  const session = '{"Version":1,"AccessKeyId":"%s","SecretAccessKey":"%s","SessionToken":"%s"}';
  app.write('.aws/config', BASE);
  await app.useWithCode('uat');
  const issued = [...app.world.sessions.values()][1];
  assert.ok(issued);
  const values = [issued.accessKeyId, issued.secretAccessKey, issued.sessionToken];
  app.write(
    'session.json',
    values.reduce((text, value) => text.replace('%s', () => value), session),
  );
  app.write(
    '.aws/config',
    profile('vault', { credential_process: `cat ${app.home}/session.json` }) +
      role('deploy', { source_profile: 'vault', duration_seconds: 7200 }),
  );
  const note = "awsrole: profile 'deploy': 2h exceeds the limit of role chaining; using 1h\n";
  assert.deepEqual(await app.use('deploy'), serves('deploy', 3, '10:00:05', note));
  assert.deepEqual([app.calls, app.prompts], [['AssumeRole', 'AssumeRole'], []]);
});
