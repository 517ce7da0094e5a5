import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { COMMANDS } from '../../src/cli/commands.ts';
import {
  ODD_NAMES,
  offeredByBash,
  offeredByFish,
  offeredByZsh,
  withProfiles,
  writeConfig,
} from '../support/completion.ts';
import { needsShell } from '../support/shells.ts';

const FIRST_WORDS = [...new Set(COMMANDS.map(({ paths }) => paths.at(0)?.[0] ?? ''))];

test('the list that was left is read without the program while it is true, and replaced after an edit', async t => {
  const inside = await withProfiles(t, ['dev']);
  const names = join(inside.home, '.cache/awsrole/names');
  assert.deepEqual(await offeredByBash(inside, 'awsrole exec d'), ['default', 'dev']);
  const left = readFileSync(names, 'utf8');
  assert.match(left, /^awsrole-names 2\nconfig /);
  // the program is not there any more: what is offered now comes from the list
  const withoutProgram = {
    ...inside,
    run: (shell: string, code: string, options = {}) =>
      inside.run(shell, `PATH=/usr/bin:/bin; ${code}`, options),
  };
  assert.deepEqual(await offeredByBash(withoutProgram, 'awsrole exec d'), ['default', 'dev']);
  writeConfig(inside, ['dev', 'dev2']);
  assert.deepEqual(await offeredByBash(inside, 'awsrole exec d'), ['default', 'dev', 'dev2']);
  assert.notEqual(readFileSync(names, 'utf8'), left);
});

test('names that are patterns stand for themselves in bash, whose own way with patterns stays as it was', async t => {
  const inside = await withProfiles(t, ['*', 'b*', '?', 'dev']);
  for (const [own, option] of [
    ['set -f', 'noglob on'],
    ['set +f', 'noglob off'],
  ] as const) {
    const line = `set -o | tr -s '\\t' ' ' | grep ^noglob`;
    const after = {
      ...inside,
      run: (shell: string, code: string, options = {}) =>
        inside.run(shell, `${own}; ${code}; ${line}`, options),
    };
    // the first time from the program, then from the list
    for (const _ of ['program', 'list'])
      assert.deepEqual(await offeredByBash(after, 'awsrole exec '), [
        '\\*',
        '\\?',
        'b\\*',
        'default',
        'dev',
        option,
      ]);
  }
});

test('what is a pattern to grep begins a name as text', async t => {
  const inside = await withProfiles(t, ['a.b', 'axb', '[c', '*', '*d', '^e', '$f', '\\g', 'config', 'h+i']);
  for (const [typed, offered] of [
    ['a.', ['a.b']],
    ['\\[', ['\\[c']],
    ['\\*', ['\\*', '\\*d']],
    ['^', ['\\^e']],
    ['\\$', ['\\$f']],
    ['\\\\', ['\\\\g']],
    ['conf', ['config']],
    ['h+', ['h+i']],
  ] as const) {
    // the first time from the program, then from the list
    for (const _ of ['program', 'list'])
      assert.deepEqual(await offeredByBash(inside, `awsrole exec ${typed}`), offered, typed);
  }
  if (!needsShell(t, 'fish')) return;
  for (const [typed, offered] of [
    ['a.', ['a.b']],
    ['conf', ['config']],
    ['h+', ['h+i']],
  ] as const)
    assert.deepEqual(
      (await offeredByFish(inside, `awsrole exec ${typed}`)).map(line => line.split('\t')[0]),
      offered,
    );
});

test('a thousand plain names are offered as one by one, with the commands before them', async t => {
  const names = Array.from({ length: 1_000 }, (_, index) => `team-${index}`);
  const inside = await withProfiles(t, names);
  await offeredByBash(inside, 'awsrole exec team-1');
  assert.deepEqual(
    (await offeredByBash(inside, 'awsrole ')).toSorted(),
    [...FIRST_WORDS, 'default', ...names].toSorted(),
  );
  assert.deepEqual(await offeredByBash(inside, 'awsrole exec team-99'), [
    'team-99',
    ...names.filter(name => /^team-99\d$/.test(name)),
  ]);
});

test('zsh offers from a long list exactly what begins so', async t => {
  if (!needsShell(t, 'zsh')) return;
  const long = Array.from({ length: 1_000 }, (_, index) => `team-${index}-${'x'.repeat(40)}`);
  const inside = await withProfiles(t, ['a.b', 'axb', 'config', 'h+i', ...long, ...ODD_NAMES, 'last']);
  for (const [typed, offered] of [
    ['a.', ['a.b']],
    ['conf', ['config']],
    ['awsrole', []],
    ['h+', ['h+i']],
    ['team-99', long.filter(name => name.startsWith('team-99')).sort()],
    ['team:', ['team:dev', 'team:ops']],
    ['nobody', []],
    ['my', ['my dev']],
    ['de', ['default']],
    ['last', ['last']],
  ] as const) {
    // the first time from the program, then from the list
    for (const source of ['program', 'list'])
      assert.deepEqual(
        await offeredByZsh(inside, `awsrole exec ${typed}`),
        offered,
        `${typed} from the ${source}`,
      );
  }
});

test('a zsh that cannot seek in a file reads the whole list, in silence', async t => {
  if (!needsShell(t, 'zsh')) return;
  const inside = await withProfiles(t, ['dev', 'dev2', 'uat']);
  const before51 = {
    ...inside,
    run: (shell: string, code: string, options = {}) =>
      inside.run(shell, `zmodload zsh/system; disable sysopen; PATH=/usr/bin:/bin; ${code}`, options),
  };
  await offeredByZsh(inside, 'awsrole exec d');
  assert.deepEqual(await offeredByZsh(before51, 'awsrole exec dev'), ['dev', 'dev2']);
});

test('another config file in force has its own names', async t => {
  const inside = await withProfiles(t, ['dev']);
  await offeredByBash(inside, 'awsrole exec d');
  const elsewhere = {
    ...inside,
    run: (shell: string, code: string, options = {}) =>
      inside.run(shell, `export AWS_CONFIG_FILE=/dev/null; ${code}`, options),
  };
  assert.deepEqual(await offeredByBash(elsewhere, 'awsrole exec d'), ['default']);
  if (!needsShell(t, 'fish')) return;
  assert.deepEqual(await offeredByFish(elsewhere, 'awsrole exec d'), ['default']);
});
