import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Credentials, Session } from '../../../../src/core/aws/credentials.ts';
import { checkCredentials, checkSignsIn, consoleDuration } from '../../../../src/core/console/access.ts';
import { planFor } from '../../../../src/core/plan/plan.ts';
import type { Plan } from '../../../../src/core/plan/types.ts';
import { keysOf, profilesFrom, roleOf, SERIAL } from '../../../support/profiles.ts';

const HOUR = 3600;

const planOf = (config: string, credentials: string, seconds?: number, name = 'dev'): Plan =>
  planFor(profilesFrom(config, credentials), name, {}, { durationSeconds: seconds });

const KEYS: Credentials = { accessKeyId: 'AKIA', secretAccessKey: 's' };

const sessionOf = (seconds: number): Session => ({
  accessKeyId: 'ASIA',
  secretAccessKey: 's',
  sessionToken: 't',
  // the clock of STS is two minutes ahead
  obtainedAt: 0,
  clockOffset: 120_000,
  expiresAt: 120_000 + seconds * 1000,
});

const ROLE = roleOf('dev', 'source_profile=default', `mfa_serial=${SERIAL}`);
const LONG_TERM = keysOf('default');

describe('SessionDuration is sent', () => {
  it('with the requested duration for a role that long-term keys assume directly', () =>
    assert.equal(consoleDuration(planOf(ROLE, LONG_TERM, 8 * HOUR), sessionOf(8 * HOUR)), 8 * HOUR));

  it('with the requested duration even when the role session is shorter', () =>
    assert.equal(consoleDuration(planOf(ROLE, LONG_TERM, 8 * HOUR), sessionOf(HOUR)), 8 * HOUR));

  it('for a role that long-term keys assume without MFA', () =>
    assert.equal(
      consoleDuration(
        planOf(roleOf('dev', 'source_profile=default', 'duration_seconds=7200'), LONG_TERM),
        sessionOf(2 * HOUR),
      ),
      2 * HOUR,
    ));

  it('for keys of a credential process only when a session over one hour proves them long-term', () => {
    const plan = planOf(`${roleOf('dev', 'source_profile=p')}[profile p]\ncredential_process=x\n`, '', 7200);
    assert.equal(consoleDuration(plan, sessionOf(2 * HOUR)), 2 * HOUR);
    assert.equal(consoleDuration(plan, sessionOf(HOUR)), undefined);
  });
});

describe('SessionDuration is omitted', () => {
  for (const [condition, plan, seconds] of [
    ['for a role that an MFA session assumes', planOf(ROLE, LONG_TERM), HOUR],
    [
      'in role chaining, even when the first role lasts longer than an hour',
      planOf(
        roleOf('dev', 'source_profile=mid') +
          roleOf('mid', 'source_profile=default', 'duration_seconds=28800'),
        LONG_TERM,
      ),
      HOUR,
    ],
    ['for session credentials', planOf(ROLE, `${LONG_TERM}aws_session_token=t\n`, 8 * HOUR), HOUR],
    [
      'for instance metadata, even when the session lasts longer than an hour',
      planOf(roleOf('dev', 'credential_source=Ec2InstanceMetadata'), '', 2 * HOUR),
      2 * HOUR,
    ],
    [
      'for a web identity',
      planOf(roleOf('dev', 'web_identity_token_file=/t', 'role_session_name=me'), '', 2 * HOUR),
      2 * HOUR,
    ],
  ] as const)
    it(condition, () => assert.equal(consoleDuration(plan, sessionOf(seconds)), undefined));
});

describe('a plan', () => {
  it('with long-term keys is rejected', () =>
    assert.throws(
      () => checkSignsIn(planOf('', LONG_TERM, undefined, 'default')),
      /'default'.*long-term keys/,
    ));

  it('with an MFA session is rejected', () =>
    assert.throws(
      () => checkSignsIn(planOf(`[default]\nmfa_serial=${SERIAL}\n`, LONG_TERM, undefined, 'default')),
      /'default'.*MFA session/,
    ));

  it('with a role is accepted', () => checkSignsIn(planOf(ROLE, LONG_TERM)));

  it('with a credential process is accepted, since only the credentials show their kind', () =>
    checkSignsIn(planOf('[profile dev]\ncredential_process=x\n', '')));
});

describe('credentials of a plan without a role', () => {
  const plan = planOf('[profile dev]\ncredential_process=x\n', '');
  const session = { ...KEYS, sessionToken: 't' };

  it('are rejected when they are long-term keys or a session of an IAM user', () => {
    assert.throws(() => checkCredentials(plan, KEYS, undefined), /'dev'.*long-term keys/);
    assert.throws(
      () => checkCredentials(plan, session, 'arn:aws:iam::111122223333:user/team/alice'),
      /'dev'.*session of an IAM user/,
    );
  });

  for (const arn of [
    'arn:aws:sts::111122223333:assumed-role/AWSReservedSSO_Admin_0/alice',
    'arn:aws:sts::111122223333:federated-user/alice',
    undefined,
  ])
    it(`are accepted for the caller ${arn ?? 'that STS did not return'}`, () =>
      checkCredentials(plan, session, arn));
});
