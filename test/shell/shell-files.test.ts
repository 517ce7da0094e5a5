import assert from 'node:assert/strict';
import { test } from 'node:test';
import { COMMANDS } from '../../src/cli/commands.ts';
import { MANAGED_NAMES } from '../../src/core/environment/environment.ts';
import { DECIDING_NAMES, liveRecord } from '../../src/core/records/live-record.ts';
import { run } from '../support/run.ts';
import {
  codeOf,
  NEWER_THAN_BASH_3_2,
  namesAllowed,
  namesUnset,
  shellFile,
  ungated,
} from '../support/shell-source.ts';
import { needsShell } from '../support/shells.ts';

/** Each tool, and how it says in silence that the files are as it wants them. */
const CHECKS = [
  ['bash', ['-n'], ['awsrole.bash', 'awsrole.sh', '../completions/awsrole.bash']],
  ['dash', ['-n'], ['awsrole.sh']],
  ['zsh', ['-n'], ['awsrole.zsh', '../completions/_awsrole']],
  ['fish', ['--no-execute'], ['awsrole.fish', '../completions/awsrole.fish']],
  ['shellcheck', [], ['awsrole.sh', 'awsrole.bash', '../completions/awsrole.bash']],
  ['shfmt', ['-d', '-i', '2', '-ci'], ['awsrole.sh', 'awsrole.bash', '../completions/awsrole.bash']],
  ['fish_indent', ['--check'], ['awsrole.fish', '../completions/awsrole.fish']],
] as const;

for (const [tool, args, files] of CHECKS)
  for (const file of files)
    test(`${[tool, ...args, file].join(' ')} has nothing to say`, async t => {
      const program = needsShell(t, tool);
      if (!program) return;
      const { exitCode, stdout, stderr } = await run(t, program, [...args, shellFile(file)]);
      assert.deepEqual([exitCode, stdout, stderr], [0, '', '']);
    });

/** The files that read records and take variables away by themselves. */
const READERS = ['awsrole.bash', 'awsrole.zsh', 'awsrole.fish'] as const;

/** A record of a session that has everything. */
const fullRecord = (): string => {
  const value = 'x';
  const record = liveRecord(
    {
      profile: 'dev',
      credentials: { accessKeyId: value, secretAccessKey: value, sessionToken: value, expiresAt: 7_200_000 },
      accountId: value,
      roleArn: value,
      color: value,
      region: { value, own: true },
    },
    {
      accessKeyId: value,
      secretAccessKey: value,
      sessionToken: value,
      expiresAt: 7_200_000,
      obtainedAt: 3_600_000,
      clockOffset: 0,
    },
    { config: { path: '/c', stamp: undefined }, credentials: { path: '/k', stamp: undefined } },
  );
  assert.ok(record);
  return record;
};

for (const file of READERS) {
  test(`${file} takes away every variable that use and clear manage, and no other`, () => {
    const expected = MANAGED_NAMES.filter(name => !['AWS_REGION', 'AWS_DEFAULT_REGION'].includes(name));
    assert.deepEqual(namesUnset(file).toSorted(), [...expected].sort());
  });

  test(`${file} lets through from a record what the program writes into one, and no other`, () => {
    const written = [...fullRecord().matchAll(/^([A-Z_]+)=/gm)].map(match => String(match[1]));
    assert.ok(written.includes('AWSROLE_COLOR'));
    assert.deepEqual(namesAllowed(file).toSorted(), written.sort());
  });

  test(`${file} looks at every variable that decides where the calls go`, () => {
    const code = codeOf(file).join('\n');
    for (const name of DECIDING_NAMES) assert.match(code, new RegExp(`\\b${name}\\b`));
  });
}

for (const [file, gated] of [
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

for (const file of ['awsrole.bash', 'awsrole.zsh', '../completions/awsrole.bash'])
  test(`pitfalls 4, 12, 20: ${file} has no eval --, no exit, and takes every builtin by its own name`, () => {
    const code = codeOf(file).join('\n');
    assert.doesNotMatch(code, /\beval\s+--/);
    assert.doesNotMatch(code, /(^|[;&|({]|then|do|else)\s*exit\b/m);
    assert.doesNotMatch(
      code,
      /(^|[;&|({]\s|then |do |else |\|\| |&& )\s*(local|export|unset|return|eval|shift|printf|read|mapfile|command|type|declare|complete|shopt|emulate|print|zmodload|autoload|typeset)\s/m,
    );
  });

for (const file of ['awsrole.bash', 'awsrole.zsh', '../completions/awsrole.bash'])
  test(`${file} quotes what it gives to \\builtin local and export: the shell does not see that they declare, and splits it`, () => {
    const found = codeOf(file).filter(line =>
      /\\builtin (local|export|typeset)\b.*\w=[^"'\s]*\$[^']/.test(line),
    );
    assert.deepEqual(found, []);
  });

test('the shell files and the launcher know the name of every command', () => {
  const names = new Set(COMMANDS.flatMap(({ paths }) => paths.map(([name]) => name ?? '')).filter(Boolean));
  for (const file of ['awsrole.bash', 'awsrole.zsh', 'awsrole.fish', 'awsrole.sh']) {
    const text = codeOf(file).join('\n');
    for (const name of names)
      assert.match(
        text,
        file === 'awsrole.sh'
          ? new RegExp(`\\b1:${name}:\\*`)
          : new RegExp(`(^|[ (|=])${name}([ |)]|$)`, 'm'),
        `${name} in ${file}`,
      );
  }
});
