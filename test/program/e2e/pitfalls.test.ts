import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { inSandbox } from '../../support/in-sandbox.ts';
import { LAUNCHER } from '../../support/program.ts';
import { active, type Prompting, prompting } from '../../support/prompting.ts';
import { openPty } from '../../support/pty.ts';
import { recordedSandbox, recordPath } from '../../support/recorded.ts';
import { loadedFile, SHELL_FOLDER } from '../../support/shell-source.ts';
import { needsShell } from '../../support/shells.ts';

// The pitfalls of shell integrations that no other file tests. The titles of other tests give their numbers.

const INTERACTIVE = ['bash', 'zsh'] as const;
const load = (shell: 'bash' | 'zsh'): string => `. '${loadedFile(shell)}'\n`;

test('pitfall 3: eval without quotes around the code changes nothing [P1]', async t => {
  const inside = await recordedSandbox(t, 'dev');
  for (const shell of ['bash', 'dash']) {
    const { stdout } = await inside.run(
      shell,
      'eval $(awsrole dev) 2>/dev/null; env | grep -c "^AWS_ACCESS"',
    );
    assert.equal(stdout.trim() || '0', '0', shell);
  }
});

test('pitfall 6: shell code contains no carriage return and ends with a line feed', async t => {
  const inside = await recordedSandbox(t, 'dev');
  for (const args of [['dev'], ['dev', '--refresh'], ['dev', '--shell', 'fish'], ['clear'], ['nobody']]) {
    const { stdout } = await inside.awsrole(...args);
    assert.match(stdout, /^[^\r]+\n$/, args.join(' '));
  }
});

test('pitfall 13: an alias named awsrole causes no parse error, and the function replaces it', async t => {
  const inside = await recordedSandbox(t, 'dev');
  for (const [shell, options] of [
    ['bash', 'shopt -s expand_aliases\n'],
    ['zsh', ''],
  ] as const) {
    if (!needsShell(t, shell)) continue;
    const code = `${options}alias awsrole='echo ALIAS'\n${load(shell)}awsrole dev\necho "$AWSROLE_PROFILE"\n`;
    const { stdout, stderr } = await inside.run(shell, `eval '${code.replaceAll("'", "'\\''")}'`);
    assert.deepEqual([stdout, stderr], ['dev\n', ''], shell);
  }
});

test('pitfall 16: zsh keeps its special parameters such as path, argv and prompt', async t => {
  if (!needsShell(t, 'zsh')) return;
  const inside = await recordedSandbox(t, 'dev', 'uat');
  const names = 'path cdpath fpath argv prompt options PROMPT PATH';
  const dump = `for n in ${names}; do print -r -- "$n=\${(P)n}"; done`;
  const { stdout } = await inside.run(
    'zsh',
    `${load('zsh')}{ ${dump} } >before\nawsrole dev; awsrole uat; awsrole clear\n{ ${dump} } >after\ncmp before after && echo same`,
  );
  assert.equal(stdout, 'same\n');
});

test('pitfall 18: every function name is valid in bash --posix', async () => {
  for (const name of [
    'shell/common.sh',
    'shell/awsrole.bash',
    'completions/awsrole.bash',
    'shell/awsrole.zsh',
    'completions/_awsrole',
  ]) {
    const text = readFileSync(join(SHELL_FOLDER, '..', name), 'utf8');
    const names = [...text.matchAll(/^function (\S+)/gm)].map(match => match[1] ?? '');
    assert.ok(names.length > 1, name);
    for (const found of names) assert.match(found, /^[A-Za-z_][A-Za-z0-9_]*$/);
  }
});

test('pitfall 19: a switch works under noclobber and an unusual IFS, and changes neither', async t => {
  const inside = await recordedSandbox(t, 'dev');
  for (const shell of INTERACTIVE) {
    if (!needsShell(t, shell)) continue;
    const { stdout } = await inside.run(
      shell,
      `set -o noclobber; IFS=x:\n${load(shell)}awsrole dev && echo "$AWSROLE_PROFILE" && printf '%s' "$IFS"; case $- in *C*) echo noclobber ;; esac`,
    );
    assert.equal(stdout, 'dev\nx:noclobber\n', shell);
  }
});

for (const shell of INTERACTIVE) {
  test(`pitfall 26: ${shell} does not count the colour sequences of the segment in the width of the prompt`, async t => {
    if (!needsShell(t, shell)) return;
    const inside = await recordedSandbox(t, 'dev');
    const session = prompting(t, shell, { env: { ...inside.env, TERM: 'xterm-256color' }, cwd: inside.home });
    await session.first;
    await session.enter('awsrole dev');
    // The line wraps. If the shell counted the colours, it would wrap too early and overwrite the line.
    const long = `echo ${'0123456789'.repeat(6)}`;
    await session.enter(long);
    assert.ok(session.pty.screen().includes(`${long}\n`), session.pty.screen());
  });

  test(`pitfall 27: in ${shell} the next prompt shows that the session expired while the shell was idle`, async t => {
    if (!needsShell(t, shell)) return;
    // when the session expires before the first prompt, starts again with more time
    const started = async (left: number): Promise<Prompting> => {
      const session = prompting(t, shell, { env: active(left, { AWSROLE_ACCOUNT_ID: undefined }) });
      const first = await session.first;
      return first.startsWith('[dev expired] ') && left < 60 ? started(left * 2) : session;
    };
    const session = await started(3);
    assert.match(session.pty.screen(), /\[dev <1m\] /);
    while (!/expired/.test(await session.enter(''))) await new Promise(resolve => setTimeout(resolve, 100));
    assert.match(session.pty.screen(), /\[dev expired\] /);
  });

  test(`Ctrl-C at the MFA prompt in ${shell} changes no variable, and the next switch works`, async t => {
    if (!needsShell(t, shell)) return;
    const inside = await inSandbox(t);
    const session = prompting(t, shell, { env: inside.env, cwd: inside.home });
    await session.first;
    session.pty.type('awsrole dev\r');
    await session.pty.waitFor(/MFA code: $/);
    session.pty.type('\x03');
    await session.pty.waitFor(/<130> \$ $/);
    assert.match(
      await session.enter('echo "profile=$AWSROLE_PROFILE key=$AWS_ACCESS_KEY_ID"'),
      /\nprofile= key=\n|^profile= key=\n/,
    );
    session.pty.type('awsrole dev\r');
    await session.pty.waitFor(/MFA code: $/);
    session.pty.type(`${inside.code()}\r`);
    await session.pty.waitFor(/\[dev 222233334444 [^\]]*\] <0> \$ $/);
  });

  test(`two terminals with ${shell} each have their own profile, and one MFA code is enough for both`, async t => {
    if (!needsShell(t, shell)) return;
    const inside = await inSandbox(t);
    const one = prompting(t, shell, { env: inside.env, cwd: inside.home });
    const two = prompting(t, shell, { env: inside.env, cwd: inside.home });
    await Promise.all([one.first, two.first]);
    one.pty.type('awsrole dev\r');
    await one.pty.waitFor(/MFA code: $/);
    two.pty.type('awsrole uat\r');
    one.pty.type(`${inside.code()}\r`);
    await one.pty.waitFor(/\[dev 222233334444 [^\]]*\] <0> \$ $/);
    await two.pty.waitFor(/\[uat 333344445555 [^\]]*\] <0> \$ $/);
    // the screen may show that awsrole waits for the other process, which is "asking for an MFA code"
    assert.doesNotMatch(two.pty.screen(), /MFA code:/);
    assert.deepEqual([inside.calls()['GetSessionToken'], inside.calls()['AssumeRole']], [1, 2]);
    assert.match(await one.enter('awsrole status'), /dev/);
    assert.doesNotMatch(await one.enter('awsrole status'), /uat/);
  });
}

test('pitfall 28: in fish AWS_SESSION_TOKEN is one value, and the prompt hook runs after a switch', async t => {
  const shell = needsShell(t, 'fish');
  if (!shell) return;
  const inside = await recordedSandbox(t, 'dev');
  const pty = openPty(
    t,
    shell,
    ['-C', `function fish_prompt; printf '> '; end; source '${loadedFile('fish')}'`],
    {
      env: { ...inside.env, TERM: 'dumb' },
      cwd: inside.home,
    },
  );
  await pty.waitFor(/> $/);
  pty.type('awsrole dev; count $AWS_SESSION_TOKEN\r');
  await pty.waitFor(/\n1\n[\s\S]*\[dev 222233334444 \w+\] > $/);
});

test('pitfall 30: a switch and exec unset AWS_PROFILE instead of emptying it', async t => {
  const inside = await recordedSandbox(t, 'dev');
  const env = { AWS_PROFILE: 'other', AWS_DEFAULT_PROFILE: 'other' };
  for (const code of [
    'eval "$(awsrole dev)"; env',
    'awsrole exec dev -- env',
    'awsrole exec dev --min-left 1m -- env',
  ])
    assert.doesNotMatch((await inside.run('bash', code, { env })).stdout, /^AWS_(DEFAULT_)?PROFILE=/m, code);
});

test('pitfall 31: use sets AWSUME_PROFILE and AWS_CREDENTIAL_EXPIRATION in ISO 8601, which starship and powerlevel10k read', async t => {
  const inside = await recordedSandbox(t, 'dev');
  const { stdout } = await inside.run('bash', 'eval "$(awsrole dev)"; env');
  assert.match(stdout, /^AWSUME_PROFILE=dev$/m);
  assert.match(stdout, /^AWS_CREDENTIAL_EXPIRATION=\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/m);
  assert.doesNotMatch(stdout, /^AWS_VAULT=/m);
});

test('pitfall 32: zsh does not change the prompt of a framework that draws the session or changes the prompt later', async t => {
  if (!needsShell(t, 'zsh')) return;
  for (const before of [
    'STARSHIP_SHELL=zsh',
    'P9K_VERSION=1',
    'POSH_SHELL=zsh',
    'prompt_pure_setup() { :; }',
  ]) {
    const session = prompting(t, 'zsh', { before, env: { AWSROLE_PROFILE: 'dev' } });
    await session.first;
    await session.enter('true');
    assert.doesNotMatch(session.pty.screen(), /\[dev/, before);
  }
});

test('pitfall 32: after a switch, clear and a restored copy of the prompt, bash and zsh show what is active', async t => {
  const inside = await recordedSandbox(t, 'dev');
  for (const program of ['bash', 'zsh'] as const) {
    if (!needsShell(t, program)) continue;
    const session = prompting(t, program, { env: inside.env, cwd: inside.home });
    await session.first;
    assert.match(await session.enter('awsrole dev'), /^\[dev 222233334444 \w+\] <0> \$ $/);
    assert.match(
      await session.enter('saved=$PS1; PS1="(venv) $PS1"'),
      /^\(venv\) \[dev 222233334444 \w+\] <0> \$ $/,
    );
    assert.match(
      await session.enter('awsrole status'),
      /\nprompt {3}awsrole draws the segment before the prompt\n/,
    );
    assert.equal(await session.enter('awsrole clear'), '(venv) <0> $ ');
    assert.equal(await session.enter('PS1=$saved'), '<0> $ ');
    // the code of the program, as .envrc evaluates it
    assert.match(await session.enter('eval "$(command awsrole dev)"'), /^\[dev 222233334444 \w+\] <0> \$ $/);
  }
});

test('pitfall 37: fish offers each completion once after the file is loaded three times', async t => {
  if (!needsShell(t, 'fish')) return;
  const inside = await inSandbox(t);
  const file = join(SHELL_FOLDER, '..', 'completions', 'awsrole.fish');
  const { stdout } = await inside.run(
    'fish',
    `for i in 1 2 3; source '${file}'; end; complete -C 'awsrole cl'`,
  );
  assert.equal(stdout, 'clear\tunset everything that awsrole set in this shell\n');
});

test('pitfall 38: completion never prompts, calls AWS or shows an error', async t => {
  const inside = await inSandbox(t);
  const pty = openPty(t, 'bash', ['--norc', '--noprofile', '-i'], {
    env: { ...inside.env, PS1: '<> ', HISTFILE: '', AWS_CONFIG_FILE: inside.home },
    cwd: inside.home,
  });
  await pty.waitFor(/<> $/);
  pty.type(`eval "$('${LAUNCHER}' init bash)"; PS1='<> '\r`);
  await pty.waitFor(/\n<> $/);
  pty.type('awsrole exec d\t\x15echo done\r');
  await pty.waitFor(/\ndone\n/);
  assert.doesNotMatch(pty.screen(), /MFA code|error/);
  assert.deepEqual(inside.calls(), {});
});

test('pitfall 39: a switch to a profile name with a dot and a hash works with and without a live record', async t => {
  const inside = await recordedSandbox(t);
  const { stdout, exitCode } = await inside.run(
    'bash',
    `printf '[profile a.b#c]\\nrole_arn = arn:aws:iam::222233334444:role/Developer\\nsource_profile = mfa\\nservices = sandbox\\nregion = eu-west-1\\n' >>.aws/config
touch -d '1 hour ago' .aws/config
${load('bash')}awsrole 'a.b#c' && awsrole clear && awsrole 'a.b#c' && echo "$AWSROLE_PROFILE"`,
  );
  assert.deepEqual([exitCode, stdout], [0, 'a.b#c\n']);
  assert.ok(existsSync(recordPath(inside, 'a.b#c')));
});
