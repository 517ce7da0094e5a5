import assert from 'node:assert/strict';
import { test } from 'node:test';
import { COMMANDS } from '../../../src/cli/commands.ts';
import { overviewHelp } from '../../../src/cli/help.ts';
import { startApp } from '../../support/app.ts';
import { done, fails } from '../../support/app-fixtures.ts';

test('help asked for is on stdout, and so is the version', async t => {
  const app = await startApp(t);
  for (const word of ['help', '--help', '-h']) assert.deepEqual(await app.run(word), done(overviewHelp()));
  for (const word of ['--version', '-v']) assert.deepEqual(await app.run(word), done('awsrole 0.0.0\n'));
});

test('help for a command that there is not names the nearest', async t => {
  const app = await startApp(t);
  assert.deepEqual(await app.run('help', 'conzole'), {
    exitCode: 2,
    stdout: '',
    stderr: "awsrole: error: help: there is no command 'conzole'\nawsrole: hint: did you mean 'console'?\n",
  });
  assert.match((await app.run('help', 'switch-roles')).stdout, /^awsrole switch-roles export/);
});

test('the overview names every command, and no planned one', () => {
  for (const { paths } of COMMANDS)
    if (paths[0]?.[0] !== undefined && paths[0][0] !== 'use')
      assert.ok(overviewHelp().includes(`awsrole ${paths[0].join(' ')}`), paths[0].join(' '));
  assert.doesNotMatch(overviewHelp(), /awsrole (each|doctor|__names)/);
});

for (const { paths, isEvaluated } of COMMANDS) {
  const path = paths.find(words => words.length > 0) ?? ['use'];
  test(`awsrole ${path.join(' ')} --help shows its help ${isEvaluated ? 'on stderr, away from the shell code' : 'on stdout'}`, async t => {
    const app = await startApp(t);
    const outcome = await app.run(...path, '--help');
    const help = isEvaluated ? outcome.stderr : outcome.stdout;
    assert.deepEqual(outcome, isEvaluated ? done('', help) : done(help));
    assert.match(help, new RegExp(`^awsrole ${path.join(' ')}\\b[\\s\\S]*\\nexamples\\n {2}`));
    assert.deepEqual(await app.run(...path, '-h'), outcome);
  });
}

test('no words at all ask which profile', async t => {
  const app = await startApp(t);
  assert.deepEqual(
    await app.run(),
    fails(
      2,
      'false\n',
      'which profile?',
      'awsrole PROFILE, for example: eval "$(awsrole dev)"',
      '`awsrole list` shows the profiles, `awsrole --help` the commands',
    ),
  );
});
