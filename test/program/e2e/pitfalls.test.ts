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

// The traps of shell integrations that no other file has a test for; elsewhere their numbers stand in the titles.

const INTERACTIVE = ['bash', 'zsh'] as const;
const load = (shell: 'bash' | 'zsh'): string => `. '${loadedFile(shell)}'\n`;

test('pitfall 3: an unquoted eval joins the lines, and then applies nothing at all [P1]', async t => {
  const inside = await recordedSandbox(t, 'dev');
  for (const shell of ['bash', 'dash']) {
    const { stdout } = await inside.run(
      shell,
      'eval $(awsrole dev) 2>/dev/null; env | grep -c "^AWS_ACCESS"',
    );
    assert.equal(stdout.trim() || '0', '0', shell);
  }
});

test('pitfall 6: shell code has no carriage return, and ends in a line feed', async t => {
  const inside = await recordedSandbox(t, 'dev');
  for (const args of [['dev'], ['dev', '--refresh'], ['dev', '--shell', 'fish'], ['clear'], ['nobody']]) {
    const { stdout } = await inside.awsrole(...args);
    assert.match(stdout, /^[^\r]+\n$/, args.join(' '));
  }
});

test('pitfall 13: an alias of the same name is no parse error, and gives way to the function', async t => {
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

test('pitfall 16: zsh’s own names are left alone: path, status, prompt, words', async t => {
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

test('pitfall 18: every function name is one that bash --posix takes', async () => {
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

test('pitfall 19: with noclobber and an odd IFS a switch works and neither is changed', async t => {
  const inside = await recordedSandbox(t, 'dev');
  for (const shell of INTERACTIVE) {
    if (!needsShell(t, shell)) continue;
    const { stdout } = await inside.run(
      shell,
      `set -o noclobber; IFS=x:\n${load(shell)}awsrole dev && echo "$AWSROLE_PROFILE" && printf '%s' "$IFS"; case $- in *C*) echo kept ;; esac`,
    );
    assert.equal(stdout, 'dev\nx:kept\n', shell);
  }
});

for (const shell of INTERACTIVE) {
  test(`pitfall 26: ${shell} counts the width of the segment without its colours`, async t => {
    if (!needsShell(t, shell)) return;
    const inside = await recordedSandbox(t, 'dev');
    const person = prompting(t, shell, { env: { ...inside.env, TERM: 'xterm-256color' }, cwd: inside.home });
    await person.first;
    await person.enter('awsrole dev');
    // longer than the line: were the colours counted, the shell would break it too early and draw over it
    const long = `echo ${'0123456789'.repeat(6)}`;
    await person.enter(long);
    assert.ok(person.pty.screen().includes(`${long}\n`), person.pty.screen());
  });

  test(`pitfall 27: in ${shell} the time runs out while the shell sits idle, and the next prompt says so`, async t => {
    if (!needsShell(t, shell)) return;
    // a shell that takes longer to start than the time lasts gets another that has more
    const started = async (left: number): Promise<Prompting> => {
      const person = prompting(t, shell, { env: active(left, { AWSROLE_ACCOUNT_ID: undefined }) });
      const first = await person.first;
      return first.startsWith('[dev expired] ') && left < 60 ? started(left * 2) : person;
    };
    const person = await started(3);
    assert.match(person.pty.screen(), /\[dev <1m\] /);
    while (!/expired/.test(await person.enter(''))) await new Promise(resolve => setTimeout(resolve, 100));
    assert.match(person.pty.screen(), /\[dev expired\] /);
  });

  test(`Ctrl-C at the question in ${shell} leaves the shell as it was, and it goes on`, async t => {
    if (!needsShell(t, shell)) return;
    const inside = await inSandbox(t);
    const person = prompting(t, shell, { env: inside.env, cwd: inside.home });
    await person.first;
    person.pty.type('awsrole dev\r');
    await person.pty.waitFor(/MFA code: $/);
    person.pty.type('\x03');
    await person.pty.waitFor(/<130> \$ $/);
    assert.match(
      await person.enter('echo "profile=$AWSROLE_PROFILE key=$AWS_ACCESS_KEY_ID"'),
      /\nprofile= key=\n|^profile= key=\n/,
    );
    person.pty.type('awsrole dev\r');
    await person.pty.waitFor(/MFA code: $/);
    person.pty.type(`${inside.code()}\r`);
    await person.pty.waitFor(/\[dev 222233334444 [^\]]*\] <0> \$ $/);
  });

  test(`two terminals with ${shell} have a profile each, and one code serves both`, async t => {
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
    // it may say that it waits for the other, which is "asking for an MFA code"
    assert.doesNotMatch(two.pty.screen(), /MFA code:/);
    assert.deepEqual([inside.calls()['GetSessionToken'], inside.calls()['AssumeRole']], [1, 2]);
    assert.match(await one.enter('awsrole status'), /dev/);
    assert.doesNotMatch(await one.enter('awsrole status'), /uat/);
  });
}

test('pitfall 28: in fish a value with line breaks is one value, and a hook fires at the first prompt', async t => {
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

test('pitfall 30: AWS_PROFILE is unset, not emptied, by a switch and by exec', async t => {
  const inside = await recordedSandbox(t, 'dev');
  const env = { AWS_PROFILE: 'other', AWS_DEFAULT_PROFILE: 'other' };
  for (const code of [
    'eval "$(awsrole dev)"; env',
    'awsrole exec dev -- env',
    'awsrole exec dev --min-left 1m -- env',
  ])
    assert.doesNotMatch((await inside.run('bash', code, { env })).stdout, /^AWS_(DEFAULT_)?PROFILE=/m, code);
});

test('pitfall 31: what starship and powerlevel10k read is set: AWSUME_PROFILE, and the end in ISO 8601', async t => {
  const inside = await recordedSandbox(t, 'dev');
  const { stdout } = await inside.run('bash', 'eval "$(awsrole dev)"; env');
  assert.match(stdout, /^AWSUME_PROFILE=dev$/m);
  assert.match(stdout, /^AWS_CREDENTIAL_EXPIRATION=\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/m);
  assert.doesNotMatch(stdout, /^AWS_VAULT=/m);
});

test('pitfall 32: a prompt that a framework draws is not touched', async t => {
  if (!needsShell(t, 'zsh')) return;
  for (const before of [
    'STARSHIP_SHELL=zsh',
    'ZSH_THEME=robbyrussell',
    'prompt_pure_setup() { :; }',
    "PROMPT=$'two\\nlines <%?> $ '",
  ]) {
    const person = prompting(t, 'zsh', { before, env: { AWSROLE_PROFILE: 'dev' } });
    await person.first;
    await person.enter('true');
    assert.doesNotMatch(person.pty.screen(), /\[dev/, before);
  }
});

test('pitfall 37: fish’s completions are there once, however often they are loaded', async t => {
  if (!needsShell(t, 'fish')) return;
  const inside = await inSandbox(t);
  const file = join(SHELL_FOLDER, '..', 'completions', 'awsrole.fish');
  const { stdout } = await inside.run(
    'fish',
    `for i in 1 2 3; source '${file}'; end; complete -C 'awsrole cl'`,
  );
  assert.equal(stdout, 'clear\tunset everything that awsrole set in this shell\n');
});

test('pitfall 38: completion never asks, and its errors are not shown', async t => {
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

test('pitfall 39: names with dots, hashes and brackets are whole profiles, on the way with and without the program', async t => {
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
