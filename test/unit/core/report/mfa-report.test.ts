import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { mfaReport, type ProfileUse } from '../../../../src/core/report/mfa-report.ts';
import { keysOf, managedSection, profilesFrom, roleOf, SERIAL } from '../../../support/profiles.ts';

/** Three hours before the session of the managed section expires. */
const NOW = Date.UTC(2026, 10, 24, 9);

const report = (config: string, credentials = managedSection('mfa'), now = NOW): ProfileUse[] => {
  const text = keysOf('default') + credentials;
  return mfaReport({
    profiles: profilesFrom(config, text),
    files: { config: { path: 'config', text: config }, credentials: { path: 'credentials', text } },
    from: 'default',
    to: 'mfa',
    now,
  });
};

const outlines = (...uses: ProfileUse[]): string[] =>
  uses.map(({ profile, verdict, reason }) => `${profile} ${verdict} ${reason}`);

const MFA = `mfa_serial=${SERIAL}`;
const CLI = ' for the AWS CLI and boto3';
const SDK = ' by the AWS SDK for JavaScript';
const COMMENT = ', and the comment on a line of its own';

describe('the report on the saved MFA session', () => {
  it('a role whose source is the section is usable', () => {
    assert.deepEqual(report(roleOf('dev', 'source_profile=mfa')), [
      { profile: 'dev', verdict: 'usable', reason: undefined, edit: undefined },
    ]);
  });

  it('a role whose source is the section but has its own mfa_serial prompts; the edit names the line to delete', () => {
    assert.deepEqual(report(roleOf('dev', 'source_profile=mfa', MFA)), [
      {
        profile: 'dev',
        verdict: 'prompts',
        reason: 'it has its own mfa_serial (config:4), so other tools ask for a code at every call',
        edit: 'delete line 4 of config',
      },
    ]);
  });

  it('a role whose source is the profile with the keys prompts; the edit names both lines', () => {
    assert.deepEqual(report(roleOf('dev', 'source_profile=default', MFA)), [
      {
        profile: 'dev',
        verdict: 'prompts',
        reason: "its source_profile is 'default' (config:3), and it has its own mfa_serial (config:4)",
        edit: 'in config write source_profile = mfa at line 3 and delete line 4',
      },
    ]);
  });

  it('a role that reaches the section through other roles is usable', () => {
    const config = roleOf('dev', 'source_profile=hub') + roleOf('hub', 'source_profile=mfa');
    assert.deepEqual(
      report(config).map(({ profile, verdict }) => `${profile} ${verdict}`),
      ['dev usable', 'hub usable'],
    );
  });

  it('a role behind a role that prompts also prompts', () => {
    const config = roleOf('dev', 'source_profile=hub') + roleOf('hub', 'source_profile=mfa', MFA);
    const [dev, hub] = report(config);
    assert.deepEqual(dev, {
      profile: 'dev',
      verdict: 'prompts',
      reason: "'hub' in its chain has an mfa_serial (config:7), so other tools ask for a code at every call",
      edit: 'delete line 7 of config',
    });
    assert.equal(hub?.verdict, 'prompts');
  });

  it('a profile without a role has no row', () => {
    assert.deepEqual(report('[profile plain]\nregion=eu-west-1\n'), []);
  });

  it('a role behind more than 64 roles is broken, and the role in front of them is usable', () => {
    const roles = Array.from({ length: 65 }, (_, hop) =>
      roleOf(`hop-${hop}`, `source_profile=${hop < 64 ? `hop-${hop + 1}` : 'mfa'}`),
    );
    assert.deepEqual(outlines(...report(roles.join(''))).slice(0, 2), [
      'hop-0 broken its chain has more than 64 roles, which awsrole refuses',
      'hop-1 usable undefined',
    ]);
  });

  it('every role profile has a row: without MFA, with another source, malformed, without a source', () => {
    const config =
      roleOf('other', 'source_profile=bob', MFA) +
      roleOf('free', 'source_profile=default') +
      roleOf('machine', 'credential_source=EcsContainer') +
      roleOf('coded', 'credential_source=Environment', MFA) +
      roleOf('broken', 'source_profile=mfa', 'junk') +
      roleOf('none') +
      roleOf('own');
    assert.deepEqual(
      report(config, keysOf('bob') + keysOf('own', 'AKIAOWN')).map(({ profile, verdict, edit }) => [
        profile,
        verdict,
        edit,
      ]),
      [
        [
          'other',
          'prompts',
          'run awsrole mfa --from bob --to bob-mfa, and in config write source_profile = bob-mfa at line 3 and delete line 4',
        ],
        ['free', 'unused', 'in config write source_profile = mfa at line 7'],
        ['machine', 'unused', undefined],
        ['coded', 'prompts', undefined],
        ['broken', 'broken', 'correct or delete line 18 of config'],
        ['none', 'broken', 'in config add source_profile = mfa below line 20'],
        ['own', 'broken', 'in config add source_profile = own below line 22'],
      ],
    );
  });

  it('a role whose device is known only to its source profile is broken: other tools send no code', () => {
    const config = `[default]\n${MFA}\n${roleOf('dev', 'source_profile=default')}`;
    assert.deepEqual(report(config, ''), [
      {
        profile: 'dev',
        verdict: 'broken',
        reason:
          "its source_profile is 'default' (config:5): other tools ignore its MFA device (config:2) and send no code, so a role that requires MFA refuses them",
        edit: 'in config write source_profile = mfa at line 5',
      },
    ]);
    const behind = roleOf('dev', 'source_profile=default');
    assert.deepEqual(outlines(...report(behind)).map(verdictOf), ['broken'], 'the device of [mfa]');
  });

  it('loops and missing source profiles are broken; the edit names the section', () => {
    const config =
      roleOf('a', 'source_profile=b') +
      roleOf('b', 'source_profile=a') +
      roleOf('c', 'source_profile=missing');
    assert.deepEqual(
      report(config).map(({ verdict, edit }) => [verdict, edit]),
      [6, 3, 9].map(line => ['broken', `in config write source_profile = mfa at line ${line}`]),
    );
  });

  it('no role is usable while the section holds no live session', () => {
    const dev = roleOf('dev', 'source_profile=mfa');
    const later = ['dev later [mfa] holds no live session: run awsrole mfa'];
    assert.deepEqual(outlines(...report(dev, '')), later);
    assert.deepEqual(outlines(...report(dev, managedSection('mfa'), NOW + 86_400_000)), later);
    assert.deepEqual(outlines(...report(dev, '[mfa]\naws_access_key_id=AKIAHALF\n')), later);
    assert.deepEqual(outlines(...report(roleOf('dev', 'source_profile=mfa', MFA), '')).map(verdictOf), [
      'prompts',
    ]);
  });

  it('a role is usable with a session that another tool wrote', () => {
    const keys = `${keysOf('mfa', 'ASIAOTHER')}aws_session_token=token\n`;
    assert.deepEqual(outlines(...report(roleOf('dev', 'source_profile=mfa'), keys)), [
      'dev usable undefined',
    ]);
  });

  it('an invalid role_arn and a malformed section in the chain make a role broken', () => {
    const config =
      '[profile dev]\nrole_arn=Developer\nsource_profile=mfa\n' +
      roleOf('uat', 'source_profile=dev') +
      roleOf('prod', 'source_profile=hub') +
      roleOf('hub', 'source_profile=mfa', 'junk');
    assert.deepEqual(outlines(...report(config)), [
      'dev broken its role_arn = Developer (config:2) is not the ARN of a role',
      "uat broken 'dev' in its chain: the role_arn = Developer (config:2) is not the ARN of a role",
      "prod broken 'hub' in its chain: the section is malformed (config:13): a line with neither '=' nor ':'",
      "hub broken its section is malformed (config:13): a line with neither '=' nor ':'",
    ]);
  });

  it('settings that other tools refuse or prefer make a role broken or unused; the edit names the line', () => {
    const config =
      roleOf('long', 'source_profile=mfa', 'duration_seconds=28800') +
      roleOf('short', 'source_profile=mfa', 'duration_seconds=60') +
      roleOf('both', 'source_profile=mfa', 'credential_source=Environment') +
      roleOf('token', 'source_profile=mfa', 'web_identity_token_file=/token') +
      roleOf('behind', 'source_profile=long');
    const hour = ', the limits of STS for a role behind a session';
    assert.deepEqual(report(config), [
      {
        profile: 'long',
        verdict: 'broken',
        reason: `its duration_seconds (config:4) is not between 900 and 3600${hour}`,
        edit: 'in config write duration_seconds = 3600 at line 4',
      },
      {
        profile: 'short',
        verdict: 'broken',
        reason: `its duration_seconds (config:8) is not between 900 and 3600${hour}`,
        edit: 'in config write duration_seconds = 3600 at line 8',
      },
      {
        profile: 'both',
        verdict: 'broken',
        reason: 'its credential_source (config:12) and source_profile cannot be combined',
        edit: 'delete line 12 of config',
      },
      {
        profile: 'token',
        verdict: 'unused',
        reason: 'its web_identity_token_file (config:16) overrides source_profile: the session is not used',
        edit: 'delete line 16 of config',
      },
      {
        profile: 'behind',
        verdict: 'broken',
        reason: `'long' in its chain: the duration_seconds (config:4) is not between 900 and 3600${hour}`,
        edit: 'in config write duration_seconds = 3600 at line 4',
      },
    ]);
  });

  it('a duration of one hour is accepted, one that the SDK for JavaScript cannot read as a number is broken', () => {
    const config =
      roleOf('hour', 'source_profile=mfa', 'duration_seconds=3600') +
      roleOf('comment', 'source_profile=mfa', 'duration_seconds=900 # c') +
      roleOf('none', 'source_profile=mfa', 'duration_seconds=long');
    assert.deepEqual(outlines(...report(config)).map(verdictOf), ['usable', 'usable', 'broken']);
  });

  it('a chain that ends at a profile without credentials is broken; one that ends at other keys does not use the section', () => {
    const config =
      roleOf('dev', 'source_profile=plain') +
      '[profile plain]\nsource_profile=mfa\n' +
      roleOf('uat', 'source_profile=keys') +
      roleOf('keys', 'source_profile=mfa');
    const uses = report(config, managedSection('mfa') + keysOf('keys'));
    assert.deepEqual(outlines(...uses).map(verdictOf), ['broken', 'unused', 'usable']);
  });

  it('a role behind the session in another managed section names that section', () => {
    const [use] = report(roleOf('dev', 'source_profile=day'), managedSection('day'));
    assert.deepEqual(
      [use?.verdict, use?.reason],
      ['unused', 'its session is in [day] (config:3): see awsrole mfa status --to day'],
    );
  });

  for (const [what, line, tools, edit] of [
    ['a comment after a region', 'region = eu-west-1 # Ireland', CLI, [COMMENT, 'region = eu-west-1']],
    ['a region in quotes', 'region = "eu-west-1"', '', ['', 'region = eu-west-1']],
    ['a comment after an external ID', 'external_id = a-1 ; c', CLI, [COMMENT, 'external_id = a-1']],
    ['an upper-case key', 'External_ID = a-1', SDK, ['', 'external_id = a-1']],
    ['a key with a colon', 'external_id : a-1', SDK, ['', 'external_id = a-1']],
    ['an output format that does not exist', 'output = json # c', CLI, [COMMENT, 'output = json']],
  ] as const)
    it(`${what} makes a role broken, and the edit names the right line`, () => {
      const [use] = report(roleOf('dev', 'source_profile=mfa', line));
      assert.equal(use?.verdict, 'broken', use?.reason);
      assert.ok(use.reason?.endsWith(tools), use.reason);
      assert.equal(use.edit, `in config write ${edit[1]} at line 4${edit[0]}`);
    });

  it('a comment after source_profile makes a role broken, and the edit names the profile', () => {
    const [use] = report(roleOf('dev', 'source_profile = mfa # IAM user'));
    assert.deepEqual(use, {
      profile: 'dev',
      verdict: 'broken',
      reason: 'its source_profile = mfa # IAM user (config:3) names no profile for the AWS CLI and boto3',
      edit: 'in config write source_profile = mfa at line 3, and the comment on a line of its own',
    });
  });

  it('a name that other tools do not read makes a role broken, and the edit names the header', () => {
    const config =
      roleOf('two words', 'source_profile=mfa') +
      roleOf('"in quotes"', 'source_profile=mfa').replace('role/"in quotes"', 'role/quotes') +
      roleOf('dev', 'source_profile=two words');
    assert.deepEqual(report(config), [
      {
        profile: 'two words',
        verdict: 'broken',
        reason: 'its header (config:1) is not read as [profile two words]',
        edit: 'in config write [profile two-words] at line 1',
      },
      {
        profile: 'in quotes',
        verdict: 'broken',
        reason: 'its header (config:4) is not read as [profile in quotes] by the AWS SDK for JavaScript',
        edit: 'in config write [profile in-quotes] at line 4',
      },
      {
        profile: 'dev',
        verdict: 'broken',
        reason: "'two words' in its chain: the header (config:1) is not read as [profile two words]",
        edit: 'in config write [profile two-words] at line 1',
      },
    ]);
  });

  it('a broken header breaks the profile above it, whose section then goes on for other tools; the edit names the header', () => {
    const config = `${roleOf('dev', 'source_profile=mfa')}[profile half\nrole_arn=arn:aws:iam::111122223333:role/half\n`;
    assert.deepEqual(report(config), [
      {
        profile: 'dev',
        verdict: 'broken',
        reason: 'its section goes on below the broken header (config:4)',
        edit: 'correct or delete line 4 of config',
      },
      {
        profile: 'half',
        verdict: 'broken',
        reason: "its section is malformed (config:4): a section header without ']'",
        edit: 'correct or delete line 4 of config',
      },
    ]);
    const [dev] = report(
      config.replace('role_arn=arn:aws:iam::111122223333:role/half\n', '[profile x]\nk=v\n'),
    );
    assert.equal(dev?.verdict, 'usable', 'no line below the header');
  });

  it('the text of a broken header in the credentials file is not shown, since it can be a secret', () => {
    const uses = report(roleOf('dev', 'source_profile=mfa'), `${managedSection('mfa')}[hunter2\n`);
    assert.doesNotMatch(JSON.stringify(uses), /hunter2/);
  });

  it('neither a reason nor an edit repeats the value of a key', () => {
    const odd = managedSection('mfa').replace('=secret', '="hidden"');
    const [use] = report(roleOf('dev', 'source_profile=mfa'), odd);
    assert.equal(use?.verdict, 'broken');
    assert.doesNotMatch(JSON.stringify(use), /hidden/);
  });
});

const verdictOf = (text: string): string | undefined => text.split(' ')[1];

describe('a role in another partition than the session', () => {
  const gov = (...lines: string[]): string =>
    ['[profile dev]', 'role_arn=arn:aws-us-gov:iam::222233334444:role/dev', ...lines, ''].join('\n');
  const RULE = 'credentials of one partition are not valid in another';

  for (const [what, config, conflict] of [
    [
      'behind the section is broken, with no edit',
      gov('source_profile=mfa'),
      "role_arn (config:2) is in partition 'aws-us-gov', but awsrole_mfa_serial (credentials:11) is in 'aws'",
    ],
    [
      'behind the profile with the keys is not advised to use the section',
      gov('source_profile=default', MFA),
      "role_arn (config:2) is in partition 'aws-us-gov', but mfa_serial (config:4) and awsrole_mfa_serial (credentials:11) are in 'aws'",
    ],
    [
      'behind another role is broken',
      `${gov('source_profile=hub')}${roleOf('hub', 'source_profile=mfa')}`,
      "role_arn (config:2) is in partition 'aws-us-gov', but awsrole_mfa_serial (credentials:11) is in 'aws'",
    ],
  ] as const)
    it(what, () =>
      assert.deepEqual(report(config)[0], {
        profile: 'dev',
        verdict: 'broken',
        reason: `${conflict}: ${RULE}`,
        edit: undefined,
      }),
    );
});

describe('an expired session that another tool wrote', () => {
  const foreign =
    '[mfa]\naws_access_key_id=ASIA\naws_secret_access_key=s\naws_session_token=t\nexpiration=2026-01-01T00:00:00Z\n';

  it('is renewed with that tool or by awsrole, when awsrole can', () =>
    assert.deepEqual(outlines(...report(roleOf('dev', 'source_profile=mfa'), foreign)), [
      'dev later [mfa] holds no live session: renew it with the tool that wrote it, or let awsrole do it: awsrole mfa --force',
    ]));

  it('is renewed with that tool only, for SAML', () =>
    assert.deepEqual(
      outlines(
        ...report(roleOf('dev', 'source_profile=mfa'), `${foreign}x_principal_arn=arn:aws:sts::1:x\n`),
      ),
      ['dev later [mfa] holds no live session: renew it with the tool that wrote it'],
    ));
});
