import assert from 'node:assert/strict';
import { relative } from 'node:path';
import { test } from 'node:test';
import { run } from '../support/run.ts';
import {
  codeOf,
  loadedFile,
  NEWER_THAN_BASH_3_2,
  SHELL_FOLDER,
  shellFile,
  ungated,
} from '../support/shell-source.ts';
import { needsShell } from '../support/shells.ts';

const BASH = ['common.sh', 'awsrole.bash', '../completions/awsrole.bash', loadedFile('bash')];

/** Each tool, the options with which it prints nothing about a file that is as it should be, and the files. */
const CHECKS = [
  ['bash', ['-n'], [...BASH, 'awsrole.sh']],
  ['dash', ['-n'], ['awsrole.sh']],
  ['zsh', ['-n'], ['common.sh', 'awsrole.zsh', '../completions/_awsrole', loadedFile('zsh')]],
  ['fish', ['--no-execute'], ['awsrole.fish', '../completions/awsrole.fish', loadedFile('fish')]],
  ['shellcheck', [], [...BASH, 'awsrole.sh']],
  ['shfmt', ['-d', '-i', '2', '-ci'], [...BASH, 'awsrole.sh']],
  ['fish_indent', ['--check'], ['awsrole.fish', '../completions/awsrole.fish', loadedFile('fish')]],
] as const;

for (const [tool, args, files] of CHECKS)
  for (const file of files)
    test(`${[tool, ...args, relative(SHELL_FOLDER, shellFile(file))].join(' ')} prints nothing`, async t => {
      const program = needsShell(t, tool);
      if (!program) return;
      const { exitCode, stdout, stderr } = await run(t, program, [...args, shellFile(file)]);
      assert.deepEqual([exitCode, stdout, stderr], [0, '', '']);
    });

for (const [file, gated] of [
  ['common.sh', 0],
  ['awsrole.bash', 6],
  ['../completions/awsrole.bash', 2],
] as const)
  test(`pitfall 21: ${file} keeps to bash 3.2 where it does not ask for the version first`, () => {
    const code = codeOf(file);
    const found = ungated(code).filter(line => NEWER_THAN_BASH_3_2.some(([pattern]) => pattern.test(line)));
    assert.deepEqual(found, []);
    // the gates are no way round for the whole file
    assert.ok(code.length - ungated(code).length <= gated);
  });

test('pitfall 21: the check sees each thing that bash 3.2 lacks, and what comes after a gate', () => {
  for (const [pattern, sample] of NEWER_THAN_BASH_3_2) {
    assert.match(sample, pattern);
    const gate = `if [[ \${BASH_VERSINFO[0]} -ge 4 ]]; then`;
    assert.deepEqual(ungated([gate, sample, 'fi', sample]), ['fi', sample]);
    assert.deepEqual(ungated([gate, sample, 'else', sample, 'fi']), ['else', sample, 'fi']);
  }
});

for (const file of ['common.sh', 'awsrole.bash', 'awsrole.zsh', '../completions/awsrole.bash'])
  test(`pitfalls 4, 12, 20: ${file} has no eval --, no exit, and takes every builtin by its own name`, () => {
    const code = codeOf(file).join('\n');
    assert.doesNotMatch(code, /\beval\s+--/);
    assert.doesNotMatch(code, /(^|[;&|({]|then|do|else)\s*exit\b/m);
    assert.doesNotMatch(
      code,
      /(^|[;&|({]\s|then |do |else |\|\| |&& )\s*(local|export|unset|return|eval|shift|printf|read|mapfile|command|type|declare|complete|shopt|emulate|print|zmodload|autoload|typeset)\s/m,
    );
  });

for (const file of ['common.sh', 'awsrole.bash', 'awsrole.zsh', '../completions/awsrole.bash'])
  test(`${file} quotes what it gives to \\builtin local and export: the shell does not see that they declare, and splits it`, () => {
    const found = codeOf(file).filter(line =>
      /\\builtin (local|export|typeset)\b.*\w=[^"'\s]*\$[^']/.test(line),
    );
    assert.deepEqual(found, []);
  });
