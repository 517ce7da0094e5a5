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

test('bash completes from the cached list without the program while the list is up to date, and replaces it after an edit of the config file', async t => {
  const inside = await withProfiles(t, ['dev']);
  const names = join(inside.home, '.cache/awsrole/names');
  assert.deepEqual(await offeredByBash(inside, 'awsrole exec d'), ['default', 'dev']);
  const cached = readFileSync(names, 'utf8');
  assert.match(cached, /^awsrole-names 3\nconfig /);
  // without awsrole on the PATH, the names come from the list
  const withoutProgram = {
    ...inside,
    run: (shell: string, code: string, options = {}) =>
      inside.run(shell, `PATH=/usr/bin:/bin; ${code}`, options),
  };
  assert.deepEqual(await offeredByBash(withoutProgram, 'awsrole exec d'), ['default', 'dev']);
  writeConfig(inside, ['dev', 'dev2']);
  assert.deepEqual(await offeredByBash(inside, 'awsrole exec d'), ['default', 'dev', 'dev2']);
  assert.notEqual(readFileSync(names, 'utf8'), cached);
});

test('bash offers names that are glob patterns literally and keeps its noglob option', async t => {
  const inside = await withProfiles(t, ['*', 'b*', '?', 'dev']);
  for (const [setOption, option] of [
    ['set -f', 'noglob on'],
    ['set +f', 'noglob off'],
  ] as const) {
    const showOption = `set -o | tr -s '\\t' ' ' | grep ^noglob`;
    const shell = {
      ...inside,
      run: (shell: string, code: string, options = {}) =>
        inside.run(shell, `${setOption}; ${code}; ${showOption}`, options),
    };
    // first from the program, then from the list
    for (const _ of ['program', 'list'])
      assert.deepEqual(await offeredByBash(shell, 'awsrole exec '), [
        '\\*',
        '\\?',
        'b\\*',
        'default',
        'dev',
        option,
      ]);
  }
});

test('completion treats grep metacharacters in the typed word literally', async t => {
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
    // first from the program, then from the list
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

test('bash offers every one of a thousand plain names, and the commands', async t => {
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

test('zsh offers from a long list exactly the names that begin with the typed text', async t => {
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
    // first from the program, then from the list
    for (const source of ['program', 'list'])
      assert.deepEqual(
        await offeredByZsh(inside, `awsrole exec ${typed}`),
        offered,
        `${typed} from the ${source}`,
      );
  }
});

test('a zsh without sysopen reads the whole list and prints nothing', async t => {
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

test('completion does not use the list of another config file when AWS_CONFIG_FILE changes', async t => {
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
