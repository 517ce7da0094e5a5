import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DEMO_EXTERNAL_ID } from '../../../../src/sandbox/home/demo-world.ts';
import { profile, ROLES, role, SERIAL, serves, startApp, USER } from '../../../support/app.ts';

const config = (settings: Record<string, string>): string =>
  profile('default', { mfa_serial: SERIAL }) + role('audit', settings);

const refused = (hint: string) => ({
  exitCode: 1,
  stdout: '',
  stderr:
    `awsrole: error: profile 'audit': cannot assume ${ROLES.audit}: access denied for ${USER} (AccessDenied, request id <id>)\n` +
    'awsrole: hint: check role_arn: does that role exist in that account?\n' +
    `awsrole: hint: the role's trust policy must name ${USER}\n` +
    `awsrole: hint: ${hint}\n` +
    `awsrole: hint: ${USER} needs permission for sts:AssumeRole on the role, and no service control policy may deny it\n`,
});

test('AssumeRole carries the external_id of the profile', async t => {
  const app = await startApp(t, { config: config({ external_id: DEMO_EXTERNAL_ID }) });
  assert.deepEqual(await app.useWithCode('audit'), serves('audit', 2, '10:00:05'));
});

test('a refusal without external_id has a hint to add one', async t => {
  const app = await startApp(t, { config: config({}) });
  assert.deepEqual(
    await app.useWithCode('audit'),
    refused('the trust policy may require an external ID: write external_id = … into the profile'),
  );
});

test('a refusal with a wrong external_id has a hint that it must match the trust policy', async t => {
  const app = await startApp(t, { config: config({ external_id: 'other' }) });
  assert.deepEqual(
    await app.useWithCode('audit'),
    refused('external_id must equal the external ID in the trust policy'),
  );
});
