import assert from 'node:assert/strict';
import { test } from 'node:test';
import { profile, ROLES, role, startApp } from '../../support/app.ts';
import { DAY, done, fails } from '../../support/app-fixtures.ts';
import { offeredByExtension } from '../../support/extension.ts';

const MFA = '[mfa]\naws_account_id = 111122223333\n';
/** The note on base accounts without an alias. */
const aliasNote = (...profiles: string[]): string =>
  `awsrole: the extension finds an account that has an alias only by the alias: if it has one, add aws_account_alias = ALIAS to ${profiles.join(', ')}\n`;
const HOME = "profile 'default' (111122223333)";
const DEV =
  '[dev]\naws_account_id = 222233334444\nrole_name = Developer\nsource_profile = mfa\nregion = eu-central-1\n' +
  'color = 3fb950\n';
const behind = (name: string, account: string, roleName: string): string =>
  `[${name}]\naws_account_id = ${account}\nrole_name = ${roleName}\nsource_profile = mfa\n`;

test('export prints each role behind its base account, without a prompt', async t => {
  const app = await startApp(t, { config: `${DAY}${profile('sso', { sso_session: 's' })}` });
  const outcome = await app.run('switch-roles', 'export');
  assert.deepEqual(
    outcome,
    done(
      [MFA, DEV, behind('uat', '333344445555', 'Developer'), behind('prod', '444455556666', 'ReadOnly')].join(
        '\n',
      ),
      `awsrole: omitted, because they have no role_arn: sso\n${aliasNote(HOME)}`,
    ),
  );
  assert.deepEqual([app.calls, app.prompts], [[], []]);
  assert.equal(offeredByExtension(outcome.stdout).length, 3);
});

test('export takes patterns and base profiles, and includes the role from which a chained role is assumed', async t => {
  const chained = profile('deploy', { role_arn: ROLES.deploy, source_profile: 'uat' });
  const other = profile('other', { aws_account_id: '999900001111', aws_account_alias: 'other-org' });
  const app = await startApp(t, {
    config:
      DAY.replace('[default]\n', '[default]\naws_account_alias = my-org\n') +
      chained +
      other +
      role('audit', { source_profile: 'other' }),
  });
  const names = async (...words: string[]): Promise<string> => {
    const { exitCode, stdout, stderr } = await app.run('switch-roles', 'export', ...words);
    assert.deepEqual([exitCode, stderr], [0, '']);
    return [...stdout.matchAll(/^\[(.*)\]$/gm)].map(([, name]) => name).join(' ');
  };
  assert.equal(await names('d*'), 'mfa dev uat deploy');
  assert.equal(await names('p?od', 'dev'), 'mfa dev prod');
  assert.equal(await names('--base', 'other'), 'other audit');
  assert.equal(await names('--base', 'other', '--base', 'mfa', 'audit', 'prod'), 'other audit');
});

test('export demands an unknown base account until awsrole has looked it up', async t => {
  const config =
    profile('default', { region: 'eu-west-1' }) + role('dev', { source_profile: 'mfa' }) + role('uat');
  const app = await startApp(t, { config });
  const missing = (base: string): string =>
    `pass --base ${base}=123456789012, or add aws_account_id to profile '${base}'`;
  assert.deepEqual(
    await app.run('switch-roles', 'export'),
    fails(
      1,
      '',
      "switch-roles export: unknown account for 'mfa', 'default'",
      missing('mfa'),
      missing('default'),
    ),
  );
  assert.deepEqual(
    await app.run('switch-roles', 'export', 'dev', '--base', 'mfa=999900001111'),
    done(
      `${MFA.replace('111122223333', '999900001111')}\n${behind('dev', '222233334444', 'Developer')}`,
      aliasNote("profile 'default' (999900001111)"),
    ),
  );
  app.answers.push(app.code());
  await app.run('mfa');
  assert.deepEqual(
    await app.run('switch-roles', 'export', 'dev'),
    done(`${MFA}\n${behind('dev', '222233334444', 'Developer')}`, aliasNote(HOME)),
  );
});

test('export rejects wrong arguments with the valid ones in the hint', async t => {
  const app = await startApp(t, { config: DAY });
  for (const [words, code, error, hint] of [
    ['pord', 1, "there is no profile 'pord'", "did you mean 'prod'?"],
    ['x?y*', 1, "there is no profile 'x?y*'", '`awsrole list` shows the profiles'],
    ['--base mfa=1', 2, "--base: 'mfa=1' names no account", 'write for example --base mfa=123456789012'],
    ['--base mfaa=111122223333', 1, "--base: no role is behind 'mfaa'", "roles are behind 'mfa', 'default'"],
    ['--base uat', 1, "--base: no role is behind 'uat'", "roles are behind 'mfa', 'default'"],
    [
      'default',
      1,
      'no roles to export',
      'a role profile has role_arn and source_profile; `awsrole list` shows the profiles',
    ],
  ] as const) {
    const { stderr, ...rest } = await app.run('switch-roles', 'export', ...words.split(' '));
    const expected = fails(code, '', error, hint);
    assert.deepEqual(rest, { exitCode: expected.exitCode, stdout: '' });
    assert.ok(stderr.endsWith(expected.stderr), stderr);
  }
});
