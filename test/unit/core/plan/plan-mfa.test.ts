import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { planFor } from '../../../../src/core/plan/plan.ts';
import type { Plan, PlanOptions } from '../../../../src/core/plan/types.ts';
import { planOutline } from '../../../support/plan-outline.ts';
import { keysOf, managedSection, profilesFrom, roleOf, SERIAL } from '../../../support/profiles.ts';

const plan = (
  config: string,
  credentials = keysOf('default'),
  options: PlanOptions = {},
  requested = 'dev',
): Plan => planFor(profilesFrom(config, credentials), requested, {}, options);

const MFA = `mfa_serial=${SERIAL}`;
const OTHER = 'mfa_serial=GAHT12345678';
const direct = (...lines: string[]): string => roleOf('dev', 'source_profile=default', ...lines);

const devices: readonly (readonly [rule: string, config: string, outline: string])[] = [
  ['in the role', direct(MFA), 'static default @credentials:2 > session config:4 43200 > dev 3600'],
  [
    'in its source profile',
    `${direct()}[default]\n${MFA}\n`,
    'static default @credentials:2 > session config:5 43200 > dev 3600',
  ],
  [
    'under the key of aws-mfa',
    `${roleOf('dev', 'source_profile=default')}[default]\naws_mfa_device=${SERIAL}\n`,
    'static default @credentials:2 > session config:5 43200 > dev 3600',
  ],
  [
    'under mfa_serial rather than under the key of aws-mfa',
    `[default]\naws_mfa_device=${SERIAL}\nmfa_serial=GAHT12345678\n${direct()}`,
    'static default @credentials:2 > session config:3 43200 > dev 3600',
  ],
  [
    'in the role rather than in its source',
    `[default]\n${MFA}\n${direct(OTHER)}`,
    'static default @credentials:2 > session config:6 43200 > dev 3600',
  ],
  [
    'in the first role of a chain rather than in a later one',
    roleOf('dev', 'source_profile=hub', OTHER) + roleOf('hub', 'source_profile=default', MFA),
    'static default @credentials:2 > session config:8 43200 > hub 3600 > dev 3600',
  ],
  [
    'in a later role when the first has none',
    roleOf('dev', 'source_profile=hub', MFA) + roleOf('hub', 'source_profile=default'),
    'static default @credentials:2 > session config:4 43200 > hub 3600 > dev 3600',
  ],
  [
    'in [profile mfa] before awsrole mfa has written its section',
    `${roleOf('dev', 'source_profile=mfa')}[profile mfa]\n${MFA}\n`,
    'static default @credentials:2 > session config:5 43200 > dev 3600',
  ],
  [
    'in the default profile when the profile mfa does not exist',
    `${roleOf('dev', 'source_profile=mfa')}[default]\n${MFA}\n`,
    'static default @credentials:2 > session config:5 43200 > dev 3600',
  ],
  [
    'unset: the role is called without MFA first',
    direct(),
    'static default @credentials:2 > if-refused 43200 > dev 3600',
  ],
  [
    'unset behind a missing profile mfa: the device is looked up',
    roleOf('dev', 'source_profile=mfa'),
    'static default @credentials:2 > session unknown 43200 > dev 3600',
  ],
];

describe('the place of the MFA device is', () => {
  for (const [rule, config, outline] of devices)
    it(rule, () => assert.equal(planOutline(plan(config)), outline));
});

describe('a profile with long-term keys and no role', () => {
  const outline = (credentials: string, options: PlanOptions = {}): string =>
    planOutline(plan('', credentials, options, 'default'));

  it('provides its keys when no device is set', () =>
    assert.equal(outline(keysOf('default')), 'static default @credentials:2'));

  const spans: readonly (readonly [seconds: number | undefined, planned: number])[] = [
    [undefined, 43_200],
    [3600, 3600],
    [900, 900],
    [129_600, 129_600],
  ];
  for (const [seconds, planned] of spans)
    it(`provides an MFA session of ${planned} seconds when a device is set and --duration is ${seconds ?? 'absent'}`, () =>
      assert.equal(
        outline(`${keysOf('default')}${MFA}\n`, { durationSeconds: seconds }),
        `static default @credentials:2 > session credentials:4 ${planned}`,
      ));
});

describe('a duration outside the limits of GetSessionToken', () => {
  for (const durationSeconds of [5, 899, 129_601])
    it(`is a usage error: ${durationSeconds} seconds`, () =>
      assert.throws(() => plan('', `${keysOf('default')}${MFA}\n`, { durationSeconds }, 'default'), {
        exitCode: 2,
        message: '--duration: an MFA session lasts 15m to 36h',
        hints: ['write for example --duration 12h'],
      }));
});

describe('FIDO security keys', () => {
  const FIDO = 'mfa_serial=arn:aws:iam::111122223333:u2f/user/alice/key-ABC';
  it('are refused with their line, since STS does not support them', () => {
    assert.throws(() => plan(direct(FIDO)), {
      message: "profile 'dev': mfa_serial (config:4) is a FIDO security key, which AWS STS does not support",
      hints: [
        'register a virtual MFA device (an authenticator app) as well and write its serial number here',
      ],
    });
  });

  it('are ignored for a source that cannot carry an MFA code', () => {
    assert.equal(
      planOutline(plan(roleOf('dev', 'credential_source=EcsContainer', FIDO))),
      'container dev @config:3 > dev 3600',
    );
  });
});

describe('a serial number that STS would refuse', () => {
  for (const serial of [
    'alice',
    'a device of mine',
    'GAHT1234\u{200b}5',
    `GAHT${'1'.repeat(253)}`,
    'arn:aws:iam::111122223333:user/alice',
  ])
    it(`is refused with its line: ${serial.slice(0, 40)}`, () =>
      assert.throws(() => plan(direct(`mfa_serial=${serial}`)), {
        name: 'AwsroleError',
        message: `profile 'dev': mfa_serial = ${serial} (config:4) is not the serial number of an MFA device`,
        hints: [
          'write the ARN of a virtual device, arn:aws:iam::123456789012:mfa/NAME, or the serial number of a hardware device',
        ],
      }));

  for (const serial of [SERIAL, 'GAHT12345', 'arn:aws-cn:iam::111122223333:mfa/team/my+device=1,2.3@x_y-z'])
    it(`does not include the valid serial number ${serial}`, () =>
      assert.equal(
        planOutline(plan(direct(`mfa_serial=${serial}`))),
        'static default @credentials:2 > session config:4 43200 > dev 3600',
      ));
});

describe('mfa_serial of a later role in a chain', () => {
  it('adds a note that role credentials do not carry MFA', () => {
    const config = roleOf('dev', 'source_profile=hub', MFA) + roleOf('hub', 'source_profile=default', MFA);
    assert.deepEqual(plan(config).notes, [
      "profile 'dev' is assumed from another role: its mfa_serial (config:4) applies to the first call only; " +
        'a trust policy that requires MFA for this role always refuses it, because role credentials do not carry MFA',
    ]);
  });
});

const TOKEN = `${keysOf('default', 'ASIATEMP')}aws_session_token=token\n`;
const sourcesWithoutMfa: readonly (readonly [
  what: string,
  config: string,
  credentials: string,
  reason: string,
])[] = [
  [
    'Identity Center',
    `${direct(MFA)}[default]\nsso_session=corp\nsso_account_id=111122223333\n`,
    '',
    "mfa_serial (config:4) is ignored: profile 'default' signs in with session credentials, which cannot carry an MFA code",
  ],
  [
    'aws login',
    `${direct(MFA)}[default]\nlogin_session=x\n`,
    '',
    "mfa_serial (config:4) is ignored: profile 'default' signs in with session credentials, which cannot carry an MFA code",
  ],
  [
    'a container',
    roleOf('dev', 'credential_source=EcsContainer', MFA),
    '',
    'mfa_serial (config:4) is ignored: the role of this machine cannot carry an MFA code',
  ],
  [
    'an instance',
    roleOf('dev', 'credential_source=Ec2InstanceMetadata', MFA),
    '',
    'mfa_serial (config:4) is ignored: the role of this machine cannot carry an MFA code',
  ],
  [
    'a web identity',
    roleOf('dev', 'web_identity_token_file=/t', MFA),
    '',
    'mfa_serial (config:4) is ignored: a web identity token replaces it',
  ],
  [
    'session keys',
    direct(MFA),
    TOKEN,
    "mfa_serial (config:4) is ignored: the keys of profile 'default' are session credentials, which cannot carry an MFA code",
  ],
];

describe('the plan has no MFA, and a note gives the reason, when the source is', () => {
  for (const [what, config, credentials, reason] of sourcesWithoutMfa)
    it(what, () => {
      const found = plan(config, credentials);
      assert.equal(found.mfa.mode, 'none');
      assert.deepEqual(found.notes, [reason]);
      assert.deepEqual(plan(config.replace(`${MFA}\n`, ''), credentials).notes, []);
    });
});

describe('the plan includes MFA for a source that may provide long-term keys:', () => {
  for (const line of ['credential_source=Environment', 'source_profile=tool'])
    it(line, () => {
      const config = `${roleOf('dev', line, MFA)}[profile tool]\ncredential_process=helper\n`;
      assert.equal(plan(config).mfa.mode, 'session');
      assert.equal(plan(config.replace(`${MFA}\n`, '')).mfa.mode, 'if-refused');
    });
});

describe('mfa_process comes from', () => {
  const line = (command: string): string => `mfa_process=${command}\n`;
  const all = `${roleOf('dev', 'source_profile=mfa')}${line('role')}[profile mfa]\n${line('mfa')}[default]\n${line('base')}`;
  for (const [rule, config, expected] of [
    ['the role', all, 'role'],
    ['the profile of the MFA session when the role has none', all.replace(line('role'), ''), 'mfa'],
    ['the source when neither has one', all.replace(line('role'), '').replace(line('mfa'), ''), 'base'],
  ] as const)
    it(rule, () => assert.equal(plan(config).mfaProcess?.value, expected));

  it('nowhere when no profile has one', () => assert.equal(plan(direct()).mfaProcess, undefined));
});

describe('managed sections', () => {
  it('of the same source are in the plan of a role that does not name them', () => {
    const found = plan(
      direct(MFA),
      keysOf('default') + managedSection('mfa') + managedSection('other', 'uat'),
    );
    assert.deepEqual(
      found.managed.map(({ profile }) => profile),
      ['mfa'],
    );
  });
});
