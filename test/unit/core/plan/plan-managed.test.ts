import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { planFor } from '../../../../src/core/plan/plan.ts';
import type { Plan } from '../../../../src/core/plan/types.ts';
import { planOutline } from '../../../support/plan-outline.ts';
import { keysOf, managedSection, profilesFrom, roleOf, SERIAL } from '../../../support/profiles.ts';

const plan = (config: string, credentials: string, asked = 'dev'): Plan =>
  planFor(profilesFrom(config, credentials), asked, {});

const BEHIND = roleOf('dev', 'source_profile=mfa');

describe('source_profile = mfa before awsrole mfa has run', () => {
  it('is the MFA session of the default profile, and the note says what the command would add', () => {
    const found = plan(BEHIND, keysOf('default'));
    assert.equal(planOutline(found), 'static default @credentials:2 > session unknown 43200 > dev 3600');
    assert.deepEqual(found.managed, []);
    assert.deepEqual(found.notes, []);
    assert.deepEqual(found.mfaNotes, [
      "profile 'mfa' has no saved MFA session; using the keys of 'default' " +
        '(run `awsrole mfa` to share one with other AWS tools)',
    ]);
  });

  it('works when [profile mfa] has settings but no credentials, asked for itself too', () => {
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

  it('works for mfa itself although no file has a section of that name', () => {
    const found = plan(BEHIND, keysOf('default'), 'mfa');
    assert.equal(planOutline(found), 'static default @credentials:2 > session unknown 43200');
    assert.equal(found.profile, 'mfa');
  });

  it('puts the code into AssumeRole when more than an hour is wanted, of a device that is still to be found', () => {
    const found = planFor(profilesFrom(BEHIND, keysOf('default')), 'dev', {}, { durationSeconds: 28_800 });
    assert.equal(planOutline(found), 'static default @credentials:2 > code unknown > dev 28800');
    assert.deepEqual([found.notes, found.mfaNotes.length], [[], 1]);
  });

  it('is a missing profile when the default profile has no credentials either', () => {
    assert.throws(() => plan(BEHIND, '[default]\nregion=eu-west-1\n'), {
      message: "profile 'dev': source_profile 'mfa' (config:3) does not exist",
    });
  });

  it('is a missing profile when the default section is malformed', () => {
    assert.throws(() => plan(BEHIND, `${keysOf('default')}junk\n`), {
      message: "profile 'dev': source_profile 'mfa' (config:3) does not exist",
    });
  });

  it('is an ordinary profile when a person gave it keys', () => {
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

  it('is meant for that name alone', () => {
    assert.throws(() => plan(roleOf('dev', 'source_profile=mfb'), keysOf('default')), {
      message: "profile 'dev': source_profile 'mfb' (config:3) does not exist",
    });
  });
});

describe('a section that awsrole mfa wrote', () => {
  it('is renewed from its source profile, with the device it was made with', () => {
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

  it('is a plan of its own when it is asked for itself', () => {
    const found = plan('', keysOf('default') + managedSection('mfa'), 'mfa');
    assert.equal(planOutline(found), 'static default @credentials:2 > session credentials:11 43200');
    assert.deepEqual(
      found.managed.map(({ profile }) => profile),
      ['mfa'],
    );
  });

  it('may have any name, and any source', () => {
    const found = plan(
      roleOf('dev', 'source_profile=work'),
      keysOf('bob', 'AKIABOB') + managedSection('work', 'bob'),
    );
    assert.equal(planOutline(found), 'static bob @credentials:2 > session credentials:11 43200 > dev 3600');
  });

  it('keeps the key it was made with after the source has a new one, so that nobody takes it for the new one', () => {
    const found = plan(BEHIND, keysOf('default', 'AKIANEW') + managedSection('mfa'));
    assert.equal(found.source.kind === 'static' && found.source.keys.accessKeyId.value, 'AKIANEW');
    assert.equal(found.managed[0]?.sourceAccessKeyId, 'AKIAALICE');
  });

  it('serves roles straight from its source too, its own section first', () => {
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

  it('of another source serves nobody else', () => {
    const credentials =
      keysOf('default') + keysOf('bob', 'AKIABOB') + managedSection('mfa', 'bob', 'AKIABOB');
    assert.deepEqual(plan(roleOf('dev', 'source_profile=default'), credentials).managed, []);
  });

  it('serves nobody once the source holds session keys, which cannot make one', () => {
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
    it(`is a session like any other, with a note, when its source is ${rule}`, () => {
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

  it('with a mark missing is a session that somebody else wrote', () => {
    for (const mark of ['awsrole_source_profile', 'awsrole_source_key', 'awsrole_mfa_serial']) {
      const credentials = keysOf('default') + managedSection('mfa').replace(new RegExp(`${mark}=.*\n`), '');
      assert.equal(planOutline(plan(BEHIND, credentials)), 'static mfa @credentials:5 > dev 3600');
    }
  });
});
