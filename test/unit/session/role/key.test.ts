import assert from 'node:assert/strict';
import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { DEMO_EXTERNAL_ID, demoWorld } from '../../../../src/sandbox/home/demo-world.ts';
import { startSandbox } from '../../../../src/sandbox/http/server.ts';
import { addMfaDevice, addRole, addUser } from '../../../../src/sandbox/state/world-builder.ts';
import {
  DEFAULT_CREDENTIALS,
  profile,
  ROLES,
  role,
  SERIAL,
  serves,
  startApp,
  USER,
} from '../../../support/app.ts';
import { userNamed } from '../../../support/sandbox-world.ts';

const base = (settings: Record<string, string | number> = {}): string =>
  profile('default', { mfa_serial: SERIAL }) + role('dev', settings);

test('the keys of another user never get the cached session of the old keys', async t => {
  const world = demoWorld();
  const bob = addUser(world, { accountId: '111122223333', name: 'bob' });
  addMfaDevice(world, bob);
  const app = await startApp(t, { world, config: role('dev', { mfa_serial: SERIAL }) });
  const bobs = 'arn:aws:iam::111122223333:mfa/bob';
  await app.useWithCode('dev');
  app.write(
    '.aws/credentials',
    '[default]\naws_access_key_id = <bob>\naws_secret_access_key = <bob secret>\n',
  );
  app.write('.aws/config', role('dev', { mfa_serial: bobs }));
  app.answers.push(app.code(bobs));
  assert.deepEqual(await app.use('dev'), serves('dev', 4, '10:00:05'));
  assert.deepEqual(app.calls, ['GetSessionToken', 'AssumeRole']);
});

test('rotated keys of the same user and device never get the cached session of the old keys', async t => {
  const world = demoWorld();
  const app = await startApp(t, { world, config: base() });
  await app.useWithCode('dev');
  const spare = addUser(world, { accountId: '111122223333', name: 'spare' });
  userNamed(world, 'alice').accessKeys.unshift(...spare.accessKeys);
  app.write('.aws/credentials', DEFAULT_CREDENTIALS);
  assert.deepEqual(await app.useWithCode('dev'), serves('dev', 4, '10:00:30'));
  assert.deepEqual(app.calls, ['GetSessionToken', 'AssumeRole']);
});

test('another device never gets the cached session of the first', async t => {
  const world = demoWorld();
  addMfaDevice(world, userNamed(world, 'alice'), { serial: 'GAHT12345678' });
  const app = await startApp(t, { world, config: base() });
  await app.useWithCode('dev');
  app.write('.aws/config', base({ mfa_serial: 'GAHT12345678' }));
  app.answers.push(app.code('GAHT12345678'));
  assert.deepEqual(await app.use('dev'), serves('dev', 4, '10:00:05'));
  assert.deepEqual(app.calls, ['GetSessionToken', 'AssumeRole']);
});

const changedSettings: [what: string, settings: Record<string, string | number>][] = [
  ['another role', { role_arn: ROLES.uat }],
  ['an external ID', { external_id: DEMO_EXTERNAL_ID }],
  ['a shorter duration', { duration_seconds: 3599 }],
  ['a role session name', { role_session_name: 'ci' }],
  ['a source identity', { source_identity: 'alice' }],
];
for (const [what, settings] of changedSettings) {
  test(`a profile with ${what} never gets the role session cached before the change`, async t => {
    const app = await startApp(t, { config: base() });
    const change = (): void => app.write('.aws/config', base({ role_arn: ROLES.dev, ...settings }));
    await app.useWithCode('dev');
    app.clock.advance(1000);
    change();
    const expected = serves('dev', 3, settings['duration_seconds'] ? '10:00:05' : '10:00:06');
    assert.deepEqual(await app.use('dev'), expected);
    assert.deepEqual(app.calls, ['AssumeRole']);
    assert.deepEqual(await app.use('dev'), expected);
    assert.deepEqual(app.calls, []);
  });
}

test('another endpoint never gets a cached session of the first', async t => {
  const app = await startApp(t, { config: base() });
  const other = await startSandbox({ world: app.world, clock: () => app.clock.now() });
  t.after(() => other.close());
  await app.useWithCode('dev');
  app.clock.advance(30_000);
  app.env['AWS_ENDPOINT_URL'] = other.url;
  assert.deepEqual(await app.useWithCode('dev'), serves('dev', 4, '10:00:35'));
  assert.deepEqual(
    other
      .calls()
      .map(call => call.operation)
      .filter(operation => operation !== 'GetCallerIdentity'),
    ['GetSessionToken', 'AssumeRole'],
  );
});

test('a role that is assumed from another first role never gets the cached session of the first chain', async t => {
  const world = demoWorld();
  const shared = addRole(world, {
    accountId: '444455556666',
    name: 'Shared',
    trust: { principals: [ROLES.dev, ROLES.uat] },
  });
  const app = await startApp(t, { world });
  const config = (first: 'dev' | 'uat'): string =>
    base() + role('uat') + profile('shared', { role_arn: shared.arn, source_profile: first });
  app.write('.aws/config', config('dev'));
  assert.deepEqual(await app.useWithCode('shared'), serves('shared', 3, '10:00:05'));
  app.write('.aws/config', config('uat'));
  assert.deepEqual(await app.use('shared'), serves('shared', 5, '10:00:05'));
});

const START = 'https://corp.awsapps.com/start';
const signIn = (settings: Record<string, string> = {}, session: Record<string, string> = {}): string => {
  const signIns = { sso_start_url: START, sso_region: 'eu-west-1', ...session };
  const [base, ...shared] = [
    profile('base', {
      sso_session: 'corp',
      sso_account_id: '333344445555',
      sso_role_name: 'Developer',
      ...settings,
    }),
    ...['corp', 'other'].map(name => profile(name, signIns)),
  ];
  return base + shared.join('').replaceAll('[profile ', '[sso-session ');
};

const changedSignIns: [what: string, config: string][] = [
  ['account', signIn({ sso_account_id: '222233334444' })],
  ['role', signIn({ sso_role_name: 'Other' })],
  ['session', signIn({ sso_session: 'other' })],
  ['start URL', signIn({}, { sso_start_url: 'https://other.awsapps.com/start' })],
  ['region', signIn({}, { sso_region: 'us-east-1' })],
];
for (const [what, changed] of changedSignIns) {
  test(`a source with another Identity Center ${what} never gets the cached session of the first`, async t => {
    const world = demoWorld();
    const open = addRole(world, {
      accountId: '444455556666',
      name: 'Open',
      trust: { principals: [USER] },
    });
    const app = await startApp(t, { world });
    const [key] = userNamed(world, 'alice').accessKeys;
    const answer = { Version: 1, AccessKeyId: key?.accessKeyId, SecretAccessKey: key?.secretAccessKey };
    app.write('bin/aws', `#!/bin/sh\necho '${JSON.stringify(answer)}'\n`);
    chmodSync(join(app.home, 'bin/aws'), 0o700);
    app.env['PATH'] = `${app.home}/bin:${process.env['PATH']}`;
    const behind = profile('x', { role_arn: open.arn, source_profile: 'base' });
    app.write('.aws/config', signIn() + behind);
    assert.deepEqual(await app.use('x'), serves('x', 1, '10:00:05'));
    app.write('.aws/config', changed + behind);
    assert.deepEqual(await app.use('x'), serves('x', 2, '10:00:05'));
    app.write('.aws/config', signIn() + behind);
    assert.deepEqual(await app.use('x'), serves('x', 1, '10:00:05'));
  });
}
