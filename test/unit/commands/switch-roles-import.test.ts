import assert from 'node:assert/strict';
import { chmodSync, readlinkSync, renameSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { type App, profile, ROLES, startApp } from '../../support/app.ts';
import { DAY, done, fails } from '../../support/app-fixtures.ts';

const FILE = '.aws/config';
const NEW =
  '[base]\naws_account_id = 111122223333\ntarget_region = cn-north-1\n' +
  '[new]\naws_account_id = 666677778888\nrole_name = team/Admin\nsource_profile = base\ncolor = ffaaee\n';
const PROFILE =
  '[profile new]\nrole_arn = arn:aws-cn:iam::666677778888:role/team/Admin\nsource_profile = mfa\n' +
  'region = cn-north-1\ncolor = ffaaee\n';
const WRITTEN =
  PROFILE.replace('\n', '\n# written by awsrole switch-roles import, which replaces this section\n') +
  'awsrole_imported_from = switch-roles\n';

const imports = (app: App, text: string, ...words: string[]): ReturnType<App['run']> => {
  app.input = text;
  return app.run('switch-roles', 'import', '-', ...words);
};

test('import prints profiles from a file or stdin, and changes nothing', async t => {
  const app = await startApp(t, { config: DAY });
  app.write('roles', NEW);
  const before = app.read(FILE);
  assert.deepEqual(await app.run('switch-roles', 'import', join(app.home, 'roles')), done(PROFILE));
  assert.deepEqual(await imports(app, NEW), done(PROFILE));
  assert.deepEqual(
    await imports(app, NEW, '--source', 'me', '--partition', 'aws-us-gov'),
    done(
      PROFILE.replace('aws-cn', 'aws-us-gov').replace('= mfa', '= me'),
      "awsrole: standard input:2: the account of base account 'base' is not imported; to keep it, add aws_account_id = 111122223333 to profile 'me'\n",
    ),
  );
  assert.deepEqual([app.read(FILE), app.files('.aws')], [before, ['config', 'credentials']]);
});

test('import --diff shows what --write does; a second --write of the same text changes nothing', async t => {
  const app = await startApp(t, { config: `${DAY}# end` });
  const before = app.read(FILE) ?? '';
  const shown = await imports(app, NEW, '--diff');
  assert.equal(app.read(FILE), before);
  const { stdout, ...rest } = shown;
  assert.deepEqual(rest, { exitCode: 0, stderr: '' });
  assert.match(stdout, /^--- ~\/\.aws\/config\tnow\n\+\+\+ ~\/\.aws\/config\twith --write\n@@ /);
  assert.equal(
    [...stdout.matchAll(/^\+(.*\n)/gm)]
      .slice(2)
      .map(([, line]) => line)
      .join(''),
    ` \n${WRITTEN}`,
  );
  assert.deepEqual(await imports(app, NEW, '--write'), done('added    new in ~/.aws/config\n'));
  assert.equal(app.read(FILE), `${before}\n \n${WRITTEN}`);
  assert.deepEqual(await imports(app, NEW, '--write'), done('same     new\n'));
  assert.deepEqual(await imports(app, NEW, '--diff'), done(''));
  assert.deepEqual(
    await imports(app, NEW.replace('ffaaee', '000000'), '--write'),
    done('changed  new in ~/.aws/config\n'),
  );
});

test('import --write keeps line ends, link and mode, and every byte around its section', async t => {
  const app = await startApp(t, { config: `\uFEFF# mine\r\n${DAY.replaceAll('\n', '\r\n')}; spaces  \r\n` });
  const before = app.read(FILE);
  renameSync(join(app.home, FILE), join(app.home, 'real'));
  symlinkSync('../real', join(app.home, FILE));
  chmodSync(join(app.home, 'real'), 0o640);
  await imports(app, NEW, '--write');
  assert.equal(app.read('real'), `${before}\r\n${WRITTEN.replaceAll('\n', '\r\n')}`);
  assert.equal(readlinkSync(join(app.home, FILE)), '../real');
  assert.equal(statSync(join(app.home, 'real')).mode & 0o777, 0o640);
});

test('import --write keeps a profile that the user wrote and writes the others; --force replaces it', async t => {
  const app = await startApp(t, { config: DAY });
  const text = `[dev]\nrole_arn = ${ROLES.dev}\nregion = eu-central-1\n[prod]\nrole_arn = ${ROLES.prod}\ncolor = ff0000\n${NEW}`;
  const before = app.read(FILE) ?? '';
  const kept =
    "awsrole: profile 'prod' was not written by awsrole and is kept: ~/.aws/config:13 differs in source_profile, color\n" +
    'awsrole: hint: --force also replaces these profiles (awsrole keeps a backup)\n';
  const rows = 'added    new in ~/.aws/config\nsame     dev\n';
  assert.deepEqual(await imports(app, text, '--write'), done(rows, kept));
  assert.equal(app.read(FILE), `${before}\n${WRITTEN}`);
  assert.deepEqual(await imports(app, text, '--diff'), done('', kept));
  assert.deepEqual(
    await imports(app, text, '--write', '--force'),
    done('changed  prod in ~/.aws/config\nsame     dev, new\nbackup   ~/.aws/config.awsrole-backup-1\n'),
  );
  assert.equal(app.read(`${FILE}.awsrole-backup-1`), `${before}\n${WRITTEN}`);
  assert.match(
    app.read(FILE) ?? '',
    /\[profile prod\]\n# written .*\nrole_arn = .*\nsource_profile = mfa\ncolor = ff0000\n/,
  );
});

test('import --diff escapes control characters of the config file on a terminal, except tabs and line breaks', async t => {
  const app = await startApp(t, { config: `${DAY}# \u202ex\ty\n` });
  const diff = async (): Promise<string> => (await imports(app, NEW, '--diff')).stdout;
  assert.match(await diff(), /\n # \u202ex\ty\n/);
  app.isTerminal = true;
  assert.match(await diff(), /\n # \\u\{202e\}x\ty\n/);
});

test('import --diff masks secrets near the change', async t => {
  const app = await startApp(t, {
    config: '[default]\naws_access_key_id = <alice>\naws_secret_access_key = <alice secret>\n',
  });
  const { stdout } = await imports(app, NEW, '--diff');
  assert.match(stdout, /^ aws_secret_access_key = …$/m);
});

test('import prompts once for the ID of an account alias, or takes it from --account', async t => {
  const app = await startApp(t, { config: DAY });
  const text =
    '[x]\naws_account_id = my-org\nrole_name = R\n[y]\naws_account_id = my-org\nrole_name = S\n' +
    '[z]\naws_account_id = other\nrole_name = T\n';
  app.answers.push('12', ' 1234-5678-9012 ');
  const { stdout, exitCode } = await imports(app, text, '--account', 'other=999900001111');
  assert.equal(exitCode, 0);
  assert.deepEqual(
    [...stdout.matchAll(/^role_arn = (.*)$/gm)].map(([, arn]) => arn),
    ['123456789012:role/R', '123456789012:role/S', '999900001111:role/T'].map(end => `arn:aws:iam::${end}`),
  );
  assert.deepEqual(app.prompts, Array(2).fill("account alias 'my-org', of x, y\naccount ID: "));
  assert.deepEqual(app.terminal.complaints, ['an account ID is twelve digits']);
  app.terminal.canAsk = false;
  assert.deepEqual(
    await imports(app, text, '--account', 'unused=999900001111'),
    fails(
      1,
      '',
      "switch-roles import: no account ID for 'my-org', 'other', and no terminal to prompt on",
      'pass --account my-org=123456789012 --account other=123456789012',
    ),
  );
});

test('import names the wrong line, the omitted keys, and wrong arguments [P4]', async t => {
  const app = await startApp(t, { config: DAY });
  assert.deepEqual(
    await imports(app, `${NEW}color = #1\n`, '--write'),
    fails(
      1,
      '',
      "standard input:9: [new] has no value for color: '#' starts a comment",
      "write the value without '#', for example color = ffaaee",
    ),
  );
  assert.deepEqual(
    await imports(app, `${NEW}mfa_process = touch x\n`),
    done(
      PROFILE,
      'awsrole: standard input:9: mfa_process is omitted: awsrole imports only keys that describe a role\n',
    ),
  );
  assert.deepEqual(
    await imports(app, '# nothing\n', '--write'),
    fails(
      1,
      '',
      'there is no role in standard input',
      'a role is a section [NAME] with aws_account_id and role_name, or with role_arn',
    ),
  );
  for (const [words, error, hint] of [
    [[], 'switch-roles import: missing FILE', 'see awsrole switch-roles import --help'],
    [
      ['-', '--diff', '--write'],
      'switch-roles import: --diff and --write exclude each other',
      'omit one of them',
    ],
    [['-', '--no-write'], "unknown option '--no-write'", 'omit --write'],
    [
      ['-', '--partition', 'eu'],
      "--partition: 'eu' is no partition",
      'write for example --partition aws-us-gov',
    ],
    [['-', '--source', 'a\nb'], '--source: not a valid profile name', 'write for example --source mfa'],
    [
      ['-', '--account', 'x=1'],
      "--account: 'x=1' is not ALIAS=ID with an ID of twelve digits",
      'write for example --account example=123456789012',
    ],
  ] as const)
    assert.deepEqual(await app.run('switch-roles', 'import', ...words), fails(2, '', error, hint));
});

test('import names a base account that is in another account than its source profile, and takes --source BASE=PROFILE', async t => {
  const config = `${DAY}${profile('work', { sso_account_id: '999988887777' })}${profile('club', { sso_account_id: '999988887777' })}`;
  const app = await startApp(t, { config });
  const text =
    '[org]\naws_account_id = 999988887777\nrole_name = Entry\n' +
    '[x]\naws_account_id = 222233334444\nrole_name = R\nsource_profile = org\n';
  const printed = (source: string): string =>
    `[profile x]\nrole_arn = arn:aws:iam::222233334444:role/R\nsource_profile = ${source}\n`;
  assert.deepEqual(
    await imports(app, text),
    done(
      printed('mfa'),
      "awsrole: base account 'org' is 999988887777, but its roles get source_profile = mfa, which is in 111122223333: x\n" +
        'awsrole: hint: to keep the base account, choose a profile in 999988887777: --source org=work or --source org=club\n' +
        "awsrole: standard input:3: role_name of base account 'org' is not imported\n",
    ),
  );
  const kept =
    "awsrole: standard input:3: role_name of base account 'org' is not imported; to keep it, add role_name = Entry to profile 'work'\n";
  assert.deepEqual(await imports(app, text, '--source', 'org=work'), done(printed('work'), kept));
  assert.deepEqual(
    await imports(app, text, '--source', 'club', '--source', 'org=work'),
    done(printed('work'), kept),
    'the one for its base account wins',
  );
  assert.deepEqual(
    await imports(app, text, '--source', 'ogr=work'),
    fails(2, '', "--source: there is no base account 'ogr'", "the base accounts are 'org'"),
  );
});

test('switch-roles without a known subcommand lists the subcommands', async t => {
  const app = await startApp(t, { config: DAY });
  const hints = ['export', 'import'].map(word => `see awsrole switch-roles ${word} --help`);
  assert.deepEqual(await app.run('switch-roles'), fails(2, '', 'switch-roles: missing subcommand', ...hints));
  assert.deepEqual(
    await app.run('switch-roles', 'dump'),
    fails(2, '', "switch-roles: unknown subcommand 'dump'", ...hints),
  );
  const { stdout } = await app.run('switch-roles', '--help');
  assert.match(stdout, /^awsrole switch-roles export \[options\] \[PATTERN…\]\n/);
  assert.match(stdout, /^awsrole switch-roles import FILE \[options\]\n/m);
});
