import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SERIAL, startApp } from '../../support/app.ts';
import { DAY, fails, ROLES } from '../../support/app-fixtures.ts';

/** Cells of a table, the widths left out: the sandbox's port and key have lengths of their own. */
const cells = (text: string): string[][] =>
  text
    .trimEnd()
    .split('\n')
    .map(line => line.split(/ {2,}/).filter(cell => cell !== ''));

const SETTINGS = [
  ['profile', 'dev', '~/.aws/config:4'],
  ['role_arn', 'arn:aws:iam::222233334444:role/Developer', '~/.aws/config:5'],
  ['source_profile', 'mfa', '~/.aws/config:6'],
  ['region', 'eu-central-1', '~/.aws/config:7'],
  ['color', '3fb950', '~/.aws/config:8'],
  ['calls go to', '<sts>', 'AWS_ENDPOINT_URL'],
  ['shell region', 'eu-central-1', '~/.aws/config:7'],
  ['step 1', "long-term keys of profile 'default' (<…alice>)", '~/.aws/credentials:2'],
];
const steps = (serialAt: string, mfa: string, role: string): string[][] => [
  ['step 2', `GetSessionToken for 12h with ${SERIAL}`, serialAt],
  [mfa],
  ['step 3', 'AssumeRole arn:aws:iam::222233334444:role/Developer', '~/.aws/config:5'],
  [role],
  ['for 1h', 'the default'],
  ['session name: your IAM user name'],
];
const BEFORE = [
  ...SETTINGS,
  ...steps('~/.aws/config:2', 'cached: no', 'cached: no'),
  ['MFA code', 'needed now'],
  [
    'note',
    "profile 'mfa' has no saved MFA session; using the keys of 'default' (run `awsrole mfa` to share one with other AWS tools)",
  ],
];

test('why names file and line of every value and what is cached, offline', async t => {
  const app = await startApp(t, { config: DAY });
  const before = await app.run('why', 'dev');
  assert.deepEqual({ ...before, stdout: cells(before.stdout) }, { exitCode: 0, stdout: BEFORE, stderr: '' });
  assert.deepEqual([app.sandbox.calls().length, app.prompts], [0, []]);
  app.answers.push(app.code());
  await app.run('mfa');
  await app.use('dev');
  const calls = app.sandbox.calls().length;
  const after = await app.run('why', 'dev');
  const cached = [
    ...SETTINGS,
    ...steps(
      '~/.aws/credentials:14',
      'cached: until 2026-03-02 21:00:05 +00:00 (12h left)',
      'cached: until 2026-03-02 10:00:05 +00:00 (1h left)',
    ),
    ['MFA code', 'not needed now'],
  ];
  assert.deepEqual({ ...after, stdout: cells(after.stdout) }, { exitCode: 0, stdout: cached, stderr: '' });
  assert.equal(app.sandbox.calls().length, calls);
});

test('why --json has a field for everything', async t => {
  const app = await startApp(t, { config: DAY });
  app.answers.push(app.code());
  await app.run('mfa');
  const { stdout, ...rest } = await app.run('why', 'dev', '--json');
  const where = (line: number): string => `${app.home}/.aws/config:${line}`;
  const setting = (key: string, value: string, line: number): object => ({
    key,
    value,
    where: where(line),
    used: true,
  });
  assert.deepEqual(JSON.parse(stdout), {
    profile: 'dev',
    places: [where(4)],
    settings: [
      setting('role_arn', 'arn:aws:iam::222233334444:role/Developer', 5),
      setting('source_profile', 'mfa', 6),
      setting('region', 'eu-central-1', 7),
      setting('color', '3fb950', 8),
    ],
    endpoint: { url: '<sts>', region: 'eu-central-1', where: 'AWS_ENDPOINT_URL' },
    region: { value: 'eu-central-1', where: where(7) },
    steps: [
      {
        call: 'none',
        source: 'static',
        profile: 'default',
        accessKeyId: '<…alice>',
        longTerm: true,
        where: `${app.home}/.aws/credentials:2`,
      },
      {
        call: 'GetSessionToken',
        durationSeconds: 43_200,
        serialNumber: SERIAL,
        where: `${app.home}/.aws/credentials:14`,
        cached: { expiration: '2026-03-02T21:00:05Z', secondsLeft: 43_200 },
      },
      {
        call: 'AssumeRole',
        roleArn: 'arn:aws:iam::222233334444:role/Developer',
        where: where(5),
        carriesCode: false,
        durationSeconds: 3_600,
        durationFrom: 'the default',
        defaultSessionName: 'your IAM user name',
        cached: null,
      },
    ],
    cache: 'on',
    mfaCode: { asked: 'no' },
    notes: [],
  });
  assert.deepEqual(rest, { exitCode: 0, stderr: '' });
});

test('why of an unusable profile fails with the error of use', async t => {
  const app = await startApp(t, { config: DAY });
  assert.deepEqual(
    await app.run('why', 'deb'),
    fails(1, '', "there is no profile 'deb' in ~/.aws/config or ~/.aws/credentials", "did you mean 'dev'?"),
  );
  assert.deepEqual(await app.run('why'), fails(2, '', 'why: missing PROFILE', 'see awsrole why --help'));
});

test('why --json tells an overridden setting from a key that awsrole does not support', async t => {
  const app = await startApp(t, {
    config: `${DAY}[profile tagged]\nrole_arn = ${ROLES.dev}\nsource_profile = mfa\nsession_tags = team=a\nregion = eu-west-1\nregion = eu-west-2\n`,
  });
  const { settings } = JSON.parse((await app.run('why', 'tagged', '--json')).stdout);
  assert.deepEqual(
    settings.map((one: { key: string; used: boolean; unused?: string }) => [one.key, one.used, one.unused]),
    [
      ['role_arn', true, undefined],
      ['source_profile', true, undefined],
      ['session_tags', false, 'unsupported'],
      ['region', true, undefined],
      ['region', false, 'overridden'],
    ],
  );
});
