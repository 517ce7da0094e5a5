import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { planFor } from '../../../../src/core/plan/plan.ts';
import type { Plan } from '../../../../src/core/plan/types.ts';
import { planOutline } from '../../../support/plan-outline.ts';
import { keysOf, managedSection, profilesFrom, roleOf, SERIAL } from '../../../support/profiles.ts';

const plan = (config: string, credentials: string, requested = 'dev'): Plan =>
  planFor(profilesFrom(config, credentials), requested, {});

const BEHIND = roleOf('dev', 'source_profile=mfa');

describe('source_profile = mfa before awsrole mfa has run', () => {
  it('uses an MFA session of the default profile, and a note names awsrole mfa', () => {
    const found = plan(BEHIND, keysOf('default'));
    assert.equal(planOutline(found), 'static default @credentials:2 > session unknown 43200 > dev 3600');
    assert.deepEqual(found.managed, []);
    assert.deepEqual(found.notes, []);
    assert.deepEqual(found.mfaNotes, [
      "profile 'mfa' has no saved MFA session; using the keys of 'default' " +
        '(run `awsrole mfa` to share one with other AWS tools)',
    ]);
  });

  it('works when [profile mfa] has settings but no credentials, also when mfa is the requested profile', () => {
    const config = `${BEHIND}[profile mfa]\nregion=eu-west-1\n`;
    assert.equal(
      planOutline(plan(config, keysOf('default'))),
      'static default @credentials:2 > session unknown 43200 > dev 3600',
    );
    assert.equal(
      planOutline(plan(config, keysOf('default'), 'mfa')),
      'static default @credentials:2 > session unknown 43200',
    );
  });

  it('works when mfa is the requested profile and no file has a section of that name', () => {
    const found = plan(BEHIND, keysOf('default'), 'mfa');
    assert.equal(planOutline(found), 'static default @credentials:2 > session unknown 43200');
    assert.equal(found.profile, 'mfa');
  });

  it('makes AssumeRole carry the code of a device to look up when more than an hour is requested', () => {
    const found = planFor(profilesFrom(BEHIND, keysOf('default')), 'dev', {}, { durationSeconds: 28_800 });
    assert.equal(planOutline(found), 'static default @credentials:2 > code unknown > dev 28800');
    assert.deepEqual([found.notes, found.mfaNotes.length], [[], 1]);
  });

  it('fails as a missing profile when the default profile has no credentials', () => {
    assert.throws(() => plan(BEHIND, '[default]\nregion=eu-west-1\n'), {
      message: "profile 'dev': source_profile 'mfa' (config:3) does not exist",
    });
  });

  it('fails as a missing profile when the default section is malformed', () => {
    assert.throws(() => plan(BEHIND, `${keysOf('default')}junk\n`), {
      message: "profile 'dev': source_profile 'mfa' (config:3) does not exist",
    });
  });

  it('is an ordinary profile when the user gave it keys', () => {
    assert.equal(
      planOutline(plan(BEHIND, keysOf('default') + keysOf('mfa', 'AKIABOB'))),
      'static mfa @credentials:5 > if-refused 43200 > dev 3600',
    );
  });

  it('is an ordinary profile when it assumes a role', () => {
    assert.equal(
      planOutline(plan(BEHIND + roleOf('mfa', 'source_profile=default'), keysOf('default'))),
      'static default @credentials:2 > if-refused 43200 > mfa 3600 > dev 3600',
    );
  });

  it('applies to no other profile name', () => {
    assert.throws(() => plan(roleOf('dev', 'source_profile=mfb'), keysOf('default')), {
      message: "profile 'dev': source_profile 'mfb' (config:3) does not exist",
    });
  });
});

describe('a managed section', () => {
  it('is renewed from its source profile with the device that made it', () => {
    const config = roleOf('dev', 'source_profile=mfa', 'mfa_serial=GAHT12345678');
    const found = plan(config, keysOf('default') + managedSection('mfa'));
    assert.equal(
      planOutline(found),
      'static default @credentials:2 > session credentials:11 43200 > dev 3600',
    );
    assert.deepEqual(found.notes, []);
    assert.deepEqual(
      found.managed.map(({ profile, from, serial, sourceAccessKeyId, endpoint }) => ({
        profile,
        from,
        serial,
        sourceAccessKeyId,
        endpoint,
      })),
      [
        {
          profile: 'mfa',
          from: 'default',
          serial: SERIAL,
          sourceAccessKeyId: 'AKIAALICE',
          endpoint: undefined,
        },
      ],
    );
  });

  it('can be the requested profile', () => {
    const found = plan('', keysOf('default') + managedSection('mfa'), 'mfa');
    assert.equal(planOutline(found), 'static default @credentials:2 > session credentials:11 43200');
    assert.deepEqual(
      found.managed.map(({ profile }) => profile),
      ['mfa'],
    );
  });

  it('can have any name and any source', () => {
    const found = plan(
      roleOf('dev', 'source_profile=work'),
      keysOf('bob', 'AKIABOB') + managedSection('work', 'bob'),
    );
    assert.equal(planOutline(found), 'static bob @credentials:2 > session credentials:11 43200 > dev 3600');
  });

  it('keeps the access key ID that made it after the source has a new key', () => {
    const found = plan(BEHIND, keysOf('default', 'AKIANEW') + managedSection('mfa'));
    assert.equal(found.source.kind === 'static' && found.source.keys.accessKeyId.value, 'AKIANEW');
    assert.equal(found.managed[0]?.sourceAccessKeyId, 'AKIAALICE');
  });

  it('is also in the plan of a role that names its source; the named section comes first', () => {
    const credentials = keysOf('default') + managedSection('mfa') + managedSection('mfa2');
    assert.deepEqual(
      plan(roleOf('dev', 'source_profile=default'), credentials).managed.map(({ profile }) => profile),
      ['mfa', 'mfa2'],
    );
    assert.deepEqual(
      plan(roleOf('dev', 'source_profile=mfa2'), credentials).managed.map(({ profile }) => profile),
      ['mfa2', 'mfa'],
    );
  });

  it('is not in the plan of a role with another source', () => {
    const credentials =
      keysOf('default') + keysOf('bob', 'AKIABOB') + managedSection('mfa', 'bob', 'AKIABOB');
    assert.deepEqual(plan(roleOf('dev', 'source_profile=default'), credentials).managed, []);
  });

  it('is in no plan when its source holds session keys, which cannot call GetSessionToken', () => {
    const credentials = `${keysOf('default', 'ASIATEMP')}aws_session_token=token\n${managedSection('mfa')}`;
    assert.deepEqual(plan(BEHIND, credentials).managed, []);
    assert.equal(plan(BEHIND, credentials).mfa.mode, 'none');
  });

  for (const [rule, credentials, from] of [
    ['gone', '', 'default'],
    ['without credentials', '[default]\nregion=eu-west-1\n', 'default'],
    ['malformed', `${keysOf('default')}junk\n`, 'default'],
    ['itself', '', 'mfa'],
  ] as const)
    it(`is used as session keys, with a note, when its source is ${rule}`, () => {
      const found = plan(BEHIND, credentials + managedSection('mfa', from));
      assert.equal(found.source.profile, 'mfa');
      assert.equal(found.source.kind === 'static' && found.source.keys.sessionToken?.value, 'token');
      assert.equal(found.mfa.mode, 'none');
      assert.deepEqual(found.managed, []);
      assert.equal(
        found.notes[0],
        `the session in [mfa] was made from profile '${from}', which no longer has credentials: it works until it expires and cannot be renewed`,
      );
    });

  it('without one of its marks is used as session keys of another tool', () => {
    for (const mark of ['awsrole_source_profile', 'awsrole_source_key', 'awsrole_mfa_serial']) {
      const credentials = keysOf('default') + managedSection('mfa').replace(new RegExp(`${mark}=.*\n`), '');
      assert.equal(planOutline(plan(BEHIND, credentials)), 'static mfa @credentials:5 > dev 3600');
    }
  });
});
