import assert from 'node:assert/strict';
import { test } from 'node:test';
import { COMMANDS, type CommandEntry, entryOf, INTERNAL_COMMANDS } from '../../../src/cli/commands.ts';
import { runCli } from '../../../src/cli/run.ts';
import type { AppContext } from '../../../src/commands/context.ts';
import { ExecCommand } from '../../../src/commands/exec.ts';
import { InitCommand } from '../../../src/commands/init.ts';
import { ListCommand } from '../../../src/commands/list.ts';
import { MfaCommand } from '../../../src/commands/mfa.ts';
import { SandboxCommand } from '../../../src/commands/sandbox.ts';
import { SwitchRolesExportCommand } from '../../../src/commands/switch-roles-export.ts';
import { ANY_SHELL } from '../../../src/shells/calling-shell.ts';

const ENTRIES = COMMANDS.map(entryOf);

/** Runs words that must be refused before a command can run. */
const refusal = async (words: readonly string[]): Promise<string[]> => {
  const notes: string[] = [];
  const exitCode = await runCli(
    words,
    { version: '0.0.0', debug: false },
    {
      context: () => ({}) as AppContext,
      stdout: text => assert.equal(text, 'false\n', words.join(' ')),
      stderr: assert.fail,
      isTerminal: () => false,
      isEvaluated: () => true,
      shell: () => ANY_SHELL,
      note: text => notes.push(text),
    },
  );
  assert.equal(exitCode, 2, `${words.join(' ')}: ${notes.join(', ')}`);
  return notes;
};

/** A command line of that command, complete but for its options. */
const lineOf = ({ name, positionals }: CommandEntry): string[] => [
  ...name.split(' '),
  ...positionals.filter(({ isRequired, isRest }) => isRequired && !isRest).map(() => 'dev'),
];

test('every command says in the table what help and completion need', () => {
  for (const entry of ENTRIES) {
    const { name, section, description, examples, options, positionals } = entry;
    assert.notEqual(section, '', name);
    assert.match(description, /^[a-z].*[^.]$/, name);
    assert.ok(examples.length > 0, name);
    assert.equal(new Set(options.map(option => option.name)).size, options.length, name);
    for (const option of options) {
      assert.match(option.name, /^--[a-z]+(-[a-z]+)*$/, name);
      assert.match(option.description, /^\S.*[^.]$/, option.name);
      assert.notEqual(option.value, 'VALUE', `${name} ${option.name}`);
    }
    for (const { name: positional, offered } of positionals) {
      assert.match(positional, /^[A-Z]+$/, name);
      assert.notEqual(offered, undefined, `${name} ${positional}`);
    }
  }
});

test('options of the same name have the same kind of value in all commands', () => {
  const kinds = new Map<string, string>();
  for (const { name: command, options } of ENTRIES)
    for (const { name, value, offered } of options) {
      const kind = JSON.stringify([value, offered]);
      assert.equal(kinds.get(name) ?? kind, kind, `${command} ${name}`);
      kinds.set(name, kind);
    }
});

test('the table shows required, optional and remaining positionals, and aliases', () => {
  const usages = (command: (typeof COMMANDS)[number]): string[] =>
    entryOf(command).positionals.map(({ usage, isRequired }) => `${usage}${isRequired ? '' : ' optional'}`);
  assert.deepEqual(usages(ExecCommand), ['PROFILE', '-- CMD…']);
  assert.deepEqual(usages(SandboxCommand), ['[-- CMD…] optional']);
  assert.deepEqual(usages(InitCommand), ['[SHELL] optional']);
  assert.deepEqual(usages(SwitchRolesExportCommand), ['[PATTERN…] optional']);
  assert.deepEqual(entryOf(ListCommand).paths, [['list'], ['ls']]);
  assert.deepEqual(
    entryOf(MfaCommand)
      .options.filter(({ defaultValue }) => defaultValue !== undefined)
      .map(({ name, value, defaultValue }) => `${name} ${value} ${defaultValue}`),
    ['--from PROFILE default', '--to SECTION mfa', '--duration TIME 12h'],
  );
});

test('internal commands have no help', () => {
  for (const { usage } of INTERNAL_COMMANDS) assert.equal(usage, undefined);
});

for (const entry of ENTRIES) {
  const line = lineOf(entry);
  test(`${entry.name}: --no-X is refused for every option, with and without a value`, async () => {
    for (const { name } of entry.options) {
      const negated = name.replace('--', '--no-');
      const expected = [`error: unknown option '${negated}'`, `hint: omit ${name}`];
      for (const word of [negated, `${negated}=true`, `${negated}=`])
        assert.deepEqual(await refusal([...line, word]), expected, word);
    }
  });

  test(`${entry.name}: a value for an option without one is refused, and so is one for --help`, async () => {
    const flags = entry.options.filter(({ value }) => value === undefined).map(({ name }) => name);
    for (const name of [...flags, '--help', '-h'])
      for (const value of ['1', 'true', ''])
        assert.deepEqual(
          await refusal([...line, `${name}=${value}`]),
          [`error: ${entry.name}: ${name} takes no value`, `hint: write ${name} alone`],
          name,
        );
  });

  test(`${entry.name}: abbreviated, misspelt and combined options are refused`, async () => {
    const names = entry.options.map(({ name }) => name);
    const beginnings = names.flatMap(name => [name.slice(0, -1), name.slice(0, 4), `-${name[2]}`]);
    const wrong = [
      ...beginnings,
      ...names.map(name => `${name}x`),
      '-hv',
      '-jr',
      '--json5',
      '--no-help',
      '--No-json',
    ];
    for (const word of wrong.filter(word => !names.includes(word)))
      for (const typed of [word, `${word}=1`]) {
        const [error] = await refusal([...line, typed]);
        assert.equal(error, `error: ${entry.name}: unknown option '${word}'`, typed);
      }
  });
}

test('a negated option before the command is refused too', async () => {
  assert.deepEqual(await refusal(['--no-unattended', 'dev']), [
    "error: unknown option '--no-unattended'",
    'hint: omit --unattended',
  ]);
});

test('what follows -- belongs to the command: --no-refresh runs', async () => {
  const words = ['exec', 'dev', '--', 'npm', '--no-refresh', '--json=1', '--help=1'];
  await assert.rejects(refusal(words), /exec dev -- npm/);
});
