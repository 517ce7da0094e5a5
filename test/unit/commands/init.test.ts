import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { startApp } from '../../support/app.ts';
import { done } from '../../support/app-fixtures.ts';
import { LAUNCHER } from '../../support/program.ts';
import { run } from '../../support/run.ts';

const text = (...path: string[]): string => readFileSync(join(LAUNCHER, '..', '..', ...path), 'utf8');

for (const [shell, ...parts] of [
  ['bash', 'shell/common.sh', 'shell/awsrole.bash', 'completions/awsrole.bash'],
  ['zsh', 'shell/common.sh', 'shell/awsrole.zsh', 'completions/_awsrole'],
  ['fish', 'shell/awsrole.fish', 'completions/awsrole.fish'],
] as const)
  test(`init ${shell} prints the functions and the completion of this shell only, from the program and from the launcher`, async t => {
    const expected = text('dist/shell', `awsrole.${shell}`);
    assert.equal(expected, parts.map(part => text(part)).join('\n'));
    const app = await startApp(t);
    assert.deepEqual(await app.run('init', shell), done(expected));
    assert.deepEqual(app.calls, []);
    const launched = await run(t, LAUNCHER, ['init', shell], { env: { PATH: '/usr/bin:/bin' } });
    assert.deepEqual([launched.exitCode, launched.stdout, launched.stderr], [0, expected, '']);
  });

test('init without a shell or with an unknown one is a usage error and prints false for the shell', async t => {
  const app = await startApp(t);
  const hint = 'awsrole: hint: write awsrole init bash, awsrole init zsh, awsrole init fish\n';
  assert.deepEqual(await app.run('init'), {
    exitCode: 2,
    stdout: 'false\n',
    stderr: `awsrole: error: init: missing SHELL\n${hint}`,
  });
  assert.deepEqual(await app.run('init', 'tcsh'), {
    exitCode: 2,
    stdout: 'false\n',
    stderr: `awsrole: error: init: unsupported shell 'tcsh'\n${hint}`,
  });
});

test('init --uninstall lists what to remove in every shell, without a SHELL argument', async t => {
  const app = await startApp(t);
  const told = await app.run('init', '--uninstall');
  assert.equal(told.exitCode, 0);
  for (const words of [
    '~/.bashrc',
    '~/.zshrc',
    'config.fish',
    'awsrole_unload',
    'awsrole clear',
    'npm uninstall',
  ])
    assert.ok(told.stdout.includes(words), words);
  assert.deepEqual(await app.run('init', 'zsh', '--uninstall'), told);
});
