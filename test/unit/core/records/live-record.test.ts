import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Activation, Environment } from '../../../../src/core/environment/environment.ts';
import { activate } from '../../../../src/core/environment/environment.ts';
import { planFor } from '../../../../src/core/plan/plan.ts';
import { DECIDING_NAMES, isRecordable, liveRecord } from '../../../../src/core/records/live-record.ts';
import { keysOf, profilesFrom, roleOf } from '../../../support/profiles.ts';

const NOW = 1_700_000_000;

/** when the record is written, some time after the session was obtained */
const WRITTEN = (NOW + 600) * 1000;

const session = {
  accessKeyId: 'ASIAEXAMPLE',
  secretAccessKey: "it's a secret\\",
  sessionToken: 'token=',
  expiresAt: (NOW + 3600) * 1000,
  obtainedAt: NOW * 1000,
  clockOffset: 0,
};

const activation: Activation = {
  profile: 'dev',
  credentials: session,
  accountId: '222233334444',
  roleArn: 'arn:aws:iam::222233334444:role/Developer',
  color: undefined,
  region: { value: 'eu-west-1', own: true },
};

const files = {
  config: { path: '/home/a b/.aws/config', stamp: '0123456789abcdef' },
  credentials: { path: '/home/a b/.aws/credentials', stamp: undefined },
};

const linesOf = (active: Activation, env: Environment = {}): string[] =>
  (liveRecord(active, session, files, { env, writtenAt: WRITTEN }) ?? '').split('\n');

test('a live record is valid from five minutes before it is written until five minutes before the session expires', () => {
  assert.equal(linesOf(activation)[0], `awsrole-live 2 ${NOW + 300} ${NOW + 3300}`);
});

test('a live record names both shared files with their stamps', () => {
  assert.deepEqual(linesOf(activation).slice(1, 3), [
    'config 0123456789abcdef /home/a b/.aws/config',
    'credentials - /home/a b/.aws/credentials',
  ]);
});

test('the calls line has the region of the shell where the profile has none, and the value of every deciding variable', () => {
  const callsOf = (region: Activation['region'], env: Environment = {}): string =>
    linesOf({ ...activation, region }, env)[3] ?? '';
  assert.equal(callsOf({ value: 'eu-west-1', own: true }), 'calls -|||||||');
  assert.equal(callsOf(undefined), 'calls |||||||');
  assert.equal(callsOf({ value: 'eu-west-1', own: false }), 'calls eu-west-1|||||||');
  const env = Object.fromEntries(DECIDING_NAMES.map((name, index) => [name, `${index}`]));
  assert.equal(callsOf(undefined, env), 'calls |0|1|2|3|4|5|6');
});

test('an environment in which a deciding variable contains the separator has no record', () => {
  const plan = planFor(profilesFrom(roleOf('dev', 'source_profile=default'), keysOf('default')), 'dev', {});
  for (const name of DECIDING_NAMES) {
    assert.equal(isRecordable(plan, {}, { [name]: 'x y' }), true);
    assert.equal(isRecordable(plan, {}, { [name]: 'x|y' }), false);
  }
});

test('a live record contains every variable that use sets, the five required ones first', () => {
  for (const active of [activation, { ...activation, color: 'f85149', region: undefined }]) {
    const lines = linesOf(active);
    const set = activate(active, {}).filter(({ value }) => value !== null);
    assert.deepEqual(lines.slice(4, -2).sort(), set.map(({ name, value }) => `${name}=${value}`).sort());
    assert.deepEqual(
      lines.slice(4, 9).map(line => line.split('=')[0]),
      [
        'AWS_ACCESS_KEY_ID',
        'AWS_SECRET_ACCESS_KEY',
        'AWS_SESSION_TOKEN',
        'AWS_CREDENTIAL_EXPIRATION',
        'AWSROLE_PROFILE',
      ],
    );
    assert.deepEqual(lines.slice(-2), ['end', '']);
  }
});

test('liveRecord returns undefined when a value has a control character', () => {
  assert.equal(
    liveRecord({ ...activation, color: 'f\n8' }, session, files, { env: {}, writtenAt: WRITTEN }),
    undefined,
  );
});

for (const [source, isHeld] of [
  ['source_profile=default', true],
  ['credential_source=Ec2InstanceMetadata', true],
  ['credential_source=Environment', false],
  ['credential_source=EcsContainer', false],
] as const)
  test(`a record ${isHeld ? 'can' : 'cannot'} hold a role session with ${source}`, () => {
    const plan = planFor(profilesFrom(roleOf('dev', source), keysOf('default')), 'dev', {});
    assert.equal(isRecordable(plan, {}, {}), isHeld);
  });
