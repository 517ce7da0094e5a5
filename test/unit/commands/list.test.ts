import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FIRST_STEPS } from '../../../src/core/profiles/lookup.ts';
import { startApp } from '../../support/app.ts';
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
