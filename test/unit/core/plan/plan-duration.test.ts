import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { planFor } from '../../../../src/core/plan/plan.ts';
import type { Plan, PlanOptions } from '../../../../src/core/plan/types.ts';
import { planOutline } from '../../../support/plan-outline.ts';
import { keysOf, profilesFrom, roleOf, SERIAL } from '../../../support/profiles.ts';

const plan = (config: string, options: PlanOptions = {}, credentials = keysOf('default')): Plan =>
  planFor(profilesFrom(config, credentials), 'dev', {}, options);

const MFA = `mfa_serial=${SERIAL}`;
const direct = (...lines: string[]): string => roleOf('dev', 'source_profile=default', ...lines);
const chain = (hub: string[], dev: string[]): string =>
  roleOf('hub', 'source_profile=default', ...hub) + roleOf('dev', 'source_profile=hub', ...dev);
const seconds = (found: Plan): number[] => found.roles.map(role => role.durationSeconds);

describe('the duration of a role session is', () => {
  it('one hour by default', () => {
    const [role] = plan(direct()).roles;
    assert.deepEqual([role?.durationSeconds, role?.durationFrom], [3600, 'the default']);
  });

  it('duration_seconds of the profile, with its place', () => {
    const [role] = plan(direct('duration_seconds=7200')).roles;
    assert.deepEqual([role?.durationSeconds, role?.durationFrom], [7200, 'config:4']);
  });

  it('--duration rather than duration_seconds', () => {
    const [role] = plan(direct('duration_seconds=7200'), { durationSeconds: 900 }).roles;
    assert.deepEqual([role?.durationSeconds, role?.durationFrom], [900, '--duration']);
  });

  it('--duration for the last role of a chain only', () => {
    assert.deepEqual(
      seconds(plan(chain(['duration_seconds=1800'], []), { durationSeconds: 900 })),
      [1800, 900],
    );
  });

  for (const value of [900, 43_200]) {
    it(`${value} seconds, a limit of STS`, () => {
      assert.deepEqual(seconds(plan(direct(`duration_seconds=${value}`))), [value]);
      assert.deepEqual(seconds(plan(direct(), { durationSeconds: value })), [value]);
    });
  }
});

describe('a duration outside the limits of STS is refused before any call', () => {
  for (const value of ['899', '43201', '1h', '3600.5', '-3600', '0'])
    it(`duration_seconds = ${value}`, () => {
      assert.throws(() => plan(direct(`duration_seconds=${value}`)), {
        message: `profile 'dev': duration_seconds = ${value} (config:4) is not between 900 and 43200`,
        hints: ['write a whole number of seconds, for example duration_seconds = 3600'],
        exitCode: 1,
      });
    });

  for (const value of [899, 43_201])
    it(`--duration of ${value} seconds, as a usage error`, () => {
      assert.throws(() => plan(direct(), { durationSeconds: value }), {
        message: '--duration: a role session lasts 15m to 12h',
        exitCode: 2,
      });
    });
});

describe('more than one hour', () => {
  const HOURS = { durationSeconds: 28_800 };
  it('makes AssumeRole carry the code, since an MFA session would limit the role to one hour', () => {
    assert.equal(
      planOutline(plan(direct(MFA), HOURS)),
      'static default @credentials:2 > code config:4 > dev 28800',
    );
    assert.deepEqual(plan(direct(MFA), HOURS).notes, []);
  });

  it('works with duration_seconds as with --duration, and --duration can reduce it to one hour', () => {
    const config = direct(MFA, 'duration_seconds=3601');
    assert.equal(planOutline(plan(config)), 'static default @credentials:2 > code config:4 > dev 3601');
    assert.equal(
      planOutline(plan(config, { durationSeconds: 3600 })),
      'static default @credentials:2 > session config:4 43200 > dev 3600',
    );
  });

  it('is requested without MFA first when no device is set', () => {
    assert.equal(
      planOutline(plan(direct(), HOURS)),
      'static default @credentials:2 > if-refused 43200 > dev 28800',
    );
  });

  it('makes the call carry the code only when the first role of a chain requests it', () => {
    assert.equal(plan(chain([MFA], []), HOURS).mfa.mode, 'session');
    assert.equal(plan(chain([MFA, 'duration_seconds=7200'], [])).mfa.mode, 'code');
  });

  it('is not reduced for a container, an instance or a web identity, which is not role chaining', () => {
    assert.deepEqual(seconds(plan(roleOf('dev', 'credential_source=EcsContainer'), HOURS)), [28_800]);
    assert.deepEqual(seconds(plan(roleOf('dev', 'credential_source=Ec2InstanceMetadata'), HOURS)), [28_800]);
    assert.deepEqual(seconds(plan(roleOf('dev', 'web_identity_token_file=/t'), HOURS)), [28_800]);
  });
});

const CHAINING = 'a role assumed from a role is limited to one hour (role chaining)';
const SESSION = 'a role assumed from session credentials is limited to one hour';

describe('a duration is reduced to one hour, with a note,', () => {
  it('for a role assumed from a role', () => {
    const found = plan(chain(['duration_seconds=7200'], ['duration_seconds=7200']));
    assert.deepEqual(seconds(found), [7200, 3600]);
    assert.equal(found.roles[1]?.durationFrom, CHAINING);
    assert.deepEqual(found.notes, [
      `profile 'dev': 7200 seconds (config:8) are reduced to 3600: ${CHAINING}`,
    ]);
  });

  it('for --duration on a chain of roles', () => {
    assert.deepEqual(plan(chain([], []), { durationSeconds: 7200 }).notes, [
      `profile 'dev': 7200 seconds (--duration) are reduced to 3600: ${CHAINING}`,
    ]);
  });

  it('for a role assumed from the role of a container', () => {
    const config = roleOf('hub', 'credential_source=EcsContainer') + roleOf('dev', 'source_profile=hub');
    assert.deepEqual(seconds(plan(config, { durationSeconds: 7200 })), [3600, 3600]);
  });

  for (const [what, config, credentials, why] of [
    ['Identity Center', `${direct()}[default]\nsso_session=c\nsso_account_id=111122223333\n`, '', SESSION],
    ['aws login', `${direct()}[default]\nlogin_session=x\n`, '', SESSION],
    ['session keys', direct(), `${keysOf('default')}aws_session_token=t\n`, SESSION],
  ] as const)
    it(`for a role assumed from ${what}`, () => {
      const found = plan(config, { durationSeconds: 7200 }, credentials);
      assert.deepEqual(seconds(found), [3600]);
      assert.equal(
        found.notes.at(-1),
        `profile 'dev': 7200 seconds (--duration) are reduced to 3600: ${why}`,
      );
      assert.ok(!plan(config, { durationSeconds: 3600 }, credentials).notes.join().includes('reduced'));
    });
});
