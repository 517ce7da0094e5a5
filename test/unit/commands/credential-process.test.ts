import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MINUTE, startApp } from '../../support/app.ts';
import { DAY, fails } from '../../support/app-fixtures.ts';

test('credential-process prints version-1 JSON with the session, its expiration and its account', async t => {
  const app = await startApp(t, { config: DAY });
  app.answers.push(app.code());
  await app.run('mfa');
  const answer = {
    Version: 1,
    AccessKeyId: '<key 2>',
    SecretAccessKey: '<secret 2>',
    SessionToken: '<token 2>',
    Expiration: '2026-03-02T10:00:05Z',
    AccountId: '222233334444',
  };
  const first = await app.run('credential-process', 'dev');
  assert.deepEqual(
    { ...first, stdout: JSON.parse(first.stdout) },
    { exitCode: 0, stdout: answer, stderr: '' },
  );
  app.clock.advance(30 * MINUTE);
  assert.deepEqual(await app.run('credential-process', 'dev'), first);
  assert.deepEqual([app.calls, app.prompts], [[], []]);
});

test('a failed credential-process prints only its error, on stderr [P23]', async t => {
  const app = await startApp(t, { config: DAY });
  app.terminal.canAsk = false;
  for (const [words, code, error, hint] of [
    [['deb'], 1, "there is no profile 'deb' in ~/.aws/config or ~/.aws/credentials", "did you mean 'dev'?"],
    [[], 2, 'credential-process: missing PROFILE', 'see awsrole credential-process --help'],
    [
      ['dev', '--json'],
      2,
      "credential-process: unknown option '--json'",
      'see awsrole credential-process --help',
    ],
  ] as const)
    assert.deepEqual(await app.run('credential-process', ...words), fails(code, '', error, hint));
  assert.equal(app.sandbox.calls().length, 0);
});
