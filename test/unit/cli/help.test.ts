import assert from 'node:assert/strict';
import { test } from 'node:test';
import { COMMANDS, entryOf } from '../../../src/cli/commands.ts';
import { commandHelp, overviewHelp } from '../../../src/cli/help.ts';
import { MfaCommand } from '../../../src/commands/mfa.ts';
import { UseCommand } from '../../../src/commands/use.ts';
import { startApp } from '../../support/app.ts';
import { done, fails } from '../../support/app-fixtures.ts';

test('help asked for is on stdout, and so is the version', async t => {
  const app = await startApp(t);
  for (const word of ['help', '--help', '-h']) assert.deepEqual(await app.run(word), done(overviewHelp()));
  for (const word of ['--version', '-v']) assert.deepEqual(await app.run(word), done('awsrole 0.0.0\n'));
});

test('help for an unknown command names the nearest', async t => {
  const app = await startApp(t);
  assert.deepEqual(await app.run('help', 'conzole'), {
    exitCode: 2,
    stdout: '',
    stderr: "awsrole: error: help: unknown command 'conzole'\nawsrole: hint: did you mean 'console'?\n",
  });
  assert.match((await app.run('help', 'switch-roles')).stdout, /^awsrole switch-roles export/);
});

test('the overview names every command under its section, and no internal or planned one', () => {
  for (const { name, section, description } of COMMANDS.map(entryOf)) {
    const [, rows = ''] = overviewHelp().split(`\n${section}\n`);
    const line = rows
      .split('\n\n')[0]
      ?.split('\n')
      .find(row => row.endsWith(`  ${description}`));
    assert.ok(line?.includes(name === 'use' ? 'awsrole PROFILE' : `awsrole ${name}`), name);
  }
  assert.doesNotMatch(overviewHelp(), /awsrole (each|doctor|__names)/);
});

test('the overview puts eval around the commands that print shell code', () => {
  assert.deepEqual(
    [...overviewHelp().matchAll(/^ {2}eval "\$\((.*)\)"/gm)].map(([, line]) => line),
    ['awsrole PROFILE', 'awsrole clear', 'awsrole init bash'],
  );
});

test('help has at most 100 columns, and no line ends in a space', () => {
  for (const help of [overviewHelp(), ...COMMANDS.map(command => commandHelp(command))])
    for (const line of help.split('\n')) {
      assert.ok(line.length <= 100, line);
      assert.doesNotMatch(line, /\s$/);
    }
});

test('command help shows every name, option, value and default of the command', () => {
  for (const entry of COMMANDS.map(entryOf)) {
    const help = commandHelp(entry.command);
    for (const path of entry.paths)
      assert.match(help, new RegExp(`^${['awsrole', ...path].join(' ')}\\b`, 'm'));
    for (const { name, value, defaultValue, description } of entry.options) {
      const line = help
        .split('\n')
        .find(text => text.startsWith(`  ${value === undefined ? name : `${name} ${value}`}  `));
      assert.ok(line?.includes(description), `${entry.name} ${name}`);
      assert.ok(defaultValue === undefined || line?.endsWith(`(default: ${defaultValue})`), line);
    }
  }
  assert.match(commandHelp(MfaCommand), /\nSubcommands\n {2}awsrole mfa status {2}\S/);
  assert.match(commandHelp(UseCommand), / {2}--format FORMAT +\S.*: dotenv, ini\n/);
});

test('help for an internal command is the overview', async t => {
  const app = await startApp(t);
  assert.deepEqual(await app.run('__names', '--help'), done(overviewHelp()));
});

for (const { paths, isEvaluated } of COMMANDS) {
  const path = paths.find(words => words.length > 0) ?? ['use'];
  test(`awsrole ${path.join(' ')} --help shows its help ${isEvaluated ? 'on stderr, away from the shell code' : 'on stdout'}`, async t => {
    const app = await startApp(t);
    const outcome = await app.run(...path, '--help');
    const help = isEvaluated ? outcome.stderr : outcome.stdout;
    assert.deepEqual(outcome, isEvaluated ? done('', help) : done(help));
    assert.match(help, new RegExp(`^awsrole ${path.join(' ')}\\b[\\s\\S]*\\nExamples\\n {2}`));
    assert.deepEqual(await app.run(...path, '-h'), outcome);
  });
}

test('without any word the profile is missing', async t => {
  const app = await startApp(t);
  assert.deepEqual(
    await app.run(),
    fails(
      2,
      'false\n',
      'missing PROFILE or command',
      'name a profile, for example: eval "$(awsrole dev)"',
      '`awsrole list` lists the profiles, `awsrole --help` the commands',
    ),
  );
});
