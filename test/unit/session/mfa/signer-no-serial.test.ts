import assert from 'node:assert/strict';
import { test } from 'node:test';
import { demoWorld } from '../../../../src/sandbox/home/demo-world.ts';
import type { World } from '../../../../src/sandbox/state/world.ts';
import { addMfaDevice, addRole } from '../../../../src/sandbox/state/world-builder.ts';
import { HOUR, profile, ROLES, role, SERIAL, serves, startApp, USER } from '../../../support/app.ts';
import { userNamed } from '../../../support/sandbox-world.ts';

const CONFIG = profile('default', {}) + role('dev') + role('uat');
const FOUND = `awsrole: found MFA device ${SERIAL}; to skip this lookup, add mfa_serial = ${SERIAL} to profile 'default'\n`;

/** The note before the question: the refusal in the words of STS. */
const because = (name: 'dev' | 'uat'): string =>
  `awsrole: profile '${name}': STS refuses the role without MFA: User: ${USER} is not authorized to perform: sts:AssumeRole on resource: ${ROLES[name]} (AccessDenied)\n`;

const openRole = (world: World): string =>
  addRole(world, {
    accountId: '222233334444',
    name: 'Open',
    trust: { principals: ['arn:aws:iam::111122223333:root'] },
  }).arn;

const refused = (name: 'dev', caller = USER): string =>
  `awsrole: error: profile '${name}': cannot assume ${ROLES[name]}: access denied for ${caller} (AccessDenied, request id <id>)\n` +
  'awsrole: hint: check role_arn: does that role exist in that account?\n' +
  'awsrole: hint: the trust policy may require MFA: write mfa_serial = ARN of your device into the profile\n' +
  `awsrole: hint: the role's trust policy must name ${caller}\n` +
  'awsrole: hint: the trust policy may require an external ID: write external_id = … into the profile\n' +
  `awsrole: hint: ${caller} needs permission for sts:AssumeRole on the role, and no service control policy may deny it\n`;

test('without mfa_serial, a role that does not require MFA is assumed without a prompt', async t => {
  const world = demoWorld();
  const config = CONFIG + profile('open', { role_arn: openRole(world), source_profile: 'default' });
  const app = await startApp(t, { world, config });
  assert.deepEqual(await app.use('open'), serves('open', 1, '10:00:05'));
  assert.deepEqual([app.calls, app.prompts], [['AssumeRole'], []]);
});

test('without mfa_serial, a refusal makes awsrole look up the only device and prompt for its code', async t => {
  const app = await startApp(t, { config: CONFIG });
  assert.deepEqual(await app.useWithCode('dev'), serves('dev', 2, '10:00:05', because('dev') + FOUND));
  assert.deepEqual(app.calls, ['AssumeRole', 'ListMFADevices', 'GetSessionToken', 'AssumeRole']);
  assert.deepEqual(app.prompts, [`profile 'dev', device ${SERIAL}\nMFA code: `]);
});

test('the refusal is shown before the question, also for one that no code changes', async t => {
  const world = demoWorld();
  const { arn } = addRole(world, {
    accountId: '222233334444',
    name: 'Partner',
    trust: { principals: ['arn:aws:iam::111122223333:root'], externalId: 'right' },
  });
  const config =
    profile('default', {}) +
    profile('dev', { role_arn: arn, source_profile: 'default', external_id: 'wrong' });
  const app = await startApp(t, { world, config });
  let shown = '';
  app.answers.push(() => {
    shown = app.terminal.stderr;
    const code = app.code();
    return typeof code === 'string' ? code : code();
  });
  const { exitCode } = await app.use('dev');
  assert.equal(exitCode, 1);
  assert.match(
    shown,
    /^awsrole: profile 'dev': STS refuses the role without MFA: User: .* is not authorized to perform: sts:AssumeRole on resource: .*Partner \(AccessDenied\)\n/,
  );
});

test('without a terminal, the refusal precedes the message that a code is required', async t => {
  const app = await startApp(t, { config: CONFIG });
  app.terminal.canAsk = false;
  const { exitCode, stderr } = await app.use('dev');
  assert.equal(exitCode, 1);
  assert.ok(
    stderr.startsWith(`${because('dev')}${FOUND}awsrole: error: profile 'dev': MFA code required`),
    stderr,
  );
});

test('a device that was found once is not looked up again, and its live session is used at once', async t => {
  const app = await startApp(t, { config: CONFIG });
  await app.useWithCode('dev');
  assert.deepEqual(await app.use('uat'), serves('uat', 3, '10:00:05'));
  assert.deepEqual(app.calls, ['AssumeRole']);
  app.clock.advance(13 * HOUR);
  assert.deepEqual(await app.useWithCode('uat'), serves('uat', 5, '23:00:05', because('uat')));
  assert.deepEqual(app.calls, ['AssumeRole', 'GetSessionToken', 'AssumeRole']);
});

test('without mfa_serial and for more than an hour, the second AssumeRole carries the code', async t => {
  const app = await startApp(t, { config: CONFIG });
  assert.deepEqual(
    await app.useWithCode('dev', '--duration', '2h'),
    serves('dev', 1, '11:00:05', because('dev') + FOUND),
  );
  assert.deepEqual(app.calls, ['AssumeRole', 'ListMFADevices', 'AssumeRole']);
});

test('without mfa_serial and for more than an hour, why ignores a live MFA session', async t => {
  const app = await startApp(t, { config: CONFIG });
  await app.useWithCode('dev');
  const asked = async (...words: string[]): Promise<unknown> => {
    const { mfaCode, steps } = JSON.parse((await app.run('why', 'uat', '--json', ...words)).stdout);
    return [mfaCode.asked, steps.map((step: { call: string }) => step.call)];
  };
  assert.deepEqual(await asked(), ['no', ['none', 'GetSessionToken', 'AssumeRole']]);
  assert.deepEqual(await asked('--duration', '8h'), ['maybe', ['none', 'AssumeRole']]);
});

test('with several devices, the user chooses one once', async t => {
  const world = demoWorld();
  addMfaDevice(world, userNamed(world, 'alice'), { serial: 'GAHT12345678' });
  const app = await startApp(t, { world, config: CONFIG });
  app.answers.push('3', 'x', '2', app.code('GAHT12345678'));
  const note = because('dev') + FOUND.replaceAll(SERIAL, 'GAHT12345678');
  assert.deepEqual(await app.use('dev'), serves('dev', 2, '10:00:05', note));
  const choice = `profile 'default' has several MFA devices:\n  1  ${SERIAL}\n  2  GAHT12345678\nnumber of the one to use: `;
  assert.deepEqual(app.prompts, [choice, choice, choice, "profile 'dev', device GAHT12345678\nMFA code: "]);
  assert.deepEqual(app.terminal.complaints, Array(2).fill('enter a number from 1 to 2'));
});

test('with several devices and no terminal, awsrole reports the refusal and the reason', async t => {
  const world = demoWorld();
  addMfaDevice(world, userNamed(world, 'alice'), { serial: 'GAHT12345678' });
  const app = await startApp(t, { world, config: CONFIG });
  app.terminal.canAsk = false;
  assert.deepEqual(await app.use('dev'), {
    exitCode: 1,
    stdout: '',
    stderr: `awsrole: profile 'default': several MFA devices, but no terminal to prompt on\n${refused('dev')}`,
  });
});

test('a FIDO security key besides a virtual device is ignored', async t => {
  const world = demoWorld();
  addMfaDevice(world, userNamed(world, 'alice'), {
    serial: 'arn:aws:iam::111122223333:u2f/user/alice/key-1',
  });
  const app = await startApp(t, { world, config: CONFIG });
  assert.deepEqual(await app.useWithCode('dev'), serves('dev', 2, '10:00:05', because('dev') + FOUND));
});

test('with FIDO security keys only, awsrole reports the refusal and that STS does not support them', async t => {
  const world = demoWorld();
  const alice = userNamed(world, 'alice');
  alice.mfaDevices.length = 0;
  addMfaDevice(world, alice, { serial: 'arn:aws:iam::111122223333:u2f/user/alice/key-1' });
  const app = await startApp(t, { world, config: CONFIG });
  assert.deepEqual(await app.use('dev'), {
    exitCode: 1,
    stdout: '',
    stderr: `awsrole: profile 'default': its only MFA devices are FIDO security keys, which AWS STS does not support\n${refused('dev')}`,
  });
});

test('without any device, awsrole reports the refusal alone', async t => {
  const world = demoWorld();
  userNamed(world, 'alice').mfaDevices.length = 0;
  const app = await startApp(t, { world, config: CONFIG });
  assert.deepEqual(await app.use('dev'), { exitCode: 1, stdout: '', stderr: refused('dev') });
  assert.deepEqual(app.calls, ['AssumeRole', 'ListMFADevices']);
});

test('when IAM denies ListMFADevices, the device is derived from the user name, with a note', async t => {
  const world = demoWorld();
  userNamed(world, 'alice').permissions.delete('iam:ListMFADevices');
  const app = await startApp(t, { world, config: CONFIG });
  const note = `${because('dev')}awsrole: no mfa_serial is set and IAM denies ListMFADevices: trying ${SERIAL}; if that is wrong, add mfa_serial to profile 'default'\n`;
  assert.deepEqual(await app.useWithCode('dev'), serves('dev', 2, '10:00:05', note));
});

const WITH_SOURCE_MFA =
  profile('dev', { role_arn: ROLES.dev, source_profile: 'mfa' }) +
  profile('uat', { role_arn: ROLES.uat, source_profile: 'mfa' });
const NO_SAVED_SESSION =
  "awsrole: profile 'mfa' has no saved MFA session; using the keys of 'default' " +
  '(run `awsrole mfa` to share one with other AWS tools)\n';

test('for source_profile = mfa without a section, the note about it appears once, with a new MFA session', async t => {
  const app = await startApp(t, { config: WITH_SOURCE_MFA });
  assert.deepEqual(await app.useWithCode('dev'), serves('dev', 2, '10:00:05', FOUND + NO_SAVED_SESSION));
  assert.deepEqual(await app.use('uat'), serves('uat', 3, '10:00:05'));
  assert.deepEqual(app.calls, ['AssumeRole']);
});

test('for source_profile = mfa without a section and eight hours, AssumeRole carries the code of the device found', async t => {
  const app = await startApp(t, { config: WITH_SOURCE_MFA });
  assert.deepEqual(await app.useWithCode('dev', '--duration', '8h'), serves('dev', 1, '17:00:05', FOUND));
  assert.deepEqual(app.calls, ['ListMFADevices', 'AssumeRole']);
});
