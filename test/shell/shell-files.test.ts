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

/** Tools, the options with which each prints nothing about a correct file, and the files. */
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
  test(`pitfall 21: outside of a bash version check, ${file} uses only features of bash 3.2`, () => {
    const code = codeOf(file);
    const found = ungated(code).filter(line => NEWER_THAN_BASH_3_2.some(([pattern]) => pattern.test(line)));
    assert.deepEqual(found, []);
    // limits the number of lines within version checks
    assert.ok(code.length - ungated(code).length <= gated);
  });

test('pitfall 21: the test finds each feature that bash 3.2 lacks, also after a version check', () => {
  for (const [pattern, sample] of NEWER_THAN_BASH_3_2) {
    assert.match(sample, pattern);
    const gate = `if [[ \${BASH_VERSINFO[0]} -ge 4 ]]; then`;
    assert.deepEqual(ungated([gate, sample, 'fi', sample]), ['fi', sample]);
    assert.deepEqual(ungated([gate, sample, 'else', sample, 'fi']), ['else', sample, 'fi']);
  }
});

for (const file of ['common.sh', 'awsrole.bash', '../completions/awsrole.bash'])
  test(`pitfall 21: ${file} changes an array in an expansion only after the function put a space into IFS`, () => {
    let ifs = '';
    const found = codeOf(file).filter(line => {
      if (/^function /.test(line)) ifs = '';
      ifs = /\bIFS=(\$?'[^']*'|"[^"]*"|\S*)/.exec(line)?.[1] ?? ifs;
      return /\$\{[\w]+\[@\][^}]/.test(line) && !ifs.includes(' ');
    });
    assert.deepEqual(found, []);
  });

for (const file of ['common.sh', 'awsrole.bash', 'awsrole.zsh', '../completions/awsrole.bash'])
  test(`pitfalls 4, 12, 20: ${file} has no eval -- and no exit, and calls builtins with \\builtin`, () => {
    const code = codeOf(file).join('\n');
    assert.doesNotMatch(code, /\beval\s+--/);
    assert.doesNotMatch(code, /(^|[;&|({]|then|do|else)\s*exit\b/m);
    assert.doesNotMatch(
      code,
      /(^|[;&|({]\s|then |do |else |\|\| |&& )\s*(local|export|unset|return|eval|shift|printf|read|mapfile|command|type|declare|complete|shopt|emulate|print|zmodload|autoload|typeset)\s/m,
    );
  });

for (const file of ['common.sh', 'awsrole.bash', 'awsrole.zsh', '../completions/awsrole.bash'])
  test(`${file} quotes the values of \\builtin local and export, which the shell would split otherwise`, () => {
    const found = codeOf(file).filter(line =>
      /\\builtin (local|export|typeset)\b.*\w=[^"'\s]*\$[^']/.test(line),
    );
    assert.deepEqual(found, []);
  });
