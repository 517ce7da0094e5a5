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

test('exec starts the command with its arguments and the environment of use, and exits with its status', async t => {
  const app = await start(t);
  Object.assign(app.env, { AWS_PROFILE: 'old', AWS_VAULT: 'old', MINE: 'kept' });
  app.status = 7;
  assert.deepEqual(await app.run('exec', 'dev', '--', 'tool', '-x', '', 'a b'), { ...done(''), exitCode: 7 });
  const [{ command, args, env } = { command: '', args: [], env: {} }] = app.started;
  assert.deepEqual([app.started.length, command, args], [1, 'tool', ['-x', '', 'a b']]);
  const ours = Object.entries(env).filter(
    ([name]) => /^AWS(ROLE|UME)?_/.test(name) && !/ENDPOINT|_FILE$|EC2/.test(name),
  );
  assert.deepEqual(JSON.parse(app.readable(JSON.stringify(Object.fromEntries(ours)))), devVariables(2));
  assert.deepEqual([env['MINE'], env['HOME']], ['kept', app.home]);
});

test('started by the launcher, exec prints the exec record and starts no command', async t => {
  const app = await start(t);
  app.isLauncher = true;
  const removed = [...SHELL_NAMES, ...LEFTOVERS.split(' ')].map(name => `-${name}\n`);
  const set = Object.entries(devVariables(2)).map(([name, value]) => `${name}=${value}\n`);
  assert.deepEqual(
    await app.run('exec', 'dev', '--', 'tool', 'a', 'b'),
    done(`awsrole-exec 1 3\n${[...removed, ...set].join('')}end\n`),
  );
  assert.deepEqual(app.started, []);
});

const AFTER = 'put the command after --: awsrole exec';

for (const [words, code, error, ...hints] of [
  [['dev'], 2, 'exec: missing command', 'write it after --, for example: awsrole exec dev -- env'],
  [['dev', '--', ''], 2, 'exec: missing command', 'write it after --, for example: awsrole exec dev -- env'],
  [[], 2, 'exec: missing PROFILE', `${AFTER} PROFILE -- CMD`, 'see awsrole exec --help'],
  [
    ['dev', 'env', '--refresh'],
    2,
    'exec: options of awsrole are among the arguments of the command',
    `${AFTER} dev -- env --refresh`,
  ],
  [
    ['dev', '--region', 'A!', '--', 'env'],
    2,
    "--region: 'A!' is not a region",
    'write for example --region eu-west-1',
  ],
  [
    ['deb', '--', 'env'],
    1,
    "there is no profile 'deb' in ~/.aws/config or ~/.aws/credentials",
    "did you mean 'dev'?",
  ],
] as [string[], 1 | 2, string, ...string[]][])
  test(`exec ${words.join(' ')} starts no command and does not prompt`, async t => {
    const app = await startApp(t, { config: DAY });
    assert.deepEqual(await app.run('exec', ...words), fails(code, '', error, ...hints));
    assert.deepEqual([app.started, app.sandbox.calls().length, app.prompts], [[], 0, []]);
  });

test('exec with an invalid region in the file names the line before any prompt', async t => {
  const app = await startApp(t, { config: DAY.replace('region = eu-central-1', 'region = "eu-central-1"') });
  assert.deepEqual(
    await app.run('exec', 'dev', '--', 'env'),
    fails(
      1,
      '',
      `profile 'dev': region = "eu-central-1" (~/.aws/config:7) is not a region`,
      'write for example region = eu-west-1: lowercase letters, digits and dashes, without quotes or spaces',
    ),
  );
  assert.deepEqual([app.started, app.sandbox.calls().length, app.prompts], [[], 0, []]);
});
