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

const serialPlaces: readonly (readonly [
  rule: string,
  config: string,
  credentials: string,
  outline: string,
])[] = [
  ['in the source profile', `[default]\n${MFA}\n`, keysOf('default'), 'session config:2 43200'],
  [
    'in the profile to write rather than in the source',
    `[default]\n${OTHER}\n[profile mfa]\n${MFA}\n`,
    keysOf('default'),
    'session config:4 43200',
  ],
  [
    'in the roles of the source, when all name one device',
    roleOf('dev', 'source_profile=default', MFA) + roleOf('uat', 'source_profile=default', MFA),
    keysOf('default'),
    'session config:4 43200',
  ],
  [
    'in the roles of the section to write',
    roleOf('dev', 'source_profile=mfa', MFA),
    keysOf('default'),
    'session config:4 43200',
  ],
  [
    'unknown when the roles name different devices',
    roleOf('dev', 'source_profile=default', MFA) + roleOf('uat', 'source_profile=mfa', OTHER),
    keysOf('default'),
    'session unknown 43200',
  ],
  [
    'unknown when only roles of another source name a device',
    roleOf('dev', 'source_profile=bob', MFA),
    keysOf('default') + keysOf('bob'),
    'session unknown 43200',
  ],
  [
    'in the source rather than in its roles',
    `${roleOf('dev', 'source_profile=default', OTHER)}[default]\n${MFA}\n`,
    keysOf('default'),
    'session config:6 43200',
  ],
];

describe('the place of the device of awsrole mfa is', () => {
  for (const [rule, config, credentials, outline] of serialPlaces)
    it(rule, () =>
      assert.equal(planOutline(plan(config, credentials)), `static default @credentials:2 > ${outline}`),
    );
});

describe('awsrole mfa', () => {
  it('plans a session of the requested duration without roles', () => {
    const { mfa, roles } = plan('', keysOf('default'), { durationSeconds: 129_600 });
    assert.deepEqual(mfa, { mode: 'session', serial: undefined, durationSeconds: 129_600 });
    assert.deepEqual(roles, []);
  });

  it('accepts a process as source, since it may provide long-term keys', () => {
    assert.equal(
      planOutline(plan('[default]\ncredential_process=helper\n', '')),
      'process default @config:2 > session unknown 43200',
    );
  });

  it('uses the keys of a profile that also has a role', () => {
    for (const source of ['default', 'base']) {
      const role = `[default]\nrole_arn=arn:aws:iam::111122223333:role/own\nsource_profile=${source}\n${MFA}\n`;
      const made = plan(role, keysOf('default') + keysOf('base', 'AKIABASE'));
      assert.equal(planOutline(made), 'static default @credentials:2 > session config:4 43200');
    }
  });

  it('lists the section to renew and the other managed sections of the source', () => {
    const credentials = keysOf('default') + managedSection('other') + managedSection('mfa');
    assert.deepEqual(
      plan('', credentials).managed.map(({ profile }) => profile),
      ['other', 'mfa'],
    );
  });

  it('does not list a section of another source', () => {
    assert.deepEqual(plan('', keysOf('default') + managedSection('mfa', 'bob')).managed, []);
  });

  it('uses mfa_process of the source, else of the profile to write', () => {
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

const USE_LONG_TERM_KEYS = 'name the profile that has your long-term keys: --from NAME';

const refusals: readonly Refusal[] = [
  {
    rule: 'a section that is its own source',
    request: { from: 'mfa' },
    message: 'mfa: --from mfa and --to mfa are the same profile: a session cannot be made from itself',
    hint: USE_LONG_TERM_KEYS,
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
    hint: USE_LONG_TERM_KEYS,
  },
  {
    rule: 'a source that is a managed section',
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
    hint: USE_LONG_TERM_KEYS,
  },
  {
    rule: 'an Identity Center sign-in as a source',
    config: '[default]\nsso_session=corp\nsso_account_id=111122223333\n',
    message:
      "mfa: profile 'default' signs in with session credentials (config:2): GetSessionToken takes long-term keys only",
    hint: USE_LONG_TERM_KEYS,
  },
  {
    rule: 'an aws login session as a source',
    config: '[default]\nlogin_session=x\n',
    message:
      "mfa: profile 'default' signs in with session credentials (config:2): GetSessionToken takes long-term keys only",
    hint: USE_LONG_TERM_KEYS,
  },
  {
    rule: 'a FIDO security key that a role of the source names',
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
    rule: 'a malformed serial number that a role of the source names',
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
