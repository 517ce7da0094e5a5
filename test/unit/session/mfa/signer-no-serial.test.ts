import assert from 'node:assert/strict';
import { test } from 'node:test';
import { demoWorld } from '../../../../src/sandbox/home/demo-world.ts';
import type { World } from '../../../../src/sandbox/state/world.ts';
import { addMfaDevice, addRole } from '../../../../src/sandbox/state/world-builder.ts';
import { HOUR, profile, ROLES, role, SERIAL, serves, startApp, USER } from '../../../support/app.ts';
import { userNamed } from '../../../support/sandbox-world.ts';

const CONFIG = profile('default', {}) + role('dev') + role('uat');
const FOUND = `awsrole: found MFA device ${SERIAL}; to skip this lookup, add mfa_serial = ${SERIAL} to profile 'default'\n`;

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

test('without mfa_serial a role that wants no MFA is had without a question', async t => {
  const world = demoWorld();
  const config = CONFIG + profile('open', { role_arn: openRole(world), source_profile: 'default' });
  const app = await startApp(t, { world, config });
  assert.deepEqual(await app.use('open'), serves('open', 1, '10:00:05'));
  assert.deepEqual([app.calls, app.prompts], [['AssumeRole'], []]);
});

test('a role that refuses without MFA: the only device is looked up and its code asked for', async t => {
  const app = await startApp(t, { config: CONFIG });
  assert.deepEqual(await app.useWithCode('dev'), serves('dev', 2, '10:00:05', FOUND));
  assert.deepEqual(app.calls, ['AssumeRole', 'ListMFADevices', 'GetSessionToken', 'AssumeRole']);
  assert.deepEqual(app.prompts, [`profile 'dev', device ${SERIAL}\nMFA code: `]);
});

test('a device that was found once is not looked up again, and its session serves at once', async t => {
  const app = await startApp(t, { config: CONFIG });
  await app.useWithCode('dev');
  assert.deepEqual(await app.use('uat'), serves('uat', 3, '10:00:05'));
  assert.deepEqual(app.calls, ['AssumeRole']);
  app.clock.advance(13 * HOUR);
  assert.deepEqual(await app.useWithCode('uat'), serves('uat', 5, '23:00:05'));
  assert.deepEqual(app.calls, ['AssumeRole', 'GetSessionToken', 'AssumeRole']);
});

test('more than an hour without mfa_serial: the code goes into the second AssumeRole', async t => {
  const app = await startApp(t, { config: CONFIG });
  assert.deepEqual(await app.useWithCode('dev', '--duration', '2h'), serves('dev', 1, '11:00:05', FOUND));
  assert.deepEqual(app.calls, ['AssumeRole', 'ListMFADevices', 'AssumeRole']);
});

test('more than an hour without mfa_serial: a live MFA session is no help, and why says so', async t => {
  const app = await startApp(t, { config: CONFIG });
  await app.useWithCode('dev');
  const asked = async (...words: string[]): Promise<unknown> => {
    const { mfaCode, steps } = JSON.parse((await app.run('why', 'uat', '--json', ...words)).stdout);
    return [mfaCode.asked, steps.map((step: { call: string }) => step.call)];
  };
  assert.deepEqual(await asked(), ['no', ['none', 'GetSessionToken', 'AssumeRole']]);
  assert.deepEqual(await asked('--duration', '8h'), ['maybe', ['none', 'AssumeRole']]);
});

test('several devices: one is chosen once', async t => {
  const world = demoWorld();
  addMfaDevice(world, userNamed(world, 'alice'), { serial: 'GAHT12345678' });
  const app = await startApp(t, { world, config: CONFIG });
  app.answers.push('3', 'x', '2', app.code('GAHT12345678'));
  const note = FOUND.replaceAll(SERIAL, 'GAHT12345678');
  assert.deepEqual(await app.use('dev'), serves('dev', 2, '10:00:05', note));
  const choice = `profile 'default' has several MFA devices:\n  1  ${SERIAL}\n  2  GAHT12345678\nnumber of the one to use: `;
  assert.deepEqual(app.prompts, [choice, choice, choice, "profile 'dev', device GAHT12345678\nMFA code: "]);
  assert.deepEqual(app.terminal.complaints, Array(2).fill('enter a number from 1 to 2'));
});

test('several devices and nobody to choose: the refusal, and what to write', async t => {
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

test('a FIDO key beside the device is passed over', async t => {
  const world = demoWorld();
  addMfaDevice(world, userNamed(world, 'alice'), {
    serial: 'arn:aws:iam::111122223333:u2f/user/alice/key-1',
  });
  const app = await startApp(t, { world, config: CONFIG });
  assert.deepEqual(await app.useWithCode('dev'), serves('dev', 2, '10:00:05', FOUND));
});

test('only FIDO keys: STS cannot take them, said beside the refusal', async t => {
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

test('a user without a device gets the refusal itself', async t => {
  const world = demoWorld();
  userNamed(world, 'alice').mfaDevices.length = 0;
  const app = await startApp(t, { world, config: CONFIG });
  assert.deepEqual(await app.use('dev'), { exitCode: 1, stdout: '', stderr: refused('dev') });
  assert.deepEqual(app.calls, ['AssumeRole', 'ListMFADevices']);
});

test('IAM may not be asked: the device is derived from the user name, and said to be a guess', async t => {
  const world = demoWorld();
  userNamed(world, 'alice').permissions.delete('iam:ListMFADevices');
  const app = await startApp(t, { world, config: CONFIG });
  const note = `awsrole: no mfa_serial is set and IAM denies ListMFADevices: trying ${SERIAL}; if that is wrong, add mfa_serial to profile 'default'\n`;
  assert.deepEqual(await app.useWithCode('dev'), serves('dev', 2, '10:00:05', note));
});

const BEHIND_MFA =
  profile('dev', { role_arn: ROLES.dev, source_profile: 'mfa' }) +
  profile('uat', { role_arn: ROLES.uat, source_profile: 'mfa' });
const UNWRITTEN =
  "awsrole: profile 'mfa' has no saved MFA session; using the keys of 'default' " +
  '(run `awsrole mfa` to share one with other AWS tools)\n';

test('behind an mfa that is not written yet: the word about it comes with its session, and not again', async t => {
  const app = await startApp(t, { config: BEHIND_MFA });
  assert.deepEqual(await app.useWithCode('dev'), serves('dev', 2, '10:00:05', FOUND + UNWRITTEN));
  assert.deepEqual(await app.use('uat'), serves('uat', 3, '10:00:05'));
  assert.deepEqual(app.calls, ['AssumeRole']);
});

test('eight hours behind an mfa that is not written yet: the device is looked up, the code goes into AssumeRole', async t => {
  const app = await startApp(t, { config: BEHIND_MFA });
  assert.deepEqual(await app.useWithCode('dev', '--duration', '8h'), serves('dev', 1, '17:00:05', FOUND));
  assert.deepEqual(app.calls, ['ListMFADevices', 'AssumeRole']);
});
