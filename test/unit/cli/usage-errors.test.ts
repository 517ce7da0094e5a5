import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { startApp } from '../../support/app.ts';
import { role } from '../../support/app-fixtures.ts';

describe('wrong words', () => {
  for (const [words, complaint, hint] of [
    ['dev uat', "use: one word too many: 'uat'", 'awsrole use --help shows what it takes'],
    ['- list', 'use: these words do not go together', 'awsrole use --help shows what it takes'],
    ['use', 'use: PROFILE is missing', 'awsrole use --help shows what it takes'],
    ['why dev --foo', "why: unknown option '--foo'", 'awsrole why --help shows what it takes'],
    ['mfa --to', 'mfa: --to needs a value', 'awsrole mfa --help shows what it takes'],
    ['list --no-json', "unknown option '--no-json'", 'leave --json out instead'],
    ['dev -- ls -l', 'use: these words do not go together', 'to run a command: awsrole exec dev -- ls -l'],
    [
      '--region x use dev',
      'use: these words do not go together',
      'options go behind the command: awsrole use …',
    ],
    [
      '--region x exec dev -- ls',
      "use: one word too many: 'dev'",
      'options go behind the command: awsrole exec …',
    ],
    [
      'use --shell zsh --region x use dev',
      "use: one word too many: 'dev'",
      'options go behind the command: awsrole use …',
    ],
    [
      'use --shell zsh dev -- ls -l',
      'use: these words do not go together',
      'to run a command: awsrole exec dev -- ls -l',
    ],
    [
      '--region x dev list',
      "use: one word too many: 'list'",
      'options go behind the command: awsrole list …',
    ],
    [
      'exec -- ls -l',
      'exec: PROFILE is missing',
      'write it before --, for example: awsrole exec dev -- ls -l',
    ],
  ] as const) {
    it(`${words}: ${complaint}`, async t => {
      const app = await startApp(t, { config: role('dev') });
      const { exitCode, stderr } = await app.run(...words.split(' '));
      assert.equal(exitCode, 2);
      assert.deepEqual(stderr.split('\n').slice(0, 2), [
        `awsrole: error: ${complaint}`,
        `awsrole: hint: ${hint}`,
      ]);
    });
  }

  for (const [typed, meant] of [
    ['lst', 'list'],
    ['stauts', 'status'],
  ] as const) {
    it(`${typed} may be the command ${meant}`, async t => {
      const app = await startApp(t, { config: role('dev') });
      const { exitCode, stderr } = await app.run(typed);
      assert.equal(exitCode, 1);
      assert.match(stderr, new RegExp(`^awsrole: hint: did you mean the command: awsrole ${meant}\\?$`, 'm'));
    });
  }

  it('a name that is like no command gets no command', async t => {
    const app = await startApp(t, { config: role('dev') });
    for (const words of [['warehouse'], ['use', 'lst']])
      assert.doesNotMatch((await app.run(...words)).stderr, /the command/);
  });
});

describe('help', () => {
  it('of a command is shown by help COMMAND too', async t => {
    const app = await startApp(t);
    const { stdout, stderr } = await app.run('help', 'list');
    assert.equal(stdout + stderr, (await app.run('list', '--help')).stdout);
    assert.match(stdout, /^awsrole list \[options\]\n/);
  });

  for (const [command, usage] of [
    ['exec', 'awsrole exec PROFILE [options] -- CMD…'],
    ['sandbox', 'awsrole sandbox [-- CMD…]'],
    ['sandbox code', 'awsrole sandbox code'],
    ['mfa', 'awsrole mfa [options]'],
  ] as const) {
    it(`of ${command} begins with ${usage}, and no line ends in a space`, async t => {
      const app = await startApp(t);
      const { stdout } = await app.run(...command.split(' '), '--help');
      assert.equal(stdout.split('\n')[0], usage);
      assert.doesNotMatch(stdout, / $/m);
    });
  }

  it('has its commands in two columns', async t => {
    const app = await startApp(t);
    const lines = (await app.run('--help')).stdout.split('\n').filter(line => /^ {2}\S/.test(line));
    assert.ok(lines.length > 8);
    for (const line of lines) assert.match(line, /^(.{34} {2}\S|\s+awsrole credential-process PROFILE$)/);
  });
});

describe('no profiles at all', () => {
  it('names the files, and the variable whose file is missing', async t => {
    const app = await startApp(t, { credentials: '' });
    app.env['AWS_CONFIG_FILE'] = '~/elsewhere';
    assert.deepEqual(await app.run('list'), {
      exitCode: 0,
      stdout: '',
      stderr:
        'awsrole: no profiles in ~/elsewhere nor ~/.aws/credentials\n' +
        'awsrole: hint: AWS_CONFIG_FILE names ~/elsewhere, which does not exist\n',
    });
  });
});
