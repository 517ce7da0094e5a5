import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { DEFAULT_CREDENTIALS, HOUR, SERIAL, startApp } from '../../support/app.ts';
import { DAY, done, fails, role } from '../../support/app-fixtures.ts';

const COLUMN = ' '.repeat(12);
const REST =
  'needs code  2 profiles: uat, prod\n' +
  `${COLUMN}uat: it has its own mfa_serial (~/.aws/config:12), so other tools ask for a code at every call\n` +
  `${COLUMN}to change that, delete line 12 of ~/.aws/config\n` +
  `${COLUMN}prod: its source_profile is 'default' (~/.aws/config:15), and it has its own mfa_serial (~/.aws/config:16)\n` +
  `${COLUMN}to change that, in ~/.aws/config write source_profile = mfa at line 15 and delete line 16\n`;
const REPORT = `usable      1 profile: dev\n${REST}`;
const LATER = `later       1 profile: dev\n${COLUMN}dev: [mfa] holds no live session: run awsrole mfa\n${REST}`;
const WRITTEN = `session     [mfa] in ~/.aws/credentials, made from 'default' with ${SERIAL}\n`;

test('mfa status reports which profiles need a code and why: before, during and after a session', async t => {
  const app = await startApp(t, { config: DAY });
  assert.deepEqual(
    await app.run('mfa', 'status'),
    done(`session     [mfa] does not exist yet: run awsrole mfa\n${LATER}`),
  );
  assert.equal(app.sandbox.calls().length, 0);
  app.answers.push(app.code());
  await app.run('mfa');
  assert.deepEqual(
    await app.run('mfa', 'status'),
    done(`${WRITTEN}valid       until 2026-03-02 21:00:05 +00:00 (12h left)\n${REPORT}`),
  );
  app.clock.advance(12 * HOUR);
  assert.deepEqual(
    await app.run('mfa', 'status'),
    done(`${WRITTEN}valid       expired at 2026-03-02 21:00:05 +00:00: run awsrole mfa\n${LATER}`),
  );
  assert.deepEqual([app.calls, app.prompts], [[], []]);
});

test('mfa and mfa status stay readable with 300 profiles: names in lines, each shared reason once', async t => {
  const names = Array.from({ length: 300 }, (_, index) => `team-${index}`);
  const app = await startApp(t, {
    config: names
      .map(name => role('dev', { source_profile: 'hub' }).replace('profile dev', `profile ${name}`))
      .concat(role('uat', { source_profile: 'mfa', region: '"eu-west-1"', duration_seconds: 60 }))
      .join('')
      .replace('[profile uat]', '[profile hub]'),
  });
  const { stdout } = await app.run('mfa', 'status');
  const rows = stdout.split('\n');
  assert.ok(rows.length < 60, `${rows.length} rows`);
  assert.ok(rows.every(row => row.length < 240));
  assert.deepEqual(
    names.filter(name => !new RegExp(`\\b${name}\\b`).test(stdout)),
    [],
  );
  assert.match(stdout, /^broken {6}301 profiles: team-0, /m);
  assert.match(stdout, /^ {12}team-0 and 299 more: 'hub' in its chain: the duration_seconds /m);
  const { profiles } = JSON.parse((await app.run('mfa', 'status', '--json')).stdout);
  assert.equal(profiles.length, 301);
  app.answers.push(app.code());
  assert.match(
    (await app.run('mfa')).stdout,
    /^but {5}301 role profiles cannot use it: see awsrole mfa status$/m,
  );
});

test('mfa status explains a kind of edit once and gives the lines for each profile', async t => {
  const names = Array.from({ length: 60 }, (_, index) => `team-${index}`);
  const app = await startApp(t, {
    config: names
      .map(name =>
        role('dev', { source_profile: 'mfa', mfa_serial: SERIAL }).replace('profile dev', `profile ${name}`),
      )
      .join(''),
  });
  const { stdout } = await app.run('mfa', 'status');
  const text = stdout.replaceAll(/\n {12}/g, ' ');
  assert.match(
    text,
    /team-0: it has its own mfa_serial .* to change that, delete line 4 of ~\/\.aws\/config likewise team-1 \(line 8\), team-2/,
  );
  for (const [index, name] of names.entries())
    if (index > 0) assert.ok(text.includes(`${name} (line ${4 * index + 4})`), name);
  assert.ok(stdout.split('\n').length < 40, stdout);
});

test('mfa status names the command that writes the requested section', async t => {
  const app = await startApp(t, { config: DAY });
  const { stdout } = await app.run('mfa', 'status', '--to', 'day');
  assert.match(stdout, /^session {5}\[day\] does not exist yet: run awsrole mfa --to day\n/);
});

test('mfa status --json has a field for each row', async t => {
  const app = await startApp(t, { config: DAY });
  app.answers.push(app.code());
  await app.run('mfa');
  const { stdout, exitCode, stderr } = await app.run('mfa', 'status', '--json');
  const { profiles, ...session } = JSON.parse(stdout);
  const file = join(app.home, '.aws/config');
  assert.deepEqual([exitCode, stderr], [0, '']);
  assert.deepEqual(session, {
    section: 'mfa',
    from: 'default',
    device: SERIAL,
    expiration: '2026-03-02T21:00:05Z',
    alive: true,
    refused: [],
  });
  assert.deepEqual(profiles[0], { profile: 'dev', verdict: 'usable' });
  assert.deepEqual(
    profiles.map((use: { verdict: string; edit?: string }) => [use.verdict, use.edit]),
    [
      ['usable', undefined],
      ['prompts', `delete line 12 of ${file}`],
      ['prompts', `in ${file} write source_profile = mfa at line 15 and delete line 16`],
    ],
  );
});

test('mfa status reports a section that awsrole did not write, and missing role profiles', async t => {
  const app = await startApp(t, {
    credentials: '[mfa]\naws_access_key_id = AKIA\naws_secret_access_key = x\n',
  });
  assert.deepEqual(
    await app.run('mfa', 'status'),
    done(
      'session     [mfa] was not written by awsrole\nprofiles    no profile has a role_arn: write one with source_profile = mfa\n',
    ),
  );
});

test('mfa and mfa status name the line for which the AWS CLI and boto3 refuse a whole file', async t => {
  const app = await startApp(t, {
    config: `${DAY}[profile twice]\nregion = eu-west-1\n[profile twice]\noutput = json\n`,
    credentials: `${DEFAULT_CREDENTIALS}[other]\nAKIAPASTED\n`,
  });
  const refused = [
    '~/.aws/config:19: the AWS CLI and boto3 refuse the whole file: duplicate section [profile twice]\n',
    '~/.aws/credentials:5: the AWS CLI and boto3 refuse the whole file: this line is not a [section], key = value or comment\n',
  ];
  app.answers.push(app.code());
  const { stdout } = await app.run('mfa');
  assert.ok(stdout.endsWith(refused.map(text => `but     ${text}`).join('')), stdout);
  assert.match(stdout, /\nusable {2}dev in AWS tools other than the AWS CLI and boto3\n/);
  const told = (await app.run('mfa', 'status')).stdout.split(/(?<=\n)/);
  assert.deepEqual(
    told.filter(row => row.startsWith('warning')),
    refused.map(text => `warning     ${text}`),
  );
  app.env['AWS_CONFIG_FILE'] = join(app.home, '.aws/credentials');
  const { refused: both } = JSON.parse((await app.run('mfa', 'status', '--json')).stdout);
  assert.equal(both.length, 1);
  delete app.env['AWS_CONFIG_FILE'];
  const { refused: places } = JSON.parse((await app.run('mfa', 'status', '--json')).stdout);
  assert.deepEqual(places[1], {
    file: join(app.home, '.aws/credentials'),
    line: 5,
    why: 'this line is not a [section], key = value or comment',
  });
});

test('mfa status rejects a profile argument', async t => {
  const app = await startApp(t);
  assert.deepEqual(
    await app.run('mfa', 'status', 'dev'),
    fails(2, '', "mfa status: unexpected argument 'dev'", 'see awsrole mfa status --help'),
  );
});
