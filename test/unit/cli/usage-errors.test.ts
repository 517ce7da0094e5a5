import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { startApp } from '../../support/app.ts';
import { role } from '../../support/app-fixtures.ts';

describe('wrong words', () => {
  for (const [words, complaint, hint] of [
    ['dev uat', "use: unexpected argument 'uat'", 'see awsrole use --help'],
    ['- list', 'use: unexpected arguments', 'see awsrole use --help'],
    ['use', 'use: missing PROFILE', 'see awsrole use --help'],
    ['why dev --foo', "why: unknown option '--foo'", 'see awsrole why --help'],
    ['mfa --to', 'mfa: --to needs a value', 'see awsrole mfa --help'],
    ['list --js0n=x', "list: unknown option '--js0n'", 'see awsrole list --help'],
    ['list --json=true', 'list: --json takes no value', 'write --json alone'],
    ['list --no-json', "unknown option '--no-json'", 'omit --json'],
    ['dev -- ls -l', 'use: unexpected arguments', 'to run a command: awsrole exec dev -- ls -l'],
    ['--region x use dev', 'use: unexpected arguments', 'put options after the command: awsrole use …'],
    [
      '--region x exec dev -- ls',
      "use: unexpected argument 'dev'",
      'put options after the command: awsrole exec …',
    ],
    [
      'use --shell zsh --region x use dev',
      "use: unexpected argument 'dev'",
      'put options after the command: awsrole use …',
    ],
    [
      'use --shell zsh dev -- ls -l',
      'use: unexpected arguments',
      'to run a command: awsrole exec dev -- ls -l',
    ],
    [
      '--region x dev list',
      "use: unexpected argument 'list'",
      'put options after the command: awsrole list …',
    ],
    ['exec -- ls -l', 'exec: missing PROFILE', 'write it before --, for example: awsrole exec dev -- ls -l'],
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
    for (const line of lines) assert.match(line, /^.{36} {2}\S/);
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

it('a profile named like a command after use gets no hint about the command', async t => {
  const app = await startApp(t);
  assert.doesNotMatch((await app.run('use', 'use')).stderr, /did you mean the command/);
});

it('a mistyped command through the shell functions gets the hint about the command', async t => {
  const app = await startApp(t);
  assert.match(
    (await app.run('use', '--shell', 'bash', 'lst')).stderr,
    /did you mean the command: awsrole list\?/,
  );
});
