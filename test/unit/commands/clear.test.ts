import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startApp } from '../../support/app.ts';
import { done, fails, LEFTOVERS } from '../../support/app-fixtures.ts';

const OWN =
  'AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN AWS_CREDENTIAL_EXPIRATION AWSROLE_PROFILE ' +
  'AWSROLE_ACCOUNT_ID AWSROLE_ROLE_ARN AWSROLE_EXPIRES AWSROLE_CLOCK AWSROLE_COLOR AWSROLE_KEY AWSROLE_REGION ' +
  'AWSROLE_SAVED_REGION AWSROLE_SAVED_DEFAULT_REGION AWSROLE_PREVIOUS AWSUME_PROFILE';

const posix = (...regions: string[]): string => `{\nunset ${[OWN, ...regions, LEFTOVERS].join(' ')}\n}\n`;
/** The code of `clear` while `dev` is active; `awsrole -` activates it again. */
const afterDev = (...regions: string[]): string =>
  posix(...regions)
    .replace('AWSROLE_PREVIOUS ', '')
    .replace(/}\n$/, "export AWSROLE_PREVIOUS='dev'\n}\n");

test('clear unsets the same variables in every shell, with or without an active profile', async t => {
  const app = await startApp(t);
  for (const shell of ['posix', 'bash', 'zsh'])
    assert.deepEqual(await app.run('clear', '--shell', shell), done(posix()), shell);
  assert.deepEqual(await app.run('clear'), done(posix()));
  assert.deepEqual(
    await app.run('clear', '--shell', 'fish'),
    done(`begin\nfor __awsrole_name in ${OWN} ${LEFTOVERS}; set -e -g $__awsrole_name; or true; end\nend\n`),
  );
});

for (const [name, regions, gone] of [
  [
    'that use set goes',
    { AWS_REGION: 'eu-west-1', AWS_DEFAULT_REGION: 'eu-west-1' },
    ['AWS_REGION', 'AWS_DEFAULT_REGION'],
  ],
  [
    'changed since stays, the other goes',
    { AWS_REGION: 'us-east-1', AWS_DEFAULT_REGION: 'eu-west-1' },
    ['AWS_DEFAULT_REGION'],
  ],
  ['changed since stays', { AWS_REGION: 'us-east-1' }, []],
] as const)
  test(`clear: a region ${name}`, async t => {
    const app = await startApp(t);
    Object.assign(app.env, { AWSROLE_PROFILE: 'dev', AWSROLE_REGION: 'eu-west-1', ...regions });
    assert.deepEqual(await app.run('clear'), done(afterDev(...gone)));
  });

test('clear leaves a region that the user had set before use', async t => {
  const app = await startApp(t);
  Object.assign(app.env, { AWSROLE_PROFILE: 'dev', AWS_REGION: 'eu-west-1' });
  assert.deepEqual(await app.run('clear'), done(afterDev()));
});

test('clear unsets keys that another tool has set over those of awsrole', async t => {
  const app = await startApp(t);
  Object.assign(app.env, {
    AWSROLE_PROFILE: 'dev',
    AWSROLE_KEY: 'ASIAOURS000000000000',
    AWS_ACCESS_KEY_ID: 'AKIAFOREIGN000000000',
    AWS_SECRET_ACCESS_KEY: 'foreign',
  });
  assert.deepEqual(await app.run('clear'), done(afterDev()));
});

test('clear reads no files and makes no call', async t => {
  const app = await startApp(t, { config: '[profile', credentials: '=\n' });
  assert.deepEqual(await app.run('clear'), done(posix()));
  assert.deepEqual([app.sandbox.calls().length, app.prompts, app.files('.cache')], [0, [], []]);
});

test('a failed clear prints false for the shell', async t => {
  const app = await startApp(t);
  const hint = 'see awsrole clear --help';
  assert.deepEqual(
    await app.run('clear', '--shell', 'tcsh'),
    fails(2, 'false\n', "--shell: unsupported shell 'tcsh'", 'write one of bash, zsh, fish, posix'),
  );
  assert.deepEqual(
    await app.run('clear', 'dev'),
    fails(2, 'false\n', "clear: unexpected argument 'dev'", hint),
  );
  assert.deepEqual(
    await app.run('clear', '--bogus'),
    fails(2, 'false\n', "clear: unknown option '--bogus'", hint),
  );
});

test('clear on a terminal explains how to evaluate it, and prints its code with --shell', async t => {
  const app = await startApp(t);
  app.isTerminal = true;
  const { exitCode, stdout, stderr } = await app.run('clear');
  assert.deepEqual([exitCode, stdout], [2, '']);
  assert.match(
    stderr,
    /^awsrole: error: awsrole cannot change this shell[^\n]*\n.*eval "\$\(awsrole clear\)"\n/,
  );
  assert.deepEqual(await app.run('clear', '--shell', 'posix'), done(posix()));
});
