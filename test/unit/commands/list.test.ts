import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FIRST_STEPS } from '../../../src/core/profiles/lookup.ts';
import { type App, startApp } from '../../support/app.ts';
import { DAY, done, fails } from '../../support/app-fixtures.ts';

test('list shows the time left of each session and marks the active profile', async t => {
  const app = await startApp(t, { config: DAY });
  assert.deepEqual(
    await app.run('list'),
    done(
      '   PROFILE  ACCOUNT       ROLE       REGION        SOURCE      LEFT\n' +
        '   default  -             -          eu-west-1     keys + MFA  -\n' +
        '   dev      222233334444  Developer  eu-central-1  mfa         -\n' +
        '   uat      333344445555  Developer  -             mfa         -\n' +
        '   prod     444455556666  ReadOnly   -             default     -\n',
    ),
  );
  assert.equal(app.sandbox.calls().length, 0);
  app.answers.push(app.code());
  await app.run('mfa');
  await app.use('dev');
  app.env['AWSROLE_PROFILE'] = 'dev';
  const text =
    '   PROFILE  ACCOUNT       ROLE       REGION        SOURCE       LEFT\n' +
    '   default  -             -          eu-west-1     keys + MFA   12h\n' +
    '*  dev      222233334444  Developer  eu-central-1  mfa          1h\n' +
    '   uat      333344445555  Developer  -             mfa          -\n' +
    '   prod     444455556666  ReadOnly   -             default      -\n' +
    '   mfa      -             -          -             MFA session  12h\n';
  assert.deepEqual(await app.run('list'), done(text));
  assert.deepEqual(await app.run('ls'), done(text));
  assert.deepEqual([app.calls, app.prompts], [[], []]);
  const { stdout, ...rest } = await app.run('list', '--json');
  assert.deepEqual(rest, { exitCode: 0, stderr: '' });
  assert.deepEqual(JSON.parse(stdout).slice(0, 3), [
    {
      profile: 'default',
      region: 'eu-west-1',
      source: 'keys',
      mfa: true,
      active: false,
      expiration: '2026-03-02T21:00:05Z',
    },
    {
      profile: 'dev',
      account: '222233334444',
      role: 'Developer',
      region: 'eu-central-1',
      source: 'mfa',
      color: '3fb950',
      active: true,
      expiration: '2026-03-02T10:00:05Z',
    },
    { profile: 'uat', account: '333344445555', role: 'Developer', source: 'mfa', active: false },
  ]);
});

test('list shows the session of this shell for the active profile', async t => {
  const app = await startApp(t, { config: DAY });
  Object.assign(app.env, {
    AWSROLE_PROFILE: 'dev',
    AWSROLE_EXPIRES: String(app.clock.now() / 1000 + 7 * 3600),
  });
  assert.match((await app.run('list')).stdout, /^\* +dev .* 7h$/m);
  app.env['AWSROLE_EXPIRES'] = String(app.clock.now() / 1000 - 1);
  assert.match((await app.run('list')).stdout, /^\* +dev .* -$/m);
});

/** The variables of `dev`, active since an hour before its end. */
const DEV_ACTIVE = {
  AWSROLE_PROFILE: 'dev',
  AWSROLE_ACCOUNT_ID: '222233334444',
  AWSROLE_ROLE_ARN: 'arn:aws:iam::222233334444:role/Developer',
  AWSROLE_KEY: 'ASIAOURS',
  AWS_ACCESS_KEY_ID: 'ASIAOURS',
};

for (const [what, change] of [
  [
    'the role was edited',
    (app: App) => app.write('.aws/config', DAY.replaceAll('222233334444', '333344445555')),
  ],
  [
    'the shell names another config file',
    (app: App) => {
      app.write('other', DAY.replaceAll('222233334444', '333344445555'));
      app.env['AWS_CONFIG_FILE'] = `${app.home}/other`;
    },
  ],
] as const)
  test(`list does not mix the session of this shell with another account, when ${what}`, async t => {
    const app = await startApp(t, { config: DAY });
    const expires = app.clock.now() / 1000 + 59 * 60;
    Object.assign(app.env, DEV_ACTIVE, { AWSROLE_EXPIRES: String(expires) });
    assert.match((await app.run('list')).stdout, /^\* +dev +222233334444 .* 59m$/m);
    change(app);
    const { stdout, stderr } = await app.run('list');
    assert.match(stdout, /^! +dev +333344445555 .* -$/m);
    assert.doesNotMatch(stdout, /59m/);
    assert.equal(
      stderr,
      "awsrole: this shell has arn:aws:iam::222233334444:role/Developer (59m left), and not 'dev' of the files as they are now; `awsrole dev` switches to it\n",
    );
    const lines = JSON.parse((await app.run('list', '--json')).stdout) as Record<string, unknown>[];
    const { account, active, expiration, inShell } = lines.find(line => line['profile'] === 'dev') ?? {};
    assert.deepEqual(
      { account, active, expiration, inShell },
      {
        account: '333344445555',
        active: false,
        expiration: undefined,
        inShell: {
          account: '222233334444',
          roleArn: 'arn:aws:iam::222233334444:role/Developer',
          expiration: '2026-03-02T09:59:05Z',
        },
      },
    );
  });

test('list does not show the time of the session as that of keys that another tool has set', async t => {
  const app = await startApp(t, { config: DAY });
  const expires = app.clock.now() / 1000 + 59 * 60;
  Object.assign(app.env, DEV_ACTIVE, { AWSROLE_EXPIRES: String(expires), AWS_ACCESS_KEY_ID: 'ASIATHEIRS' });
  const { stdout, stderr } = await app.run('list');
  assert.match(stdout, /^! +dev +222233334444 .* -$/m);
  assert.match(stderr, /^awsrole: this shell has keys of another tool, and not 'dev' /);
});

test('list shows how long the session keys of other tools last', async t => {
  const keys = (name: string, expiry: string): string =>
    `[${name}]\naws_access_key_id = ASIA${name.toUpperCase()}\naws_secret_access_key = s\naws_session_token = t\n${expiry}\n`;
  const app = await startApp(t, {
    credentials:
      keys('live', 'aws_expiration = 2026-03-02T11:00:05.000Z') +
      keys('dead', 'expiration = 2026-03-02 08:00:00') +
      keys('unknown', ''),
  });
  const { stdout } = await app.run('list');
  assert.deepEqual(
    stdout
      .split('\n')
      .slice(1, 4)
      .map(line =>
        line
          .trim()
          .split(/ +/)
          .filter((_, index) => index === 0 || index > 5)
          .join(' '),
      ),
    ['live 2h', 'dead expired', 'unknown -'],
  );
  const lines = JSON.parse((await app.run('list', '--json')).stdout) as Record<string, unknown>[];
  assert.deepEqual(
    lines.map(line => line['expiration']),
    ['2026-03-02T11:00:05Z', '2026-03-02T08:00:00Z', undefined],
  );
});

test('list without profiles prints nothing on stdout and hints on stderr', async t => {
  const app = await startApp(t, { credentials: '' });
  const note = [
    'no profiles in ~/.aws/config nor ~/.aws/credentials',
    ...FIRST_STEPS.map(text => `hint: ${text}`),
  ]
    .map(line => `awsrole: ${line}\n`)
    .join('');
  assert.deepEqual(await app.run('list'), done('', note));
  assert.deepEqual(await app.run('list', '--json'), done('[]\n', note));
});

test('list names a malformed header with its line and hides no other profile', async t => {
  const app = await startApp(t, { config: '[profile a]\nregion = eu-west-1\n[profile half\nregion = x\n' });
  assert.deepEqual(
    await app.run('list'),
    done(
      '   PROFILE  ACCOUNT  ROLE  REGION     SOURCE  LEFT\n' +
        '   a        -        -     eu-west-1  -       -\n' +
        '   default  -        -     -          keys    -\n',
      "awsrole: warning: ~/.aws/config:3: a section header without ']'\n",
    ),
  );
});

test('list rejects an unknown option', async t => {
  const app = await startApp(t);
  assert.deepEqual(
    await app.run('list', '--bogus'),
    fails(2, '', "list: unknown option '--bogus'", 'see awsrole list --help'),
  );
});

test('list names a missing shared file of a variable beside the profiles of the other file', async t => {
  const app = await startApp(t, { config: DAY });
  app.env['AWS_CONFIG_FILE'] = '~/elsewhere';
  assert.deepEqual(
    await app.run('list'),
    done(
      '   PROFILE  ACCOUNT  ROLE  REGION  SOURCE  LEFT\n   default  -        -     -       keys    -\n',
      'awsrole: warning: AWS_CONFIG_FILE names ~/elsewhere, which does not exist\n',
    ),
  );
});
