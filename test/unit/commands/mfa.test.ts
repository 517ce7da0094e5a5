import assert from 'node:assert/strict';
import { chmodSync, lstatSync, readFileSync, renameSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { type App, DEFAULT_CREDENTIALS, MINUTE, SERIAL, startApp, USER } from '../../support/app.ts';
import { DAY, done, fails } from '../../support/app-fixtures.ts';

const FILE = '.aws/credentials';
const WHO = `who     ${USER} (profile default)\ndevice  ${SERIAL} (~/.aws/config:2)\n`;
const USABLE =
  'usable  dev in every AWS tool, for example: aws sts get-caller-identity --profile dev\n' +
  'but     2 role profiles still need a code: see awsrole mfa status\n';
const wrote = (until: string): string =>
  `${WHO}wrote   [mfa] in ~/${FILE}\nvalid   until 2026-03-02 ${until} +00:00 (12h)\n${USABLE}`;
const section = (name: string, number: number, until: string): string =>
  `[${name}]\n# written by awsrole mfa, which replaces this section\naws_access_key_id = <key ${number}>\n` +
  `aws_secret_access_key = <secret ${number}>\naws_session_token = <token ${number}>\n` +
  `expiration = 2026-03-02T${until}Z\naws_credential_expiration = 2026-03-02T${until}Z\n` +
  `awsrole_source_profile = default\nawsrole_source_key = <alice>\nawsrole_mfa_serial = ${SERIAL}\n` +
  'awsrole_endpoint = <sts>\n';

const start = (t: TestContext, credentials = DEFAULT_CREDENTIALS): Promise<App> =>
  startApp(t, { config: DAY, credentials });

test('the first mfa prints the caller, the device, the section and its expiry, and appends the section', async t => {
  const app = await start(t);
  app.answers.push(app.code());
  assert.deepEqual(await app.run('mfa'), done(wrote('21:00:05')));
  assert.deepEqual(app.prompts, [`profile 'default', device ${SERIAL}\nMFA code: `]);
  assert.deepEqual(app.calls, ['GetSessionToken']);
  assert.equal(
    app.read(FILE),
    `[default]\naws_access_key_id = <alice>\naws_secret_access_key = <alice secret>\n\n${section('mfa', 1, '21:00:05')}`,
  );
});

test('mfa counts the profiles that still need a code and those that cannot use the session', async t => {
  const app = await startApp(t, {
    config: `${DAY}[profile long]\nrole_arn = arn:aws:iam::222233334444:role/Developer\nsource_profile = mfa\nduration_seconds = 28800\n`,
  });
  app.answers.push(app.code());
  assert.match(
    (await app.run('mfa')).stdout,
    /^but {5}2 role profiles still need a code, 1 role profile cannot use it: see awsrole mfa status$/m,
  );
});

test('a second mfa keeps a live session; --refresh makes a new one', async t => {
  const app = await start(t);
  app.answers.push(app.code());
  await app.run('mfa');
  const before = app.read(FILE);
  const kept = wrote('21:00:05')
    .replace('wrote ', 'kept  ')
    .replace(`~/${FILE}\n`, `~/${FILE} (its session is live; use --refresh for a new one)\n`);
  assert.deepEqual(await app.run('mfa'), done(kept));
  assert.deepEqual([app.calls, app.prompts, app.read(FILE)], [[], [], before]);
  app.clock.advance(MINUTE);
  app.answers.push(app.code());
  assert.deepEqual(await app.run('mfa', '--refresh'), done(wrote('21:01:05')));
  assert.equal(app.read(FILE), before?.replace(/\[mfa\].*/s, section('mfa', 2, '21:01:05')));
});

const FOREIGN =
  '# mine\r\n[mfa]\naws_access_key_id = AKIAOTHER\naws_secret_access_key = other\naws_security_token = old\n\n' +
  '[default]\naws_access_key_id = <alice>\naws_secret_access_key = <alice secret>\n\n; spaces  \n[z é]\nx=1\n# no end';

test('mfa refuses to replace a section that the user wrote, before any prompt', async t => {
  const app = await start(t, FOREIGN);
  const before = app.read(FILE);
  assert.deepEqual(
    await app.run('mfa'),
    fails(
      1,
      '',
      `[mfa] (~/${FILE}:2) was not written by awsrole: nothing was changed`,
      'write the session elsewhere: --to NAME',
      'or replace that section: --force (a backup is kept)',
    ),
  );
  assert.deepEqual([app.prompts, app.sandbox.calls().length, app.read(FILE)], [[], 0, before]);
});

test('mfa refuses to replace its own section with a setting of the user, which it would lose', async t => {
  const app = await start(t);
  app.answers.push(app.code());
  await app.run('mfa');
  app.write(FILE, `${app.read(FILE)}output = json\n`);
  app.clock.advance(MINUTE);
  const before = app.read(FILE);
  const refusal = fails(
    1,
    '',
    `[mfa] (~/${FILE}:5) has settings that awsrole did not write: nothing was changed`,
    'move these settings to [profile mfa] in the config file',
    'or replace that section: --force (a backup is kept)',
  );
  assert.deepEqual(await app.run('mfa', '--refresh'), refusal);
  assert.deepEqual([app.prompts, app.read(FILE)], [[], before]);
  app.answers.push(app.code());
  assert.equal((await app.run('mfa', '--refresh', '--force')).exitCode, 0);
  assert.match(app.read(`${FILE}.awsrole-backup-1`) ?? '', /^output = json$/m);
});

test('mfa --force replaces such a section, keeps every other byte, the mode and the symlink, and makes a backup', async t => {
  const app = await start(t, FOREIGN);
  const [path, real] = [join(app.home, FILE), join(app.home, 'real')];
  const before = readFileSync(path, 'utf8');
  chmodSync(path, 0o640);
  renameSync(path, real);
  symlinkSync('../real', path);
  app.answers.push(app.code());
  const { stdout, ...rest } = await app.run('mfa', '--force');
  assert.deepEqual(
    { stdout, ...rest },
    done(wrote('21:00:05').replace('valid', `backup  ~/${FILE}.awsrole-backup-1\nvalid`)),
  );
  const after = readFileSync(path, 'utf8');
  const end = before.slice(before.indexOf('\n[default]'));
  assert.equal(app.readable(after), app.readable(`# mine\r\n${section('mfa', 1, '21:00:05')}${end}`));
  assert.doesNotMatch(after, /aws_security_token/);
  assert.deepEqual([statSync(real).mode & 0o777, lstatSync(path).isSymbolicLink()], [0o640, true]);
  const backup = `${path}.awsrole-backup-1`;
  assert.deepEqual([readFileSync(backup, 'utf8'), statSync(backup).mode & 0o777], [before, 0o600]);
});

test('mfa replaces a section with only a temporary session of another script, without --force and without a backup', async t => {
  const old =
    'aws_access_key_id = ASIAOLD\naws_secret_access_key = s\naws_session_token = t\nexpiration = 2026-01-01\n';
  const app = await start(t, `${DEFAULT_CREDENTIALS}\n[mfa]\n# written by mfa.sh\n${old}`);
  app.answers.push(app.code());
  assert.deepEqual(await app.run('mfa'), done(wrote('21:00:05')));
  assert.match(app.read(FILE) ?? '', /\n\n\[mfa\]\n# written by awsrole mfa, /);
  assert.doesNotMatch(app.read(FILE) ?? '', /ASIAOLD/);
  assert.deepEqual(app.files('.aws'), ['config', 'credentials']);
});

test('mfa --force makes no backup of a section that it would replace without --force', async t => {
  const app = await start(t);
  app.answers.push(app.code());
  await app.run('mfa');
  app.answers.push(app.code());
  assert.equal((await app.run('mfa', '--force', '--refresh')).exitCode, 0);
  assert.deepEqual(app.files('.aws'), ['config', 'credentials']);
});

test('mfa --from and --to select the keys and the section', async t => {
  const app = await startApp(t, {
    config: `[profile work]\nmfa_serial = ${SERIAL}\n`,
    credentials: DEFAULT_CREDENTIALS.replace('default', 'work'),
  });
  app.answers.push(app.code());
  assert.deepEqual(
    await app.run('mfa', '--from', 'work', '--to', 'day'),
    done(
      `${WHO.replace('default', 'work')}wrote   [day] in ~/${FILE}\n` +
        'valid   until 2026-03-02 21:00:05 +00:00 (12h)\n' +
        'next    write source_profile = day in your role profiles; every AWS tool can then use them without a code\n',
    ),
  );
  assert.match(app.read(FILE) ?? '', /\n\n\[day\]\n[^[]*awsrole_source_profile = work\n/);
});

test('after a wrong code awsrole prompts again, and the right code succeeds', async t => {
  const app = await start(t);
  app.answers.push(app.wrongCode(), app.code());
  assert.deepEqual(
    await app.run('mfa'),
    done(
      wrote('21:00:05'),
      'awsrole: AWS rejected that code: it was wrong or already used (each works once); try the next one\n',
    ),
  );
  assert.deepEqual(app.calls, ['GetSessionToken', 'GetSessionToken']);
});

const FROM = 'name the profile that has your long-term keys: --from NAME';

for (const [words, code, error, ...hints] of [
  [
    ['--from', 'mfa'],
    2,
    'mfa: --from mfa and --to mfa are the same profile: a session cannot be made from itself',
    FROM,
  ],
  [
    ['--from', 'x', '--to', 'x'],
    2,
    'mfa: --from x and --to x are the same profile: a session cannot be made from itself',
    FROM,
  ],
  [
    ['--from', 'dev'],
    1,
    "mfa: profile 'dev' assumes a role (~/.aws/config:5): role credentials cannot carry an MFA code",
    FROM,
  ],
  [
    ['--duration', '37h'],
    2,
    '--duration: an MFA session lasts 15m to 36h',
    'write for example --duration 12h',
  ],
  [
    ['--duration', '14m'],
    2,
    '--duration: an MFA session lasts 15m to 36h',
    'write for example --duration 12h',
  ],
  [['--code', '12345'], 2, '--code: an MFA code is six digits', 'read it from your device: --code 123456'],
  [
    ['--min-left', '12h'],
    2,
    '--min-left must be less than the --duration of a new session',
    'lower --min-left, or raise --duration',
  ],
  [
    ['stats'],
    2,
    "mfa: unexpected argument 'stats'",
    'did you mean the command: awsrole mfa status?',
    'see awsrole mfa --help',
  ],
] as const)
  test(`mfa ${words.join(' ')} fails before any call and changes nothing`, async t => {
    const app = await start(t);
    const before = app.read(FILE);
    assert.deepEqual(await app.run('mfa', ...words), fails(code, '', error, ...hints));
    assert.deepEqual([app.sandbox.calls().length, app.prompts, app.read(FILE)], [0, [], before]);
  });
