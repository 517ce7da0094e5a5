import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type MfaRequest, mfaPlanFor } from '../../../../src/core/plan/mfa-plan.ts';
import type { Plan } from '../../../../src/core/plan/types.ts';
import { planOutline } from '../../../support/plan-outline.ts';
import { keysOf, managedSection, profilesFrom, roleOf, SERIAL } from '../../../support/profiles.ts';

const plan = (config: string, credentials: string, request: Partial<MfaRequest> = {}): Plan =>
  mfaPlanFor(
    profilesFrom(config, credentials),
    { from: 'default', to: 'mfa', durationSeconds: 43_200, ...request },
    {},
  );

const MFA = `mfa_serial=${SERIAL}`;
const OTHER = 'mfa_serial=GAHT12345678';

const found: readonly (readonly [rule: string, config: string, credentials: string, outline: string])[] = [
  ['the source profile', `[default]\n${MFA}\n`, keysOf('default'), 'session config:2 43200'],
  [
    'the profile that is written, as for the roles behind it',
    `[default]\n${OTHER}\n[profile mfa]\n${MFA}\n`,
    keysOf('default'),
    'session config:4 43200',
  ],
  [
    'roles straight behind the source, when they agree',
    roleOf('dev', 'source_profile=default', MFA) + roleOf('uat', 'source_profile=default', MFA),
    keysOf('default'),
    'session config:4 43200',
  ],
  [
    'roles behind the section that is written',
    roleOf('dev', 'source_profile=mfa', MFA),
    keysOf('default'),
    'session config:4 43200',
  ],
  [
    'nobody, when the roles do not agree',
    roleOf('dev', 'source_profile=default', MFA) + roleOf('uat', 'source_profile=mfa', OTHER),
    keysOf('default'),
    'session unknown 43200',
  ],
  [
    'nobody, when only roles behind another user say one',
    roleOf('dev', 'source_profile=bob', MFA),
    keysOf('default') + keysOf('bob'),
    'session unknown 43200',
  ],
  [
    'the source rather than its roles',
    `${roleOf('dev', 'source_profile=default', OTHER)}[default]\n${MFA}\n`,
    keysOf('default'),
    'session config:6 43200',
  ],
];

describe('the device of awsrole mfa is the one written at', () => {
  for (const [rule, config, credentials, outline] of found)
    it(rule, () =>
      assert.equal(planOutline(plan(config, credentials)), `static default @credentials:2 > ${outline}`),
    );
});

describe('awsrole mfa', () => {
  it('makes a session of the length asked for, and assumes nothing', () => {
    const { mfa, roles } = plan('', keysOf('default'), { durationSeconds: 129_600 });
    assert.deepEqual(mfa, { mode: 'session', serial: undefined, durationSeconds: 129_600 });
    assert.deepEqual(roles, []);
  });

  it('makes it from any source that may be a user', () => {
    assert.equal(
      planOutline(plan('[default]\ncredential_process=helper\n', '')),
      'process default @config:2 > session unknown 43200',
    );
  });

  it('makes it from the keys of a profile that assumes a role with them', () => {
    for (const source of ['default', 'base']) {
      const role = `[default]\nrole_arn=arn:aws:iam::111122223333:role/own\nsource_profile=${source}\n${MFA}\n`;
      const made = plan(role, keysOf('default') + keysOf('base', 'AKIABASE'));
      assert.equal(planOutline(made), 'static default @credentials:2 > session config:4 43200');
    }
  });

  it('knows the section that it is to renew and the others of the same source', () => {
    const credentials = keysOf('default') + managedSection('other') + managedSection('mfa');
    assert.deepEqual(
      plan('', credentials).managed.map(({ profile }) => profile),
      ['other', 'mfa'],
    );
  });

  it('does not take over a section of another source', () => {
    assert.deepEqual(plan('', keysOf('default') + managedSection('mfa', 'bob')).managed, []);
  });

  it('takes mfa_process from the source, else from the profile that is written', () => {
    const config = '[default]\nmfa_process=base\n[profile mfa]\nmfa_process=own\n';
    assert.equal(plan(config, keysOf('default')).mfaProcess?.value, 'base');
    assert.equal(plan(config.replace('mfa_process=base\n', ''), keysOf('default')).mfaProcess?.value, 'own');
  });
});

interface Refusal {
  readonly rule: string;
  readonly config?: string;
  readonly credentials?: string;
  readonly request?: Partial<MfaRequest>;
  readonly message: string;
  readonly hint: string;
  readonly exitCode?: number;
}

const OWN = 'name the profile that has your long-term keys: --from NAME';

const refusals: readonly Refusal[] = [
  {
    rule: 'the section that is written as its own source',
    request: { from: 'mfa' },
    message: 'mfa: --from mfa and --to mfa are the same profile: a session cannot be made from itself',
    hint: OWN,
    exitCode: 2,
  },
  {
    rule: 'a source that does not exist',
    credentials: keysOf('defualt'),
    message: "there is no profile 'default' in credentials",
    hint: "your keys are in profile 'defualt': awsrole mfa --from defualt",
  },
  {
    rule: 'a source that assumes a role',
    config: roleOf('dev', 'source_profile=default'),
    request: { from: 'dev' },
    message: "mfa: profile 'dev' assumes a role (config:2): role credentials cannot carry an MFA code",
    hint: OWN,
  },
  {
    rule: 'a source that is such a session itself',
    credentials: keysOf('default') + managedSection('work'),
    request: { from: 'work' },
    message: "mfa: profile 'work' is itself an MFA session, made from 'default'",
    hint: 'name the profile that has your long-term keys: --from default',
  },
  {
    rule: 'session keys as a source',
    credentials: `${keysOf('default')}aws_session_token=t\n`,
    message:
      "mfa: the keys of profile 'default' (credentials:2) are session credentials: GetSessionToken takes long-term keys only",
    hint: OWN,
  },
  {
    rule: 'an Identity Center sign-in as a source',
    config: '[default]\nsso_session=corp\nsso_account_id=111122223333\n',
    message:
      "mfa: profile 'default' signs in with session credentials (config:2): GetSessionToken takes long-term keys only",
    hint: OWN,
  },
  {
    rule: 'an aws login session as a source',
    config: '[default]\nlogin_session=x\n',
    message:
      "mfa: profile 'default' signs in with session credentials (config:2): GetSessionToken takes long-term keys only",
    hint: OWN,
  },
  {
    rule: 'a FIDO key of a role behind it',
    config: roleOf(
      'dev',
      'source_profile=default',
      'mfa_serial=arn:aws:iam::111122223333:u2f/user/alice/key',
    ),
    credentials: keysOf('default'),
    message:
      "mfa: profile 'default': mfa_serial (config:4) is a FIDO security key, which AWS STS does not support",
    hint: 'register a virtual MFA device (an authenticator app) as well and write its serial number here',
  },
  {
    rule: 'what is no device',
    config: roleOf('dev', 'source_profile=default', 'mfa_serial=alice'),
    credentials: keysOf('default'),
    message:
      "mfa: profile 'default': mfa_serial = alice (config:4) is not the serial number of an MFA device",
    hint: 'write the ARN of a virtual device, arn:aws:iam::123456789012:mfa/NAME, or the serial number of a hardware device',
  },
];

describe('awsrole mfa refuses', () => {
  for (const { rule, config = '', credentials = '', request, message, hint, exitCode = 1 } of refusals)
    it(rule, () =>
      assert.throws(() => plan(config, credentials, request), { message, hints: [hint], exitCode }),
    );
});
