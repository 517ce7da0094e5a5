import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startApp } from '../../support/app.ts';
import { DAY, fails } from '../../support/app-fixtures.ts';

/** Lines that no AWS tool reads, at line 17 of the config file, and their message. */
const MALFORMED = [
  ['a header without a bracket', '[profile half\nregion = x\n', "a section header without ']'"],
  ['a value without a key', '[profile half]\n= value\n', 'a value without a key', 18],
  ['a continuation outside a property', '[profile half]\n  more\n', "a line with neither '=' nor ':'", 18],
  ['a broken line in a section that is no profile', '[other]\njunk\n', "a line with neither '=' nor ':'", 18],
] as const;

for (const [what, lines, message, line = 17] of MALFORMED) {
  const warning = `awsrole: warning: ~/.aws/config:${line}: ${message}\n`;

  test(`use, exec, credential-process, console, why and mfa name ${what} once and go on`, async t => {
    const app = await startApp(t, { config: `${DAY}${lines}` });
    app.answers.push(app.code());
    const { stderr, exitCode } = await app.run('mfa');
    assert.deepEqual([exitCode, stderr], [0, warning]);
    for (const words of [
      ['dev', '--shell', 'posix'],
      ['exec', 'dev', '--', 'true'],
      ['credential-process', 'dev'],
      ['why', 'dev'],
      ['mfa', 'status'],
      ['console', 'dev', '--switch-role', '--print'],
    ]) {
      const outcome = await app.run(...words);
      assert.deepEqual([outcome.exitCode, outcome.stderr], [0, warning], words.join(' '));
    }
  });
}

test('the profile of a malformed line fails with that line, once, in every command', async t => {
  const app = await startApp(t, { config: `${DAY}[profile half\nrole_arn = x\n[profile bad]\n= v\n` });
  const error = (name: string, line: number, message: string): ReturnType<typeof fails> =>
    fails(
      1,
      '',
      `profile '${name}': ~/.aws/config:${line}: ${message}`,
      'fix this line; other profiles are not affected',
    );
  assert.deepEqual(await app.use('half'), error('half', 17, "a section header without ']'"));
  assert.deepEqual(await app.run('why', 'bad'), error('bad', 20, 'a value without a key'));
  assert.deepEqual(
    await app.run('exec', 'half', '--', 'true'),
    error('half', 17, "a section header without ']'"),
  );
});

test('several malformed lines cost one line on stderr, with the first and the number of the others', async t => {
  const app = await startApp(t, { config: `early = 1\n${DAY}[profile a]\n= v\njunk\n[profile b\n` });
  app.answers.push(app.code());
  assert.equal(
    (await app.use('dev')).stderr.split('\n').find(line => line.includes('warning')),
    'awsrole: warning: ~/.aws/config:1: a line before the first section; 3 more malformed lines: see awsrole list',
  );
});

test('mfa status calls a profile with a malformed header broken', async t => {
  const app = await startApp(t, { config: `${DAY}[profile half\nregion = x\n` });
  const { profiles } = JSON.parse((await app.run('mfa', 'status', '--json')).stdout);
  assert.deepEqual(profiles.at(-1), {
    profile: 'half',
    verdict: 'broken',
    reason: `its section is malformed (${app.home}/.aws/config:17): a section header without ']'`,
    edit: `correct or delete line 17 of ${app.home}/.aws/config`,
  });
});
