import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { type TestContext, test } from 'node:test';
import {
  type App,
  HOUR,
  profile,
  role,
  SERIAL,
  serves,
  startApp,
  WITH_SERIAL,
} from '../../../support/app.ts';
import { done, fails } from '../../../support/app-fixtures.ts';
import { temporaryFolder } from '../../../support/temp.ts';

/** `mfa` is the managed section, and the source profile of `dev`. */
const WITH_SECTION = profile('default', { mfa_serial: SERIAL }) + role('dev', { source_profile: 'mfa' });

const start = async (t: TestContext, config = WITH_SERIAL): Promise<App> => {
  const app = await startApp(t, { config });
  app.env['AWSROLE_CACHE'] = 'off';
  app.env['XDG_RUNTIME_DIR'] = temporaryFolder(t);
  return app;
};

test('AWSROLE_CACHE=off: every command prompts and calls STS anew, and leaves no file [P13]', async t => {
  const app = await start(t);
  assert.deepEqual(await app.useWithCode('dev'), serves('dev', 2, '10:00:05'));
  app.clock.advance(60_000);
  assert.deepEqual(await app.useWithCode('dev'), serves('dev', 4, '10:01:05'));
  assert.deepEqual(app.calls, ['GetSessionToken', 'AssumeRole']);
  assert.deepEqual(readdirSync(app.home), ['.aws']);
  assert.deepEqual(app.files('.aws'), ['config', 'credentials']);
});

test('AWSROLE_CACHE=off: after STS rejects a code that another command used, awsrole prompts again', async t => {
  const app = await start(t);
  await app.useWithCode('dev');
  const used = app.code();
  app.answers.push(used, () => {
    app.clock.advance(30_000);
    return typeof used === 'string' ? used : used();
  });
  const { exitCode, stderr } = await app.use('uat');
  assert.equal(exitCode, 0);
  assert.match(stderr, /^awsrole: AWS rejected that code: it was wrong or already used/);
  assert.deepEqual([app.prompts.length, app.terminal.progresses], [2, []]);
});

test('AWSROLE_CACHE=off: mfa writes its section, which is then used without a prompt', async t => {
  const app = await start(t, WITH_SECTION);
  app.answers.push(app.code());
  assert.equal((await app.run('mfa')).exitCode, 0);
  assert.deepEqual(await app.use('dev'), serves('dev', 2, '10:00:05'));
  assert.deepEqual(await app.use('dev'), serves('dev', 3, '10:00:05'));
  assert.deepEqual([app.calls, app.prompts], [['AssumeRole'], []]);
  assert.deepEqual(app.files('.aws'), ['config', 'credentials']);
  assert.deepEqual(readdirSync(app.home), ['.aws']);
});

test('AWSROLE_CACHE=off: a new MFA session of another command does not change the section', async t => {
  const app = await start(t, WITH_SECTION);
  app.answers.push(app.code());
  await app.run('mfa');
  const written = app.read('.aws/credentials');
  app.clock.advance(13 * HOUR);
  assert.equal((await app.useWithCode('dev')).exitCode, 0);
  assert.deepEqual(app.calls, ['GetSessionToken', 'AssumeRole']);
  assert.equal(app.read('.aws/credentials'), written);
});

test('AWSROLE_CACHE=off: sessions cached before are ignored, and logout deletes them [P13] [P29]', async t => {
  const app = await start(t);
  // sessions of an endpoint in the environment are not written into the AWS CLI's cache
  app.write('.aws/config', WITH_SERIAL.replaceAll('\n[', `\nendpoint_url = ${app.sandbox.url}\n[`));
  app.env['AWSROLE_CACHE'] = 'on';
  await app.useWithCode('dev');
  app.env['AWSROLE_CACHE'] = 'off';
  app.clock.advance(60_000);
  assert.deepEqual(await app.useWithCode('dev'), serves('dev', 4, '10:01:05'));
  assert.deepEqual(
    await app.run('logout'),
    done('deleted 2 cached sessions, 1 entry of the AWS CLI’s cache\n'),
  );
  assert.deepEqual(app.files('.cache/awsrole/sessions'), []);
});

test('AWSROLE_CACHE=off: list, why and status say that no session is stored', async t => {
  const app = await start(t);
  await app.useWithCode('dev');
  const list = await app.run('list');
  assert.match(list.stdout, /dev .* -\n/);
  assert.match(list.stderr, /^awsrole: AWSROLE_CACHE=off: no sessions are cached; /);
  assert.equal((await app.run('list', '--json')).stderr, '');
  const why = await app.run('why', 'dev');
  assert.match(
    why.stdout,
    /\ncache +off: no sessions are cached, every command obtains its own +AWSROLE_CACHE\nMFA code +needed now/,
  );
  assert.deepEqual(
    await app.run('status'),
    done(
      'no profile is active in this shell\ncache    off: no sessions are cached, every command obtains its own\n',
    ),
  );
});

test('AWSROLE_CACHE other than on and off is an error before a prompt or a call', async t => {
  const app = await start(t);
  for (const value of ['OFF', 'false', '0', 'no']) {
    app.env['AWSROLE_CACHE'] = value;
    assert.deepEqual(
      await app.use('dev'),
      fails(
        2,
        '',
        `AWSROLE_CACHE is '${value}', which is neither 'on' nor 'off'`,
        'set AWSROLE_CACHE=off to store no sessions on disk, or unset it for the default (on)',
      ),
    );
  }
  assert.deepEqual([app.calls, app.prompts], [[], []]);
});
