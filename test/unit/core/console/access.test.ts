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

const lasting = (seconds: number): Session => ({
  accessKeyId: 'ASIA',
  secretAccessKey: 's',
  sessionToken: 't',
  // the service's clock is two minutes ahead
  obtainedAt: 0,
  clockOffset: 120_000,
  expiresAt: 120_000 + seconds * 1000,
});

const ROLE = roleOf('dev', 'source_profile=default', `mfa_serial=${SERIAL}`);
const LONG_TERM = keysOf('default');

describe('SessionDuration goes', () => {
  it('with a role that long-term keys assume directly, as long as was asked', () =>
    assert.equal(consoleDuration(planOf(ROLE, LONG_TERM, 8 * HOUR), lasting(8 * HOUR)), 8 * HOUR));

  it('also where the role allows less', () =>
    assert.equal(consoleDuration(planOf(ROLE, LONG_TERM, 8 * HOUR), lasting(HOUR)), 8 * HOUR));

  it('also without MFA', () =>
    assert.equal(
      consoleDuration(
        planOf(roleOf('dev', 'source_profile=default', 'duration_seconds=7200'), LONG_TERM),
        lasting(2 * HOUR),
      ),
      2 * HOUR,
    ));

  it('with keys of a program that turned out to be long-term', () => {
    const plan = planOf(`${roleOf('dev', 'source_profile=p')}[profile p]\ncredential_process=x\n`, '', 7200);
    assert.equal(consoleDuration(plan, lasting(2 * HOUR)), 2 * HOUR);
    assert.equal(consoleDuration(plan, lasting(HOUR)), undefined);
  });
});

describe('SessionDuration is left out', () => {
  for (const [what, plan, seconds] of [
    ['behind an MFA session', planOf(ROLE, LONG_TERM), HOUR],
    [
      'in a chain, however long its first role may last',
      planOf(
        roleOf('dev', 'source_profile=mid') +
          roleOf('mid', 'source_profile=default', 'duration_seconds=28800'),
        LONG_TERM,
      ),
      HOUR,
    ],
    ['behind session keys', planOf(ROLE, `${LONG_TERM}aws_session_token=t\n`, 8 * HOUR), HOUR],
    [
      'with a machine’s role, which may last longer all the same',
      planOf(roleOf('dev', 'credential_source=Ec2InstanceMetadata'), '', 2 * HOUR),
      2 * HOUR,
    ],
    [
      'with a web identity',
      planOf(roleOf('dev', 'web_identity_token_file=/t', 'role_session_name=me'), '', 2 * HOUR),
      2 * HOUR,
    ],
  ] as const)
    it(what, () => assert.equal(consoleDuration(plan, lasting(seconds)), undefined));
});

describe('what may not sign in is refused before anything is asked', () => {
  it('long-term keys', () =>
    assert.throws(
      () => checkSignsIn(planOf('', LONG_TERM, undefined, 'default')),
      /'default'.*long-term keys/,
    ));

  it('an MFA session', () =>
    assert.throws(
      () => checkSignsIn(planOf(`[default]\nmfa_serial=${SERIAL}\n`, LONG_TERM, undefined, 'default')),
      /'default'.*MFA session/,
    ));

  it('a role may', () => checkSignsIn(planOf(ROLE, LONG_TERM)));

  it('what only the credentials tell is left to them', () =>
    checkSignsIn(planOf('[profile dev]\ncredential_process=x\n', '')));
});

describe('credentials that come from elsewhere', () => {
  const plan = planOf('[profile dev]\ncredential_process=x\n', '');
  const session = { ...KEYS, sessionToken: 't' };

  it('long-term keys and a user’s session are refused', () => {
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
    it(`${arn ?? 'those nobody knows'} may try`, () => checkCredentials(plan, session, arn));
});
