import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { startApp } from '../../../support/app.ts';
import { profile, role, SERIAL } from '../../../support/app-fixtures.ts';

const BASE = profile('default', { mfa_serial: SERIAL });

describe('mfa --to', () => {
  for (const [what, config, complaint] of [
    ['assumes a role', role('dev'), 'has role_arn (~/.aws/config:4)'],
    ['names a source', profile('dev', { source_profile: 'default' }), 'has source_profile (~/.aws/config:4)'],
    [
      'runs a process',
      profile('dev', { credential_process: '/bin/false' }),
      'has credential_process (~/.aws/config:4)',
    ],
  ] as const) {
    it(`rejects a profile that ${what}, without a prompt or a change`, async t => {
      const app = await startApp(t, { config: BASE + config });
      const before = app.read('.aws/credentials');
      for (const words of [[], ['--force']])
        assert.deepEqual(await app.run('mfa', '--to', 'dev', ...words), {
          exitCode: 1,
          stdout: '',
          stderr:
            `awsrole: error: mfa: profile 'dev' ${complaint}: keys in its section would conflict with it\n` +
            'awsrole: hint: write the session into a separate section: --to NAME\n',
        });
      assert.deepEqual([app.prompts, app.calls], [[], []]);
      assert.equal(app.read('.aws/credentials'), before);
    });
  }

  it('accepts a profile with settings only', async t => {
    const app = await startApp(t, { config: BASE + profile('dev', { region: 'eu-west-1' }) });
    app.answers.push(app.code());
    assert.equal((await app.run('mfa', '--to', 'dev')).exitCode, 0);
  });

  for (const name of ['', 'x]y', 'x\ny', 'profile x', ' x', 'x # y', '__proto__']) {
    it(`rejects the name ${JSON.stringify(name)} before any output`, async t => {
      const app = await startApp(t, { config: BASE });
      for (const words of [['mfa'], ['mfa', 'status']]) {
        const { exitCode, stdout, stderr } = await app.run(...words, '--to', name);
        assert.deepEqual([exitCode, stdout, app.calls], [2, '', []]);
        assert.match(stderr, /^awsrole: error: --to: .*\nawsrole: hint: write for example --to mfa\n$/);
      }
    });
  }
});
