import assert from 'node:assert/strict';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { everyReader, REFUSED } from '../../support/every-reader.ts';
import { inSandbox } from '../../support/in-sandbox.ts';
import { recordedSandbox, recordPath, settle } from '../../support/recorded.ts';
import { run } from '../../support/run.ts';
import { loadedFile } from '../../support/shell-source.ts';
import { needsShell } from '../../support/shells.ts';
import { standIn } from '../../support/stand-in.ts';
import { EARLIER_FUNCTIONS, EARLIER_KEY, writeEarlierFiles } from './fixtures/earlier-version.ts';

const SHELLS = [
  ['bash', ['--norc', '--noprofile']],
  ['zsh', ['-f']],
  ['fish', ['--no-config']],
] as const;

const load = (shell: 'bash' | 'zsh' | 'fish'): string => `. '${loadedFile(shell)}'\n`;

test('no reader serves a live record of the version before, and the program replaces it [P12]', async t => {
  const inside = await inSandbox(t);
  settle(inside);
  writeEarlierFiles(inside);
  const { keys } = everyReader(t, inside);
  assert.deepEqual(await keys('dev'), [REFUSED]);
  // the record is valid: the functions of its version serve it
  const { stdout } = await inside.run(
    'bash',
    `${EARLIER_FUNCTIONS.bash}awsrole dev; echo "$AWS_ACCESS_KEY_ID"`,
    {
      env: { PATH: '/usr/bin:/bin' },
    },
  );
  assert.equal(stdout, `${EARLIER_KEY}\n`);
  const { exitCode, stderr } = await inside.awsrole('dev');
  assert.deepEqual([exitCode, stderr], [0, '']);
  assert.match(readFileSync(recordPath(inside, 'dev'), 'utf8'), /^awsrole-live 2 /);
  assert.deepEqual(await keys('dev'), [EARLIER_KEY]);
});

test('the sessions and facts that the version before cached serve without an MFA code or a call [P12]', async t => {
  const inside = await inSandbox(t);
  settle(inside);
  writeEarlierFiles(inside);
  for (const words of [
    ['dev'],
    ['credential-process', 'dev'],
    ['mfa'],
    ['list'],
    ['mfa', 'status'],
    ['why', 'dev'],
  ]) {
    const { exitCode, stderr } = await inside.awsrole(...words);
    assert.equal(exitCode, 0, `${words.join(' ')}: ${stderr}`);
    assert.doesNotMatch(stderr, /warning|error/, words.join(' '));
  }
  assert.deepEqual(inside.calls(), {});
  assert.equal((await inside.awsrole('logout')).exitCode, 0);
  assert.equal(existsSync(recordPath(inside, 'dev')), false);
});

test('the entry that the version before wrote for the AWS CLI does not count as an entry of the AWS CLI [P12]', async t => {
  const inside = await inSandbox(t);
  settle(inside);
  writeEarlierFiles(inside);
  rmSync(join(inside.home, '.cache', 'awsrole'), { recursive: true });
  await inside.signIn();
  const { stdout, stderr } = await inside.awsrole('dev');
  assert.equal(stderr, '');
  assert.match(stdout, /AWS_ACCESS_KEY_ID='ASIA/);
  assert.ok(!stdout.includes(EARLIER_KEY));
  assert.equal(inside.calls()['AssumeRole'], 1);
});

for (const [shell, args] of SHELLS) {
  test(`${shell}: functions that were loaded before an upgrade change the shell as the new ones do, and print nothing [P12]`, async t => {
    if (!needsShell(t, shell)) return;
    const inside = await recordedSandbox(t, 'dev', 'uat');
    const { path, calls } = standIn(t, inside.env['PATH'] as string);
    // since then, `clear` keeps the name of the profile for `awsrole -`
    const show = 'env | grep ^AWS | grep -v ^AWSROLE_PREVIOUS= | sort';
    const steps = [
      `awsrole dev; ${show}`,
      `awsrole dev; awsrole use uat; awsrole -; ${show}`,
      `awsrole dev; awsrole exec uat -- env | grep ^AWS | grep -v ^AWSROLE_PREVIOUS= | sort; ${show}`,
      `awsrole dev; awsrole clear; ${show}`,
    ];
    for (const step of steps) {
      const [before, after] = await Promise.all(
        [EARLIER_FUNCTIONS[shell], load(shell)].map(functions =>
          run(t, shell, [...args, '-c', functions + step], {
            cwd: inside.home,
            env: { ...inside.env, PATH: path },
          }),
        ),
      );
      assert.deepEqual(before, after, step);
      assert.equal(before?.stderr, '', step);
    }
    // they start the program for a record that they do not know
    assert.ok(calls().includes(`use --shell ${shell} dev`));
  });
}

for (const shell of ['bash', 'zsh'] as const)
  test(`${shell}: the functions do not use the names list of another version [P12]`, async t => {
    if (!needsShell(t, shell)) return;
    const inside = await inSandbox(t);
    settle(inside);
    writeEarlierFiles(inside);
    const isUsed = async (functions: string): Promise<string> =>
      (await inside.run(shell, `${functions}__awsrole_read_names_head && echo used || echo refused`)).stdout;
    assert.deepEqual(
      [await isUsed(EARLIER_FUNCTIONS[shell]), await isUsed(load(shell))],
      ['used\n', 'refused\n'],
    );
    assert.equal((await inside.awsrole('__names')).exitCode, 0);
    assert.deepEqual(
      [await isUsed(EARLIER_FUNCTIONS[shell]), await isUsed(load(shell))],
      ['refused\n', 'used\n'],
    );
  });

test('fish: the completion does not use the names list of the version before [P12]', async t => {
  if (!needsShell(t, 'fish')) return;
  const inside = await inSandbox(t);
  settle(inside);
  writeEarlierFiles(inside);
  const { path, calls } = standIn(t, inside.env['PATH'] as string);
  const offered = async (): Promise<string> =>
    (
      await run(t, 'fish', ['--no-config', '-c', `${load('fish')}complete -C 'awsrole exec u'`], {
        cwd: inside.home,
        env: { ...inside.env, PATH: path },
      })
    ).stdout;
  assert.equal(await offered(), 'uat\t333344445555 Developer\n');
  assert.deepEqual(calls(), ['__names']);
  assert.equal(await offered(), 'uat\t333344445555 Developer\n');
  assert.deepEqual(calls(), []);
});
