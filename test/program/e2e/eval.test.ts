import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inSandbox } from '../../support/in-sandbox.ts';
import { MAIN } from '../../support/program.ts';
import { settle } from '../../support/recorded.ts';
import { needsShell } from '../../support/shells.ts';

for (const shell of ['bash', 'dash', 'zsh'])
  test(`${shell}: eval of a successful use activates the profile; eval of a failed use has status 1 and ends the shell under -e`, async t => {
    if (!needsShell(t, shell)) return;
    const inside = await inSandbox(t);
    await inside.signIn();
    const success = await inside.run(
      shell,
      'set -eu; eval "$(awsrole dev)" && echo yes; echo "$AWSROLE_PROFILE $AWSROLE_ACCOUNT_ID"',
    );
    assert.deepEqual(success, {
      exitCode: 0,
      signal: null,
      stdout: 'yes\ndev 222233334444\n',
      stderr: '',
    });

    const failure = await inside.run(
      shell,
      'eval "$(awsrole nobody)" && echo yes; echo "rc=$? $AWSROLE_PROFILE"',
    );
    assert.equal(failure.stdout, 'rc=1 \n');
    assert.match(failure.stderr, /^awsrole: error: [^\n]*'nobody'/);

    const strict = await inside.run(shell, 'set -eu; eval "$(awsrole nobody)"; echo reached');
    assert.deepEqual([strict.exitCode, strict.stdout], [1, '']);
  });

test('fish: without --shell, eval of a successful use activates the profile and eval of a failed use fails', async t => {
  if (!needsShell(t, 'fish')) return;
  const inside = await inSandbox(t);
  await inside.signIn();
  const script = (program: string): string =>
    `eval "$(${program} dev)"; and echo "$AWSROLE_PROFILE $AWSROLE_ACCOUNT_ID"
    eval "$(${program} clear)"; and echo "cleared [$AWSROLE_PROFILE]"
    eval "$(${program} nobody 2>/dev/null)"; or echo no`;
  settle(inside);
  // the program without a live record, the launcher with the record, Node, the shell function
  for (const program of ['command awsrole', 'command awsrole', `node '${MAIN}'`, 'awsrole']) {
    const { stdout } = await inside.run('fish', script(program));
    assert.equal(stdout, 'dev 222233334444\ncleared []\nno\n', program);
  }
});

test('pitfalls 1 and 2: a failed use or clear prints exactly false and exits 1, or 2 after a usage error [P1]', async t => {
  const inside = await inSandbox(t);
  for (const [args, exitCode] of [
    [['nobody'], 1],
    [['use', 'nobody'], 1],
    [['-'], 1],
    [['dev', '--code', '12345'], 2],
    [['dev', '--shell', 'csh'], 2],
    [['dev', '--shell', 'zsh', '--refresh', 'x'], 2],
    [['dev', 'prod'], 2],
    [['use'], 2],
    [[], 2],
    [['--no-such-option'], 2],
    [['clear', 'dev'], 2],
    [['clear', '--shell', 'csh'], 2],
  ] as const) {
    const result = await inside.awsrole(...args);
    assert.equal(result.stdout, 'false\n', args.join(' '));
    assert.equal(result.exitCode, exitCode, args.join(' '));
    assert.match(result.stderr, /^awsrole: error: /, args.join(' '));
  }
});

test('a failed use with --json or --format prints nothing to stdout', async t => {
  const inside = await inSandbox(t);
  for (const args of [
    ['nobody', '--json'],
    ['nobody', '--format', 'ini'],
    ['use', 'nobody', '--format=dotenv'],
  ]) {
    const { exitCode, stdout } = await inside.awsrole(...args);
    assert.deepEqual([exitCode, stdout], [1, ''], args.join(' '));
  }
});

test('pitfall 7: use and clear print their help to stderr, so that eval does not run it', async t => {
  const inside = await inSandbox(t);
  for (const words of ['dev --help', 'use -h', 'use dev --help', 'clear --help', 'clear -h']) {
    const { stdout, stderr } = await inside.awsrole(...words.split(' '));
    assert.equal(stdout, '', words);
    assert.match(stderr, /awsrole (use|clear)/, words);
  }
});

test('clear unsets every variable that use set except AWSROLE_PREVIOUS, and leaves the rest of the environment unchanged', async t => {
  const inside = await inSandbox(t);
  await inside.signIn();
  const { exitCode, stdout } = await inside.run(
    'bash',
    `set -eu
    env | grep -v ^_= | sort >before || true
    eval "$(awsrole dev)"
    env | grep -c '^AWS_SECRET_ACCESS_KEY=\\|^AWSROLE_' >during
    eval "$(awsrole clear)"
    env | grep -v '^_=\\|^AWSROLE_PREVIOUS=dev$' | sort | diff before - && cat during`,
  );
  assert.deepEqual([exitCode, stdout], [0, '8\n']);
});
