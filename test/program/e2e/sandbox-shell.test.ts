import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { test } from 'node:test';
import { LAUNCHER } from '../../support/program.ts';
import { openPty } from '../../support/pty.ts';
import { run } from '../../support/run.ts';
import { needsShell } from '../../support/shells.ts';
import { temporaryFolder } from '../../support/temp.ts';

for (const [name, prompt, insert] of [
  ['bash', /sandbox [$#] $/, '"$(awsrole sandbox code)"'],
  ['zsh', /sandbox [%#] $/, '"$(awsrole sandbox code)"'],
  ['fish', /sandbox > $/, '(awsrole sandbox code)'],
] as const)
  test(`sandbox starts ${name} with the shell functions loaded, and exits with its exit code`, async t => {
    const shell = needsShell(t, name);
    if (!shell) return;
    const folder = temporaryFolder(t);
    const env = { TMPDIR: folder, SHELL: shell, AWSROLE_PROFILE: 'outer', AWS_PROFILE: 'outer' };
    const pty = openPty(t, LAUNCHER, ['sandbox'], { env });
    await pty.waitFor(/awsrole: sandbox: a local STS and IAM/);
    await pty.waitFor(prompt);
    pty.type(`awsrole dev --code ${insert}\r`);
    await pty.waitFor(/\[dev 222233334444 (1h00|5\d)m\] sandbox/);
    pty.type('awsrole status\r');
    await pty.waitFor(/222233334444/);
    await pty.waitFor(prompt);
    pty.type('awsrole clear; awsrole status\r');
    await pty.waitFor(/no profile is active in this shell/);
    await pty.waitFor(prompt);
    assert.doesNotMatch(pty.screen(), /outer/);
    pty.type('exit 7\r');
    assert.deepEqual(await pty.exit, { exitCode: 7, signal: 0 });
    // fish creates its own folder here and does not delete it
    assert.deepEqual(
      readdirSync(folder).filter(left => left.startsWith('awsrole')),
      [],
    );
  });

test('the home of a sandbox has the folder generated_completions, so that fish does not generate completions from man pages', async t => {
  const { exitCode } = await run(t, LAUNCHER, [
    'sandbox',
    '--',
    'sh',
    '-c',
    'cd "$XDG_DATA_HOME/fish/generated_completions"',
  ]);
  assert.equal(exitCode, 0);
});
