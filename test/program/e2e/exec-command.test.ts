import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { inSandbox } from '../../support/in-sandbox.ts';
import { LAUNCHER, MAIN } from '../../support/program.ts';
import { recordedSandbox } from '../../support/recorded.ts';
import { run } from '../../support/run.ts';
import { loadedFile } from '../../support/shell-source.ts';
import { needsShell } from '../../support/shells.ts';

/** The two entry points of the program. */
const entryPoints = [
  ['the launcher', LAUNCHER, []],
  ['Node alone', process.execPath, [MAIN]],
] as const;

for (const [name, file, before] of entryPoints)
  test(`exec through ${name} exits with the status of the command, or 126 or 127 when the command cannot run [P20]`, async t => {
    const inside = await inSandbox(t);
    await inside.signIn();
    const write = (path: string, text: string, mode: number): void => {
      writeFileSync(join(inside.home, path), text);
      chmodSync(join(inside.home, path), mode);
    };
    write('plain', 'echo ran\n', 0o644);
    write('no-first-line', 'echo ran "$1"; exit 3\n', 0o755);
    write('no-interpreter', '#!/no/such/interpreter\n', 0o755);
    mkdirSync(join(inside.home, 'folder'));
    for (const [words, exitCode, stdout, stderr] of [
      [['true'], 0, '', /^$/],
      [['sh', '-c', 'echo out; echo err >&2; exit 7'], 7, 'out\n', /^err\n$/],
      [['./no-first-line', 'x'], 3, 'ran x\n', /^$/],
      [['./plain'], 126, '', /^awsrole: error: cannot run '\.\/plain': permission denied\n/],
      [['./folder'], 126, '', /^awsrole: error: cannot run '\.\/folder': permission denied\n/],
      [['./nothing'], 127, '', /^awsrole: error: cannot run '\.\/nothing': no such file\n/],
      [['no-such-command'], 127, '', /^awsrole: error: cannot run 'no-such-command': command not found\n/],
      [['./no-interpreter'], 127, '', /\.\/no-interpreter/],
      [['cd', '/'], 127, '', /cd: |'cd'/],
    ] as const) {
      const result = await run(t, file, [...before, 'exec', 'dev', '--', ...words], {
        env: inside.env,
        cwd: inside.home,
      });
      assert.deepEqual([result.exitCode, result.stdout], [exitCode, stdout], words.join(' '));
      assert.match(result.stderr, stderr, words.join(' '));
    }
  });

for (const [name, file, before] of entryPoints)
  test(`exec through ${name} passes every argument to the command unchanged`, async t => {
    const inside = await inSandbox(t);
    await inside.signIn();
    const nasty = [
      'a b',
      '',
      '*',
      '--',
      '-n',
      "it's",
      '"',
      '$(touch pwned)',
      '`id`',
      'two\nlines\n',
      '\\',
      'é☃',
    ];
    const { stdout } = await run(
      t,
      file,
      [
        ...before,
        'exec',
        'dev',
        '--region',
        'eu-west-3',
        '--',
        'sh',
        '-c',
        'printf "<%s>" "$@"',
        'sh',
        ...nasty,
      ],
      { env: inside.env, cwd: inside.home },
    );
    assert.equal(stdout, nasty.map(word => `<${word}>`).join(''));
  });

for (const [name, file, before] of entryPoints)
  test(`exec through ${name} runs nothing when an awsrole option or no command follows the profile without a single --`, async t => {
    const inside = await inSandbox(t);
    await inside.signIn();
    for (const words of [['echo', '--refresh'], ['echo', 'one', '--', 'two'], ['--', ''], ['--'], []]) {
      const result = await run(t, file, [...before, 'exec', 'dev', ...words], { env: inside.env });
      assert.deepEqual([result.exitCode, result.stdout], [2, ''], words.join(' '));
      assert.match(result.stderr, /^awsrole: error: exec: [^\n]*\nawsrole: hint: [^\n]*after --/);
    }
    const plain = await run(t, file, [...before, 'exec', 'dev', 'echo', 'one'], { env: inside.env });
    assert.deepEqual([plain.exitCode, plain.stdout], [0, 'one\n']);
  });

test('exec with an empty command is a usage error, also with a live session, through the launcher and every shell', async t => {
  const inside = await recordedSandbox(t, 'dev');
  for (const words of [
    ['awsrole', 'exec', 'dev', '--', ''],
    ['awsrole', 'exec', 'dev', '--', '', 'x'],
  ])
    for (const shell of ['sh', 'bash', 'zsh', 'fish'] as const) {
      if (shell !== 'sh' && !needsShell(t, shell)) continue;
      const load = shell === 'sh' ? '' : `. '${loadedFile(shell)}'\n`;
      const code = words
        .map(word => `'${word}'`)
        .join(' ')
        .replace("'awsrole'", 'awsrole');
      const { exitCode, stdout, stderr } = await inside.run(shell, load + code);
      assert.deepEqual([exitCode, stdout], [2, ''], shell);
      assert.match(stderr, /^awsrole: error: exec: missing command\n/, shell);
    }
});

for (const [name, file, before] of entryPoints)
  test(`exec through ${name}: SIGPIPE ends the command when the reader of its pipe exits`, async t => {
    const inside = await inSandbox(t);
    await inside.signIn();
    const script = `"$@" exec dev -- yes | head -1; echo "\${PIPESTATUS[0]}"`;
    const result = await run(t, 'bash', ['-c', script, 'bash', file, ...before], { env: inside.env });
    assert.deepEqual([result.stdout, result.stderr], ['y\n141\n', '']);
  });

test('exec --help prints the help to stdout and exits 0', async t => {
  const inside = await inSandbox(t);
  const { exitCode, stdout, stderr } = await inside.awsrole('exec', '--help');
  assert.equal(exitCode, 0);
  assert.match(stdout, /awsrole exec /);
  assert.equal(stderr, '');
});
