import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { inSandbox } from '../../support/in-sandbox.ts';
import { recordedSandbox } from '../../support/recorded.ts';
import { type RunResult, run } from '../../support/run.ts';
import { loadedFile } from '../../support/shell-source.ts';
import { needsShell } from '../../support/shells.ts';

/** How each shell loads the functions, and its code for a failed command. */
const SHELLS = [
  {
    shell: 'bash',
    args: [],
    load: `. '${loadedFile('bash')}'`,
    evaluated: (words: string) => `eval "$(${words})"`,
  },
  {
    shell: 'zsh',
    args: [],
    load: `. '${loadedFile('zsh')}'`,
    evaluated: (words: string) => `eval "$(${words})"`,
  },
  {
    shell: 'fish',
    args: ['--no-config'],
    load: `source '${loadedFile('fish')}'`,
    evaluated: (words: string) => `${words} --shell fish | source`,
  },
] as const;

for (const { shell, args, load, evaluated } of SHELLS) {
  for (const [how, code, remedy] of [
    ['with', `${load}\n`, (words: string) => words],
    ['without', '', evaluated],
  ] as const)
    test(`${shell}: messages name the command that works there ${how} the functions`, async t => {
      if (!needsShell(t, shell)) return;
      const inside = await inSandbox(t);
      await inside.signIn();
      const stderr = async (more: string): Promise<string> =>
        (await run(t, shell, [...args, '-c', code + more], { cwd: inside.home, env: inside.env })).stderr;
      assert.equal(
        await stderr('awsrole; true'),
        'awsrole: error: missing PROFILE or command\n' +
          `awsrole: hint: name a profile, for example: ${remedy('awsrole dev')}\n` +
          'awsrole: hint: `awsrole list` lists the profiles, `awsrole --help` the commands\n',
      );
      const active = `${evaluated('command awsrole dev')}\nawsrole logout; true`;
      assert.ok((await stderr(active)).endsWith(`unset them with ${remedy('awsrole clear')}\n`));
    });

  test(`${shell}: no other program gets the variable of the functions, with and without a live session`, async t => {
    if (!needsShell(t, shell)) return;
    const inside = await recordedSandbox(t, 'dev');
    const runIn = (code: string): Promise<RunResult> =>
      run(t, shell, [...args, '-c', code], { cwd: inside.home, env: inside.env });
    for (const more of ['', ' --refresh']) {
      const { stdout } = await runIn(`${load}\nawsrole exec dev${more} -- env`);
      assert.match(stdout, /^AWSROLE_PROFILE=dev$/m);
      assert.doesNotMatch(stdout, /AWSROLE_FUNCTIONS/);
    }
    await inside.awsrole('logout');
    // no code: a right one would have to wait for the next time step
    inside.configure('mfa_process = env >seen; exit 1\n');
    assert.equal((await runIn(`${load}\nawsrole mfa`)).exitCode, 1);
    const seen = readFileSync(join(inside.home, 'seen'), 'utf8');
    assert.match(seen, /^HOME=/m);
    assert.doesNotMatch(seen, /AWSROLE_FUNCTIONS/);
  });

  test(`${shell}: help goes to standard output unless the shell would evaluate it`, async t => {
    if (!needsShell(t, shell)) return;
    const inside = await inSandbox(t);
    const runIn = (code: string): Promise<RunResult> =>
      run(t, shell, [...args, '-c', code], { cwd: inside.home, env: inside.env });
    const unseen = shell === 'fish' ? '(awsrole use --help 2>err)' : '"$(awsrole use --help 2>err)"';
    for (const code of ['', `${load}\n`]) {
      const file = await runIn(`${code}awsrole init --help >file 2>err`);
      assert.equal(file.exitCode, 0);
      assert.match(readFileSync(join(inside.home, 'file'), 'utf8'), /^awsrole init \[SHELL\]/);
      const piped = await runIn(`${code}awsrole clear --help 2>err | cat`);
      assert.match(piped.stdout, /^awsrole clear \[options\]/);
      assert.equal(readFileSync(join(inside.home, 'err'), 'utf8'), '');
      const substituted = await runIn(`${code}printf '<%s>' ${unseen}`);
      assert.match(substituted.stdout, /^(<>)?$/);
      assert.match(readFileSync(join(inside.home, 'err'), 'utf8'), /^awsrole use PROFILE \[options\]/);
    }
  });
}
