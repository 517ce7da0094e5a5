import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { mfaPlanFor } from '../../../../src/core/plan/mfa-plan.ts';
import { planFor } from '../../../../src/core/plan/plan.ts';
import type { Plan } from '../../../../src/core/plan/types.ts';
import { keysOf, managedSection, profilesFrom, SERIAL } from '../../../support/profiles.ts';

const GOV_ROLE = 'arn:aws-us-gov:iam::222233334444:role/Admin';
const GOV_SERIAL = 'arn:aws-us-gov:iam::111122223333:mfa/alice';
const RULE = 'credentials of one partition are not valid in another';

const gov = (...lines: string[]): string =>
  ['[profile dev]', `role_arn=${GOV_ROLE}`, ...lines, ''].join('\n');
const plan = (config: string, credentials = keysOf('default'), env = {}): Plan =>
  planFor(profilesFrom(config, credentials), 'dev', env);

describe('a plan whose settings are in different partitions has a note and no advice to run awsrole mfa:', () => {
  for (const [what, config, conflict, credentials] of [
    [
      'the device of the role',
      gov('source_profile=default', `mfa_serial=${SERIAL}`),
      "role_arn (config:2) is in partition 'aws-us-gov', but mfa_serial (config:4) is in 'aws'",
    ],
    [
      'the device of the source',
      `[default]\nmfa_serial=${SERIAL}\n${gov('source_profile=default')}`,
      "role_arn (config:4) is in partition 'aws-us-gov', but mfa_serial (config:2) is in 'aws'",
    ],
    [
      'the device of the source behind another of the role',
      `[default]\nmfa_serial=${SERIAL}\n${gov('source_profile=default', `mfa_serial=${GOV_SERIAL}`)}`,
      "role_arn (config:4) is in partition 'aws-us-gov', but mfa_serial (config:2) is in 'aws'",
    ],
    [
      'the region of the source',
      `[default]\nregion=eu-west-1\n${gov('source_profile=default')}`,
      "role_arn (config:4) is in partition 'aws-us-gov', but region eu-west-1 (config:2) is in 'aws'",
    ],
    [
      'a saved MFA session',
      gov('source_profile=mfa'),
      "role_arn (config:2) is in partition 'aws-us-gov', but awsrole_mfa_serial (credentials:11) is in 'aws'",
      keysOf('default') + managedSection('mfa'),
    ],
    [
      'another role of the chain',
      `${gov('source_profile=hub')}[profile hub]\nrole_arn=arn:aws-cn:iam::222233334444:role/Hub\nsource_profile=default\n`,
      "role_arn (config:2) is in partition 'aws-us-gov', but role_arn (config:5) is in 'aws-cn'",
    ],
    [
      'Identity Center',
      `${gov('source_profile=sso')}[profile sso]\nsso_start_url=https://x\nsso_region=eu-west-1\nsso_account_id=1\n`,
      "role_arn (config:2) is in partition 'aws-us-gov', but sso_region eu-west-1 of profile 'sso' (config:5) is in 'aws'",
    ],
    [
      'aws login',
      `${gov('source_profile=login')}[profile login]\nlogin_session=arn:aws:iam::1:user/alice\n`,
      "role_arn (config:2) is in partition 'aws-us-gov', but login_session (config:5) is in 'aws'",
    ],
    [
      'a process',
      `${gov('source_profile=tool')}[profile tool]\ncredential_process=tool\nregion=cn-north-1\n`,
      "role_arn (config:2) is in partition 'aws-us-gov', but region cn-north-1 (config:6) is in 'aws-cn'",
    ],
  ] as const)
    it(what, () => {
      const made = plan(config, credentials);
      assert.equal(made.partitionConflict, `${conflict}: ${RULE}`);
      assert.deepEqual(made.notes.slice(0, 1), [`${conflict}: ${RULE}`]);
      assert.equal(made.mfaAdvice(), undefined);
    });
});

describe('a plan has no note about partitions', () => {
  for (const [what, config] of [
    [
      'within one partition',
      gov('source_profile=default', `mfa_serial=${GOV_SERIAL}`, 'region=us-gov-west-1'),
    ],
    ['where nothing shows the partition of the keys', gov('source_profile=default')],
    ['with a hardware device', gov('source_profile=default', 'mfa_serial=GAHT12345678')],
    [
      'where the device of the source shows its partition, whatever its region',
      `[default]\nmfa_serial=${GOV_SERIAL}\nregion=us-east-1\n${gov('source_profile=default')}`,
    ],
  ] as const)
    it(what, () => {
      const made = plan(config);
      assert.deepEqual([made.partitionConflict, made.notes], [undefined, []]);
    });
});

describe('a region of another partition than the role', () => {
  for (const [what, config, env, from] of [
    ['of the profile', gov('source_profile=default', 'region=eu-west-1'), {}, 'config:4'],
    ['of the shell', gov('source_profile=default'), { AWS_REGION: 'eu-west-1' }, 'AWS_REGION'],
  ] as const)
    it(`${what} has a note, and STS is called in the partition of the role`, () => {
      const made = plan(config, keysOf('default'), env);
      assert.deepEqual(made.notes, [
        `region eu-west-1 (${from}) is not in partition 'aws-us-gov' of role_arn (config:2): AWS tools reject the session there; STS is called in us-gov-west-1`,
      ]);
      assert.deepEqual([made.partitionConflict, made.endpoint.region], [undefined, 'us-gov-west-1']);
    });
});

describe('awsrole mfa', () => {
  const mfaPlan = (config: string): Plan =>
    mfaPlanFor(
      profilesFrom(config, keysOf('default')),
      { from: 'default', to: 'mfa', durationSeconds: 3600 },
      {},
    );

  it('calls STS in the partition of the device when no region is set', () => {
    const { endpoint, mfaNotes } = mfaPlan(`[default]\nmfa_serial=${GOV_SERIAL}\n`);
    assert.deepEqual([endpoint.region, endpoint.partition, mfaNotes], ['us-gov-west-1', 'aws-us-gov', []]);
    // the device of the roles counts where the keys have none
    assert.equal(
      mfaPlan(gov('source_profile=mfa', `mfa_serial=${GOV_SERIAL}`)).endpoint.partition,
      'aws-us-gov',
    );
  });

  it('notes a region that is not in the partition of the device', () => {
    const { endpoint, mfaNotes } = mfaPlan(`[default]\nmfa_serial=${GOV_SERIAL}\nregion=eu-west-1\n`);
    assert.equal(endpoint.region, 'us-gov-west-1');
    assert.deepEqual(mfaNotes, [
      "region eu-west-1 (config:3) is not in partition 'aws-us-gov' of mfa_serial (config:2): AWS tools reject the session there; STS is called in us-gov-west-1",
    ]);
  });
});
