import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { homeFolder } from '../../../src/adapters/files/shared-files.ts';
import { startApp } from '../../support/app.ts';
import { role } from '../../support/app-fixtures.ts';
import { LAUNCHER } from '../../support/program.ts';
import { run } from '../../support/run.ts';
import { temporaryFolder } from '../../support/temp.ts';

describe('the home folder', () => {
  for (const [what, home] of [
    ['empty', ''],
    ['relative', '.'],
  ]) {
    it(`is that of the system account when HOME is ${what}, so awsrole reads no config file of the current folder`, async t => {
      const folder = temporaryFolder(t);
      mkdirSync(join(folder, '.aws'));
      writeFileSync(join(folder, '.aws', 'config'), '[profile planted]\ncredential_process = /bin/false\n');
      const { stdout } = await run(t, LAUNCHER, ['list'], { cwd: folder, env: { HOME: home } });
      assert.doesNotMatch(stdout, /planted/);
    });
  }

  it('is HOME when that is an absolute path', t => {
    const before = process.env['HOME'];
    t.after(() => {
      if (before === undefined) delete process.env['HOME'];
      else process.env['HOME'] = before;
    });
    const found = ['/some/where', '', 'some/where'].map(home => {
      process.env['HOME'] = home;
      return homeFolder();
    });
    assert.deepEqual(found, ['/some/where', userInfo().homedir, userInfo().homedir]);
  });
});

describe('AWSROLE_CACHE_DIR', () => {
  it('may start with ~/', async t => {
    const app = await startApp(t, { config: role('dev') });
    app.env['AWSROLE_CACHE_DIR'] = '~/kept';
    await app.useWithCode('dev');
    assert.ok(app.files('kept/sessions').length > 0);
  });

  for (const named of ['kept', './kept', '~bob/kept']) {
    it(`is rejected as ${named}, which would be another folder in each current folder`, async t => {
      const app = await startApp(t, { config: role('dev') });
      app.env['AWSROLE_CACHE_DIR'] = named;
      const { exitCode, stderr } = await app.run('use', 'dev');
      assert.equal(exitCode, 2);
      assert.equal(
        stderr,
        `awsrole: error: AWSROLE_CACHE_DIR is '${named}', which is not an absolute path\n` +
          'awsrole: hint: start it with / or ~/, for example AWSROLE_CACHE_DIR=~/.cache/awsrole\n',
      );
    });
  }
});
