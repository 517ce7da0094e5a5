import assert from 'node:assert/strict';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { type App, DEFAULT_CREDENTIALS, profile, ROLES, SERIAL, startApp } from '../../support/app.ts';
import { done, fails } from '../../support/app-fixtures.ts';

/** A session of each kind: cached, in the AWS CLI's cache, in the section. */
const start = async (t: TestContext): Promise<App> => {
  const app = await startApp(t, {
    config: url =>
      profile('default', { mfa_serial: SERIAL, endpoint_url: url }) +
      profile('mfa', { endpoint_url: url }) +
      profile('dev', { role_arn: ROLES.dev, source_profile: 'mfa', endpoint_url: url }),
    withoutEndpoint: true,
  });
  app.answers.push(app.code());
  await app.run('mfa');
  await app.use('dev');
  assert.equal(app.files('.aws/cli/cache').length, 1);
  assert.equal(app.files('.cache/awsrole/sessions').length > 0, true);
  return app;
};

const GONE = 'deleted 2 cached sessions, 1 entry of the AWS CLI’s cache, [mfa] in ~/.aws/credentials';

test('logout deletes sessions, their entries in the AWS CLI’s cache and the section, and keeps remembered facts', async t => {
  const app = await start(t);
  const memory = app.files('.cache/awsrole/memory').length;
  assert.deepEqual(await app.run('logout'), done(`${GONE}\n`));
  assert.deepEqual(app.files('.aws/cli/cache'), []);
  assert.deepEqual(app.files('.cache/awsrole/sessions'), []);
  assert.equal(app.read('.aws/credentials'), DEFAULT_CREDENTIALS);
  assert.deepEqual(app.files('.aws'), ['cli', 'config', 'credentials']);
  assert.equal(app.files('.cache/awsrole/memory').length, memory);
  assert.deepEqual(await app.run('logout'), done('deleted 0 cached sessions\n'));
});

const EVERYTHING: readonly (readonly [condition: string, change: (app: App) => void])[] = [
  [
    'the role was edited',
    app => app.write('.aws/config', (app.read('.aws/config') ?? '').replace(ROLES.dev, ROLES.uat)),
  ],
  ['the section of the role was deleted', app => app.write('.aws/config', '[default]\n')],
  [
    'another config file is named',
    app => {
      app.write('other/config', '');
      app.env['AWS_CONFIG_FILE'] = join(app.home, 'other/config');
    },
  ],
  [
    'the config file cannot be read',
    app => writeFileSync(join(app.home, '.aws/config'), Buffer.from([0xe9, 0x0a])),
  ],
  [
    'the cache of sessions is gone',
    app => rmSync(join(app.home, '.cache/awsrole/sessions'), { recursive: true }),
  ],
  [
    'sharing is now off',
    app => {
      app.env['AWSROLE_SHARE_CLI_CACHE'] = '0';
    },
  ],
  [
    'caching is now off',
    app => {
      app.env['AWSROLE_CACHE'] = 'off';
    },
  ],
];

for (const [condition, change] of EVERYTHING)
  test(`logout finds everything that awsrole wrote when ${condition} [P29]`, async t => {
    const app = await start(t);
    change(app);
    const { exitCode, stdout, stderr } = await app.run('logout');
    assert.deepEqual([exitCode, stderr], [0, '']);
    assert.match(stdout, /^deleted [02] cached sessions, 1 entry of the AWS CLI’s cache, \[mfa\] in /);
    assert.deepEqual(app.files('.aws/cli/cache'), []);
    assert.deepEqual(app.files('.cache/awsrole/sessions'), []);
    assert.doesNotMatch(app.read('.aws/credentials') ?? '', /mfa/);
  });

test('logout keeps an entry that another tool wrote over one of awsrole, in any spelling', async t => {
  const app = await start(t);
  const [name = ''] = app.files('.aws/cli/cache');
  const { WrittenBy, ...entry } = JSON.parse(app.read(`.aws/cli/cache/${name}`) ?? '');
  assert.equal(WrittenBy, 'awsrole');
  for (const text of [JSON.stringify(entry), JSON.stringify(entry, undefined, 2), 'not JSON']) {
    app.write(`.aws/cli/cache/${name}`, text);
    assert.equal((await app.run('logout')).exitCode, 0);
    assert.equal(app.read(`.aws/cli/cache/${name}`), text);
  }
});

test('logout with an unreadable credentials file deletes the rest, and reports the file [P29]', async t => {
  const app = await start(t);
  writeFileSync(join(app.home, '.aws/credentials'), Buffer.from([0xe9, 0x0a]));
  const { exitCode, stdout, stderr } = await app.run('logout');
  assert.deepEqual([exitCode, stdout], [1, '']);
  assert.match(stderr, /^awsrole: error: ~\/\.aws\/credentials is not UTF-8 text\n/);
  assert.deepEqual([app.files('.aws/cli/cache'), app.files('.cache/awsrole/sessions')], [[], []]);
});

test('logout --all also deletes remembered facts and all backups', async t => {
  const app = await start(t);
  for (const name of [
    'credentials.awsrole-backup',
    'credentials.awsrole-backup-1',
    'config.awsrole-backup-2',
  ])
    app.write(`.aws/${name}`, '');
  const memory = app.files('.cache/awsrole/memory').length;
  assert.deepEqual(
    await app.run('logout', '--all'),
    done(`${GONE}, ${memory + 3} remembered facts and backups\n`),
  );
  assert.deepEqual(app.files('.cache/awsrole/memory'), []);
  assert.deepEqual(app.files('.aws'), ['cli', 'config', 'credentials']);
});

test('logout keeps a section that the user wrote and an entry that the AWS CLI wrote', async t => {
  const app = await startApp(t, { credentials: '[mfa]\naws_access_key_id = A\naws_secret_access_key = b\n' });
  app.write('.aws/cli/cache/other.json', '{}');
  const before = app.read('.aws/credentials');
  assert.deepEqual(
    await app.run('logout', '--all'),
    done('deleted 0 cached sessions, 0 remembered facts and backups\n'),
  );
  assert.deepEqual([app.read('.aws/credentials'), app.files('.aws/cli/cache')], [before, ['other.json']]);
});

test('logout notes the keys that this shell still has, and rejects a profile argument', async t => {
  const app = await startApp(t);
  app.env['AWSROLE_PROFILE'] = 'dev';
  assert.deepEqual(
    await app.run('logout'),
    done(
      'deleted 0 cached sessions\n',
      `awsrole: this shell still has the keys of 'dev': unset them with eval "$(awsrole clear)"\n`,
    ),
  );
  assert.deepEqual(
    await app.run('logout', 'dev'),
    fails(2, '', "logout: unexpected argument 'dev'", 'see awsrole logout --help'),
  );
});
