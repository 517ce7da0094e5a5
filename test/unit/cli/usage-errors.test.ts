import assert from 'node:assert/strict';
import { join } from 'node:path';
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
    ['list --js0n=x', "list: unknown option '--js0n'", "did you mean '--json'?"],
    ['--versoin', "use: unknown option '--versoin'", "did you mean '--version'?"],
    ['exec dev --min-lef 3m -- ls', "exec: unknown option '--min-lef'", "did you mean '--min-left'?"],
    ['use --shell zsh dev --regon x', "use: unknown option '--regon'", "did you mean '--region'?"],
    ['init fsh', "init: unsupported shell 'fsh'", "did you mean 'zsh', 'fish'?"],
    ['use dev --shell bsh', "--shell: unsupported shell 'bsh'", "did you mean 'bash', 'zsh'?"],
    ['use dev --format dotnev', "--format: unknown format 'dotnev'", "did you mean 'dotenv'?"],
    ['mfa statsu', "mfa: unexpected argument 'statsu'", 'did you mean the command: awsrole mfa status?'],
    [
      'switch-roles exprot',
      "switch-roles: unknown subcommand 'exprot'",
      'did you mean the command: awsrole switch-roles export?',
    ],
    [
      'help mfa statsu',
      "help: unknown command 'mfa statsu'",
      'did you mean the command: awsrole mfa status?',
    ],
    ['help stauts', "help: unknown command 'stauts'", "did you mean 'status'?"],
    [
      'exec dev aws sts get-caller-identity --query Arn',
      'exec: unexpected arguments',
      'put the command after --: awsrole exec dev -- aws sts get-caller-identity --query Arn',
    ],
    [
      'exec --min-left 30m dev --code 123456 aws s3 ls s3://a*b --region us-east-1',
      'exec: options of awsrole are among the arguments of the command',
      "put the command after --: awsrole exec dev --min-left 30m --code CODE -- aws s3 ls 's3://a*b' --region us-east-1",
    ],
    [
      'exec --verbose',
      "exec: unknown option '--verbose'",
      'put the command after --: awsrole exec PROFILE -- CMD',
    ],
    [
      'exec dev aws ec2 describe-hosts --regions x',
      'exec: unexpected arguments',
      'put the command after --: awsrole exec dev -- aws ec2 describe-hosts --regions x',
    ],
    ['exec dev --min-lef 3m ls', "exec: unknown option '--min-lef'", "did you mean '--min-left'?"],
    [
      'mfa 123456',
      'mfa: an MFA code is not an argument',
      'pass the code with --code: awsrole mfa --code CODE',
    ],
    [
      'mfa 123 456',
      'mfa: an MFA code is not an argument',
      'pass the code with --code: awsrole mfa --code CODE',
    ],
    [
      'use --shell zsh dev 123456 --region eu-west-1',
      'use: an MFA code is not an argument',
      'pass the code with --code: awsrole dev --region eu-west-1 --code CODE',
    ],
    ['status 123456', "status: unexpected argument '123456'", 'see awsrole status --help'],
    ['mfa --duration 100000 x', "mfa: unexpected argument 'x'", 'see awsrole mfa --help'],
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

it('a mistyped subcommand of sandbox, which is no program, gets the nearest subcommand', async t => {
  const app = await startApp(t);
  const { stderr } = await app.run('sandbox', 'cod');
  assert.match(stderr, /^awsrole: hint: did you mean the command: awsrole sandbox code\?$/m);
});

describe('a message that names a command for this shell', () => {
  const REMEDIES = [
    { functions: 'bash', shell: '/bin/bash', of: (words: string) => words },
    { functions: 'fish', shell: '/bin/bash', of: (words: string) => words },
    { functions: undefined, shell: '/bin/zsh', of: (words: string) => `eval "$(${words})"` },
    { functions: undefined, shell: '/usr/bin/fish', of: (words: string) => `${words} --shell fish | source` },
  ];
  for (const { functions, shell, of } of REMEDIES)
    it(`has the form for ${functions ?? shell}, ${functions ? 'with' : 'without'} the functions`, async t => {
      const app = await startApp(t, { config: role('dev') });
      app.functions = functions;
      app.env['SHELL'] = shell;
      assert.ok((await app.run()).stderr.includes(`name a profile, for example: ${of('awsrole dev')}\n`));
      assert.ok((await app.run('-')).stderr.includes(`name one: ${of('awsrole PROFILE')};`));
      app.env['AWSROLE_PROFILE'] = 'my dev';
      app.env['AWS_ACCESS_KEY_ID'] = 'AKIAEXAMPLEEXAMPLE00';
      assert.ok((await app.run('logout')).stderr.includes(`unset them with ${of('awsrole clear')}\n`));
      assert.ok((await app.run('status')).stdout.includes(`\`${of("awsrole 'my dev'")}\` sets them again`));
      const help = (await app.run('--help')).stdout;
      assert.ok(help.includes(`  ${of('awsrole PROFILE')}  `), help);
      assert.ok(help.includes(`  ${of('awsrole clear')}  `), help);
      app.isTerminal = true;
      assert.ok((await app.run('use', '--help')).stdout.includes(`    ${of('awsrole dev --duration 8h')}\n`));
    });
});

describe('a shared file that a variable names and that does not exist', () => {
  for (const [what, words, variable] of [
    ['an unknown profile', ['dev'], 'AWS_CONFIG_FILE'],
    ['a missing source profile', ['dev'], 'AWS_SHARED_CREDENTIALS_FILE'],
    ['a profile without credentials', ['default'], 'AWS_SHARED_CREDENTIALS_FILE'],
    ['awsrole mfa', ['mfa'], 'AWS_SHARED_CREDENTIALS_FILE'],
    ['mfa status', ['mfa', 'status'], 'AWS_CONFIG_FILE'],
    ['why', ['why', 'default'], 'AWS_CONFIG_FILE'],
    ['switch-roles export', ['switch-roles', 'export'], 'AWS_CONFIG_FILE'],
  ] as const)
    it(`is named with ${what}`, async t => {
      const config =
        what === 'a profile without credentials' ? '[default]\nregion = eu-west-1\n' : role('dev');
      const app = await startApp(t, { config });
      app.env[variable] = join(app.home, 'elsewhere');
      const { stdout, stderr } = await app.run(...words);
      assert.ok(
        (stdout + stderr).includes(`${variable} names ~/elsewhere, which does not exist`),
        stdout + stderr,
      );
    });
});
