import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { SHELL_NAMES } from '../../../src/core/environment/environment.ts';
import { type App, startApp } from '../../support/app.ts';
import { DAY, devVariables, done, fails, LEFTOVERS } from '../../support/app-fixtures.ts';

const start = async (t: TestContext): Promise<App> => {
  const app = await startApp(t, { config: DAY });
  app.answers.push(app.code());
  await app.run('mfa');
  return app;
};

const pairs = Object.entries(devVariables(2));

const POSIX =
  `{\nunset ${SHELL_NAMES.join(' ')} ${LEFTOVERS}\n` +
  `${pairs.map(([name, value]) => `export ${name}='${value}'\n`).join('')}}\n`;
const FISH =
  `begin\nfor __awsrole_name in ${SHELL_NAMES.join(' ')} ${LEFTOVERS}; set -e -g $__awsrole_name; or true; end\n` +
  `${pairs.map(([name, value]) => `set -gx ${name} '${value}'\n`).join('')}end\n`;

for (const [words, code] of [
  [['dev'], POSIX],
  [['use', 'dev'], POSIX],
  [['use', 'dev', '--shell', 'posix'], POSIX],
  [['use', 'dev', '--shell', 'bash'], POSIX],
  [['--shell', 'zsh', 'dev'], POSIX],
  [['dev', '--shell=fish'], FISH],
] as const)
  test(`awsrole ${words.join(' ')} prints all changes as shell code`, async t => {
    const app = await start(t);
    assert.deepEqual(await app.run(...words), done(code));
  });

test('use --json has exactly the variables that it sets', async t => {
  const app = await start(t);
  const outcome = await app.run('use', 'dev', '--json');
  assert.deepEqual(
    { ...outcome, stdout: JSON.parse(outcome.stdout) },
    { ...done(''), stdout: devVariables(2) },
  );
});

test('use --format dotenv has only the variables of AWS tools', async t => {
  const app = await start(t);
  const lines = pairs
    .filter(([name]) => name.startsWith('AWS_'))
    .map(([name, value]) => `${name}=${value}\n`);
  assert.deepEqual(await app.run('use', 'dev', '--format', 'dotenv'), done(lines.join('')));
});

test('use --format ini is a section for the credentials file, with the region', async t => {
  const app = await start(t);
  assert.deepEqual(
    await app.run('dev', '--format', 'ini'),
    done(
      '[dev]\naws_access_key_id = <key 2>\naws_secret_access_key = <secret 2>\naws_session_token = <token 2>\n' +
        'aws_credential_expiration = 2026-03-02T10:00:05Z\nregion = eu-central-1\n',
    ),
  );
});

/** What `--json` says to set, as the next command's environment. */
const variables = (stdout: string): Record<string, string> => JSON.parse(stdout);

test('awsrole - switches to the previous profile and back, like cd -', async t => {
  const app = await start(t);
  app.env['AWSROLE_PROFILE'] = 'uat';
  const dev = await app.run('dev', '--json');
  assert.deepEqual(variables(dev.stdout), { ...devVariables(2), AWSROLE_PREVIOUS: 'uat' });
  Object.assign(app.env, { AWSROLE_PROFILE: 'dev', AWSROLE_PREVIOUS: 'uat' });
  const uat = variables((await app.run('-', '--json')).stdout);
  assert.deepEqual([uat['AWSROLE_PROFILE'], uat['AWSROLE_PREVIOUS']], ['uat', 'dev']);
  Object.assign(app.env, { AWSROLE_PROFILE: 'uat', AWSROLE_PREVIOUS: 'dev' });
  const back = variables((await app.run('use', '-', '--json')).stdout);
  assert.deepEqual(back, { ...devVariables(2), AWSROLE_PREVIOUS: 'uat' });
});

test('awsrole - without a previous profile fails', async t => {
  const app = await startApp(t, { config: DAY });
  const error = fails(
    1,
    'false\n',
    'no previous profile in this shell',
    'name one: eval "$(awsrole PROFILE)"; `awsrole list` shows them',
  );
  assert.deepEqual(await app.run('-'), error);
  assert.deepEqual(await app.run('use', '-'), error);
});

test('a region of this shell is part of --json and --format, and not of shell code', async t => {
  const app = await startApp(t, { config: DAY.replace(/^region = .*\n/gm, '') });
  app.answers.push(app.code());
  await app.run('mfa');
  app.env['AWS_DEFAULT_REGION'] = 'eu-west-3';
  assert.doesNotMatch((await app.run('use', 'dev')).stdout, /\bAWS_(DEFAULT_)?REGION\b/);
  const { AWS_REGION, AWS_DEFAULT_REGION } = variables((await app.run('use', 'dev', '--json')).stdout);
  assert.deepEqual([AWS_REGION, AWS_DEFAULT_REGION], ['eu-west-3', 'eu-west-3']);
  assert.match((await app.run('use', 'dev', '--format', 'dotenv')).stdout, /^AWS_REGION=/m);
});

const EXCLUDE = ['--shell, --json and --format exclude each other', 'keep one of them'] as const;
const SHELL = ["--shell: unsupported shell 'tcsh'", 'write one of bash, zsh, fish, posix'] as const;
const HELP = 'see awsrole use --help';

for (const [words, code, error, hint] of [
  [['dev', '--json', '--shell', 'bash'], 2, ...EXCLUDE],
  [['use', 'dev', '--json', '--format', 'ini'], 2, ...EXCLUDE],
  [['use', 'dev', '--shell', 'fish', '--format', 'dotenv'], 2, ...EXCLUDE],
  [['use', 'dev', '--shell', 'tcsh'], 2, ...SHELL],
  [['use', 'dev', '--format', 'xml'], 2, "--format: unknown format 'xml'", 'write dotenv or ini'],
  [['dev', '--region', 'a b'], 2, "--region: 'a b' is not a region", 'write for example --region eu-west-1'],
  [
    ['dev', '--session-name', '/'],
    2,
    "--session-name: '/' is not a role session name",
    'use 2 to 64 letters, digits and any of +=,.@_-',
  ],
  [
    ['dev', '--duration', 'x'],
    2,
    "--duration: 'x' is not a duration",
    'write 45m, 8h, 1h30m or a number of seconds',
  ],
  [['dev', 'uat'], 2, "use: unexpected argument 'uat'", HELP],
  [['dev', '--bogus'], 2, "use: unknown option '--bogus'", HELP],
  [['use'], 2, 'use: missing PROFILE', HELP],
  [['deb'], 1, "there is no profile 'deb' in ~/.aws/config or ~/.aws/credentials", "did you mean 'dev'?"],
] as const)
  test(`awsrole ${words.join(' ')} fails and prints false before any call or prompt`, async t => {
    const app = await startApp(t, { config: DAY });
    const isData = /--json|--format/.test(words.join(' ')) && !words.join(' ').includes('--shell');
    const stdout = isData ? '' : 'false\n';
    assert.deepEqual(await app.run(...words), fails(code, stdout, error, hint));
    assert.deepEqual([app.sandbox.calls().length, app.prompts], [0, []]);
  });

const BY_HAND = 'awsrole cannot change this shell directly';
const once = (typed: string): string => `to do it once: eval "$(awsrole ${typed})"`;
const SEE = 'to see the code: add --shell posix';

test('on a terminal use shows keys only with --shell, --json or --format, and prompts for no code in vain [P25]', async t => {
  const app = await startApp(t, { config: DAY });
  app.isTerminal = true;
  for (const typed of ['dev', 'use dev', 'dev --duration 2h --refresh --unattended']) {
    const words = typed.split(' ');
    const outcome = await app.run(...words);
    assert.deepEqual(outcome, fails(2, '', BY_HAND, once(typed), SEE), words.join(' '));
    assert.deepEqual([app.prompts, app.calls], [[], []], words.join(' '));
  }
  const unknown = await app.run('deb');
  assert.match(unknown.stderr, /^awsrole: error: there is no profile 'deb'/);

  app.answers.push(app.code());
  for (const words of [
    ['dev', '--shell', 'bash'],
    ['dev', '--json'],
    ['dev', '--format', 'ini'],
  ]) {
    const outcome = await app.run(...words);
    assert.equal(outcome.exitCode, 0, words.join(' '));
    assert.match(outcome.stdout, /<key 2>/, words.join(' '));
  }
});
