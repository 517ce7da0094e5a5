import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { planFor } from '../../../../src/core/plan/plan.ts';
import type { PlanOptions } from '../../../../src/core/plan/types.ts';
import { isSupportedKey } from '../../../../src/core/profiles/supported-keys.ts';
import { type WhyFacts, whyOf } from '../../../../src/core/report/why.ts';
import { type WhyRow, whyRows } from '../../../../src/core/report/why-rows.ts';
import { keysOf, managedSection, profilesFrom, roleOf, SERIAL } from '../../../support/profiles.ts';
import { LAUNCHER } from '../../../support/program.ts';

const NOTHING: WhyFacts = {
  serial: undefined,
  mfa: undefined,
  roles: [],
  asks: 'no',
  isPersistent: true,
  now: Date.UTC(2026, 10, 24, 12),
  missing: [],
};

const why = (config: string, credentials = KEYS, facts = NOTHING, options: PlanOptions = {}): WhyRow[] => {
  const profiles = profilesFrom(config, credentials);
  return whyRows(whyOf(planFor(profiles, 'dev', {}, options), profiles.byName.get('dev'), facts));
};

const KEYS = keysOf('default', 'AKIAIOSFODNN7EXAMPLE');
const MFA = `mfa_serial=${SERIAL}`;
const direct = (...lines: string[]): string => roleOf('dev', 'source_profile=default', ...lines);

/** The cells of each row, without empty cells: `label | text | place`. */
const lines = (rows: readonly WhyRow[]): string[] =>
  rows.map(row => row.filter(cell => cell !== '').join(' | '));
const steps = (rows: readonly WhyRow[]): string[] =>
  lines(rows.filter(([label]) => label.startsWith('step')));

describe('why', () => {
  it('shows the complete plan of a role with MFA, each value with file and line', () => {
    const config = direct(MFA, 'region=eu-west-1', 'external_id=x1', 'duration_seconds=1800');
    assert.deepEqual(lines(why(config, KEYS, { ...NOTHING, asks: 'yes' })), [
      'profile | dev | config:1',
      '  role_arn | arn:aws:iam::111122223333:role/dev | config:2',
      '  source_profile | default | config:3',
      `  mfa_serial | ${SERIAL} | config:4`,
      '  region | eu-west-1 | config:5',
      '  external_id | x1 | config:6',
      '  duration_seconds | 1800 | config:7',
      'calls go to | STS in eu-west-1 | config:5',
      'shell region | eu-west-1 | config:5',
      "step 1 | long-term keys of profile 'default' (AKIA…MPLE) | credentials:2",
      `step 2 | GetSessionToken for 12h with ${SERIAL} | config:4`,
      'cached: no',
      'step 3 | AssumeRole arn:aws:iam::111122223333:role/dev | config:2',
      'cached: no',
      'for 30m | config:7',
      'session name: your IAM user name',
      'external ID: x1 | config:6',
      'MFA code | needed now',
    ]);
  });

  it('marks keys that awsrole does not support as not used', () => {
    const rows = lines(
      why(
        direct(
          'session_tags=team=a',
          'transitive_session_tags=team',
          'include_profile=base',
          'mfa_seral=x',
          'color=ff0000',
        ),
      ),
    ).slice(3, 8);
    const unsupported = '(not used by awsrole)';
    assert.deepEqual(rows, [
      `  session_tags | team=a ${unsupported} | config:4`,
      `  transitive_session_tags | team ${unsupported} | config:5`,
      `  include_profile | base ${unsupported} | config:6`,
      `  mfa_seral | x ${unsupported} | config:7`,
      '  color | ff0000 | config:8',
    ]);
  });

  it('knows every key that the plan, the profiles and the sessions read', () => {
    const root = join(LAUNCHER, '..', '..', 'src');
    const files = ['core/plan', 'core/profiles', 'session'].flatMap(folder =>
      readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
        .filter(name => name.endsWith('.ts'))
        .map(name => readFileSync(join(root, folder, name), 'utf8')),
    );
    const read = files.flatMap(text =>
      [
        ...text.matchAll(/(?:settingOf|present|textOf|checkedParameter|text)\((?:[^()]*, )?'([a-z_]+)'\)/g),
      ].map(match => match[1] ?? ''),
    );
    assert.ok(read.length > 40, `${read.length}`);
    assert.deepEqual(
      [...new Set(read)].filter(key => !isSupportedKey(key)),
      [],
    );
  });

  it('shows overridden values and notes', () => {
    const rows = lines(
      why(
        `${direct('region=eu-west-1')}[profile dev]\nregion=us-west-2\n`,
        `${KEYS}aws_session_token=t\n`,
        NOTHING,
        { durationSeconds: 7200 },
      ),
    );
    assert.ok(rows.includes('  region | eu-west-1 (not used) | config:4'));
    assert.ok(rows.includes('  region | us-west-2 | config:6'));
    assert.match(
      rows.at(-1) ?? '',
      /^note \| profile 'dev': 7200 seconds \(--duration\) are reduced to 3600/,
    );
  });

  it('shows cached sessions and the time left', () => {
    const cached = { expiresAt: Date.UTC(2026, 10, 24, 12), left: 5_400_000 };
    const rows = lines(why(direct(MFA), KEYS, { ...NOTHING, mfa: cached, roles: [cached] }));
    assert.equal(rows.filter(row => /^cached: until 2026-11-2\d .* \(1h 30m left\)$/.test(row)).length, 2);
  });

  it('shows when session keys expire, or that they have, with the line', () => {
    const session = (...more: string[]): string =>
      `${keysOf('default', 'ASIAIOSFODNN7EXAMPLE')}${['aws_session_token=t', ...more].join('\n')}\n`;
    const rows = (expiry: string): string[] => lines(why(direct(), session(expiry)));
    const until = rows('aws_expiration=2026-11-24T13:30:00Z').find(row => row.startsWith('until'));
    assert.match(until ?? '', /^until 2026-11-24 .* \(1h 30m left\) \| credentials:5$/);
    const past = rows('expiration=2026-11-24 11:00:00');
    assert.ok(past.some(row => /^expired at 2026-11-24 .* \| credentials:5$/.test(row)));
    assert.ok(past.includes('note | expiration (credentials:5) has no zone: read as UTC'));
    assert.ok(!rows('').some(row => /expired|until/.test(row)));
  });

  it('names each setting over which the source takes precedence', () => {
    const shadow = '[profile default]\nlogin_session=x\ncredential_process=tool --pw HUNTER2\n';
    const notes = (config: string, credentials = KEYS): string[] =>
      lines(why(config, credentials)).filter(row => row.startsWith('note'));
    assert.deepEqual(notes(direct() + shadow), [
      'note | aws_access_key_id (credentials:2) takes precedence over login_session (config:5)',
      'note | aws_access_key_id (credentials:2) takes precedence over credential_process (config:6)',
    ]);
    assert.deepEqual(notes(direct() + shadow, ''), [
      'note | login_session (config:5) takes precedence over credential_process (config:6)',
    ]);
    const role = roleOf('default', 'source_profile=other');
    assert.deepEqual(notes(`${direct()}${role}${keysOf('other').replace('[', '[profile ')}`), [
      'note | aws_access_key_id (credentials:2) takes precedence over role_arn (config:5)',
    ]);
    assert.deepEqual(notes(direct()), []);
  });

  it('shows the MFA code at the AssumeRole call that carries it', () => {
    assert.deepEqual(steps(why(direct(MFA), KEYS, NOTHING, { durationSeconds: 7200 })).slice(1), [
      `step 2 | AssumeRole arn:aws:iam::111122223333:role/dev with an MFA code of ${SERIAL} | config:2`,
    ]);
  });

  it('shows that awsrole looks up the device when no device is known', () => {
    const unwritten = roleOf('dev', 'source_profile=mfa');
    assert.equal(
      steps(why(unwritten))[1],
      'step 2 | GetSessionToken for 12h with the device that awsrole looks up with iam:ListMFADevices',
    );
    assert.equal(
      steps(why(unwritten, KEYS, { ...NOTHING, serial: SERIAL }))[1],
      `step 2 | GetSessionToken for 12h with ${SERIAL}`,
    );
  });

  it('shows FIPS and dual-stack with the setting that chooses them, and whether a URL replaces them', () => {
    const config = direct('use_fips_endpoint=true', 'use_dualstack_endpoint=TRUE');
    const rows = lines(why(config));
    assert.deepEqual(
      rows.slice(rows.indexOf("calls go to | STS in us-east-1 | the partition's default") + 1, -7),
      ['FIPS endpoint | config:4', 'dual-stack endpoint | config:5'],
    );
    assert.ok(
      lines(why(`${config}endpoint_url=http://x\n`)).includes(
        'FIPS endpoint (not used: the URL replaces it) | config:4',
      ),
    );
    assert.doesNotMatch(lines(why(direct('use_fips_endpoint=false'))).join('\n'), /FIPS/);
  });

  it('shows a custom endpoint with its place', () => {
    assert.ok(lines(why(direct('endpoint_url=http://x'))).includes('calls go to | http://x | config:4'));
  });

  for (const [what, config, text] of [
    ['the environment', 'credential_source=Environment', 'keys from the environment | config:3'],
    ['a container', 'credential_source=EcsContainer', 'the role of this container | config:3'],
    ['a machine', 'credential_source=Ec2InstanceMetadata', 'the role of this machine | config:3'],
    ['a token file', 'web_identity_token_file=/t', 'the web identity token in /t | config:3'],
    ['a process', 'source_profile=tool', "credential_process of profile 'tool' | config:5"],
    [
      'Identity Center',
      'source_profile=sso',
      "Identity Center sign-in of profile 'sso', through the AWS CLI | config:7",
    ],
    [
      'aws login',
      'source_profile=login',
      "aws login session of profile 'login', through the AWS CLI | config:10",
    ],
  ] as const)
    it(`describes the source: ${what}`, () => {
      const more =
        '[profile tool]\ncredential_process=helper\n' +
        '[profile sso]\nsso_session=c\nsso_account_id=111122223333\n[profile login]\nlogin_session=x\n';
      assert.equal(steps(why(roleOf('dev', config) + more))[0], `step 1 | ${text}`);
    });
});

describe('why names the default role session name by the source of the first call:', () => {
  for (const [what, config, name] of [
    ['long-term keys', 'source_profile=default', 'your IAM user name'],
    ['an MFA session', 'source_profile=mfa', 'your IAM user name'],
    ['session keys', 'source_profile=saml', "the name of the keys' user or session"],
    ['the environment', 'credential_source=Environment', "the name of the keys' user or session"],
    ['a process', 'source_profile=tool', "the name of the keys' user or session"],
    ['Identity Center', 'source_profile=sso', 'your user name in Identity Center'],
    ['aws login', 'source_profile=login', 'your user or session name at the sign-in'],
    ['a machine', 'credential_source=Ec2InstanceMetadata', "the session name of this machine's role"],
    ['a token file', 'web_identity_token_file=/t', 'awsrole'],
  ] as const)
    it(what, () => {
      const more =
        '[profile tool]\ncredential_process=helper\n' +
        '[profile sso]\nsso_session=c\nsso_account_id=111122223333\n[profile login]\nlogin_session=x\n';
      const credentials = `${KEYS}${keysOf('saml')}aws_session_token=t\n`;
      const names = lines(why(roleOf('dev', config) + more, credentials)).filter(row =>
        row.startsWith('session name'),
      );
      assert.deepEqual(names, [`session name: ${name}`]);
    });

  it('a role has that of the role before it', () => {
    const config =
      roleOf('dev', 'source_profile=hub') + roleOf('hub', 'source_profile=default', 'role_session_name=me');
    const names = lines(why(config)).filter(row => row.startsWith('session name'));
    assert.deepEqual(names, ['session name: me', 'session name: that of the role before']);
  });
});

describe('why does not show', () => {
  it('secret keys, tokens and complete access key IDs of the profile, used or not', () => {
    const own = [
      '[profile dev]',
      'aws_access_key_id=AKIACONFIGCONFIGCONF',
      'aws_secret_access_key=hunter2',
      'aws_session_token=hunter2',
      'aws_security_token=hunter2',
      '',
    ].join('\n');
    const text = lines(
      why(
        own,
        managedSection('dev')
          .replaceAll('=secret', '=hunter2')
          .replaceAll('AKIAALICE', 'AKIAIOSFODNN7EXAMPLE') + KEYS,
      ),
    ).join('\n');
    assert.ok(!text.includes('hunter2'));
    assert.ok(!/AKIA\w/.test(text), text);
  });

  it('the arguments of commands, which may contain a seed or a password', () => {
    const config = direct(
      'mfa_process=oathtool -b --totp HUNTER2',
      'credential_process=/opt/my/tool --pw HUNTER2',
    );
    const text = lines(why(config));
    assert.ok(text.includes('  mfa_process | oathtool … | config:4'));
    assert.ok(text.includes('  credential_process | /opt/my/tool … | config:5'));
    assert.ok(!text.join('\n').includes('HUNTER2'));
    assert.ok(
      lines(why(direct('mfa_process=SEED=HUNTER2 oathtool'))).includes('  mfa_process | … | config:4'),
    );
    assert.ok(lines(why(direct('mfa_process=mycode'))).includes('  mfa_process | mycode | config:4'));
  });
});
