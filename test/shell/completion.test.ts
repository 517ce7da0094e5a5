import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { COMMANDS, entryOf } from '../../src/cli/commands.ts';
import {
  ODD_NAMES,
  offeredByBash,
  offeredByFish,
  offeredByZsh,
  withProfiles,
} from '../support/completion.ts';
import { LAUNCHER } from '../support/program.ts';
import { openPty } from '../support/pty.ts';
import { needsShell } from '../support/shells.ts';

const OFFERED = [
  ['bash', offeredByBash],
  ['zsh', offeredByZsh],
  ['fish', offeredByFish],
] as const;

const FIRST_WORDS = [...new Set(COMMANDS.map(({ paths }) => paths.at(0)?.[0] ?? ''))];

/** The words before options: commands of one or two words, and first words that need a second. */
const PATHS = [
  ...new Set(COMMANDS.flatMap(({ paths }) => [paths[0]?.[0] ?? '', paths[0]?.join(' ') ?? ''])),
  'help',
];

const optionsOf = (command: string): string[] =>
  COMMANDS.map(entryOf)
    .filter(({ name }) => name === command)
    .flatMap(({ options }) => options.map(({ name }) => name));

test('bash offers exactly the commands and the profiles as the first word', async t => {
  const inside = await withProfiles(t, ['dev', 'prod']);
  assert.deepEqual(
    (await offeredByBash(inside, 'awsrole ')).sort(),
    [...FIRST_WORDS, 'default', 'dev', 'prod'].sort(),
  );
});

test('fish offers exactly the commands and the profiles, with account and role, as the first word', async t => {
  if (!needsShell(t, 'fish')) return;
  const inside = await withProfiles(t, ['dev']);
  const offered = await offeredByFish(inside, 'awsrole ');
  assert.deepEqual(
    offered.map(line => line.split('\t')[0]).sort(),
    [...FIRST_WORDS, 'default', 'dev'].sort(),
  );
  assert.ok(offered.includes('dev\t222233334444 Developer'));
});

test('after help, every shell offers the commands', async t => {
  const inside = await withProfiles(t, ['dev']);
  for (const [shell, offered] of OFFERED) {
    if (!needsShell(t, shell)) continue;
    const offers = await offered(inside, 'awsrole help ');
    assert.deepEqual(offers.map(line => line.split('\t')[0]).sort(), FIRST_WORDS.toSorted(), shell);
  }
});

for (const command of PATHS)
  test(`bash, zsh and fish offer exactly the options of ${command}`, async t => {
    const inside = await withProfiles(t, ['dev']);
    const expected = [...optionsOf(command), '--help'].sort();
    for (const [shell, offered] of OFFERED) {
      if (!needsShell(t, shell)) continue;
      const offers = await offered(inside, `awsrole ${command} --`);
      assert.deepEqual(offers.map(line => line.split('\t')[0]).sort(), expected, shell);
    }
  });

test('after switch-roles completion offers export and import, then profiles or files', async t => {
  const inside = await withProfiles(t, ['dev']);
  writeFileSync(join(inside.home, 'roles.txt'), '');
  assert.deepEqual(await offeredByBash(inside, 'awsrole switch-roles '), ['export', 'import']);
  assert.deepEqual(await offeredByBash(inside, 'awsrole switch-roles export d'), ['default', 'dev']);
  // bash itself completes files when awsrole offers nothing
  assert.deepEqual(await offeredByBash(inside, 'awsrole switch-roles import r'), []);
  if (!needsShell(t, 'fish')) return;
  const fish = async (line: string): Promise<string[]> =>
    (await offeredByFish(inside, line)).map(offer => offer.split('\t')[0] ?? '').sort();
  assert.deepEqual(await fish('awsrole switch-roles '), ['export', 'import']);
  assert.deepEqual(await fish('awsrole switch-roles export d'), ['default', 'dev']);
  assert.deepEqual(await fish('awsrole switch-roles import r'), ['roles.txt']);
});

test('pitfall 34: bash completes names with spaces, quotes and $(…) literally and runs nothing [P3]', async t => {
  const inside = await withProfiles(t, ODD_NAMES);
  const all = await offeredByBash(inside, 'awsrole why ');
  const { stdout } = await inside.run('bash', `printf '%s\\n' ${all.join(' ')}`);
  assert.deepEqual(stdout.split('\n').slice(0, -1), [...ODD_NAMES, 'default'].sort());
  assert.equal(existsSync(join(inside.home, 'RAN')), false);
});

test('bash completes the words after exec … -- as another command line', async t => {
  const inside = await withProfiles(t, ['dev']);
  // the PATH has no other commands
  const withCode = (code: string): typeof inside => ({
    ...inside,
    run: (shell, rest, options = {}) => inside.run(shell, `PATH=$HOME/bin; ${code}\n${rest}`, options),
  });
  for (const name of ['lsx', 'lsy', "ls'z"])
    writeFileSync(join(inside.home, 'bin', name), '', { mode: 0o700 });
  const offered = async (line: string, code = ''): Promise<string[]> =>
    (await offeredByBash(withCode(code), line)).sort();
  assert.deepEqual(await offered('awsrole exec dev -- ls'), ["ls\\'z", 'lsx', 'lsy']);
  assert.deepEqual(await offered('awsrole exec dev -- \\$'), []);
  assert.deepEqual(await offered("awsrole exec dev -- '$(touch RAN)"), []);
  assert.deepEqual(await offered('awsrole exec dev -- lsx l'), []);
  assert.deepEqual(await offered('awsrole exec dev -- bin/l'), []);
  for (const name of ['_command_offset', '_comp_command_offset']) {
    const loaded = `${name}() { COMPREPLY=("\${COMP_WORDS[$1]}" "\${COMP_WORDS[COMP_CWORD]}"); }`;
    const words = 'COMP_WORDS=(awsrole exec team : dev -- git ch) COMP_CWORD=7';
    assert.deepEqual(await offered('awsrole exec team:dev -- git ch', `${loaded}; ${words}`), ['ch', 'git']);
  }
  assert.equal(existsSync(join(inside.home, 'RAN')), false);
});

test('bash completes a name in the quoting that the user began', async t => {
  const inside = await withProfiles(t, ODD_NAMES);
  assert.deepEqual(await offeredByBash(inside, 'awsrole my\\ '), ['my\\ dev']);
  assert.deepEqual(await offeredByBash(inside, 'awsrole "my '), ['my dev']);
  assert.deepEqual(await offeredByBash(inside, 'awsrole "$'), ['\\$(touch RAN)']);
  assert.deepEqual(await offeredByBash(inside, "awsrole '$"), ['$(touch RAN)']);
  assert.deepEqual(await offeredByBash(inside, "awsrole 'it"), ["it'\\''s"]);
});

test('pitfall 35: after a colon bash gets only the rest of a name, because readline breaks words there', async t => {
  const inside = await withProfiles(t, ODD_NAMES);
  assert.deepEqual(await offeredByBash(inside, 'awsrole team:'), ['dev', 'ops']);
  assert.deepEqual(await offeredByBash(inside, 'awsrole use team:d'), ['dev']);
  assert.deepEqual(await offeredByBash(inside, 'awsrole a='), ['b']);
});

test('fish offers names with spaces, quotes and $(…) as text', async t => {
  if (!needsShell(t, 'fish')) return;
  const inside = await withProfiles(t, ODD_NAMES);
  for (const line of ['awsrole why ', 'awsrole exec '])
    assert.deepEqual(
      (await offeredByFish(inside, line)).map(offer => offer.split('\t')[0]).sort(),
      ['default', ...ODD_NAMES].sort(),
    );
  assert.equal(existsSync(join(inside.home, 'RAN')), false);
});

const COMPINIT = 'autoload -Uz compinit; compinit -D -u';
const INIT = 'eval "$(awsrole init zsh)"';

/** What a user loads, as the lines of a start-up file or of a session. */
const ZSH_LOADS = [
  ['compinit, then awsrole init', [`${COMPINIT}; ${INIT}`]],
  ['awsrole init, then compinit', [`${INIT}; ${COMPINIT}`]],
  ['awsrole init, and compinit after the first prompts', [INIT, 'true', COMPINIT]],
  ['compinit, awsrole init, and another compinit', [`${COMPINIT}; ${INIT}; ${COMPINIT}`]],
  [
    'awsrole init without the prompt, then compinit',
    [`export AWSROLE_PROMPT=off AWSROLE_REFRESH=off; ${INIT}; ${COMPINIT}`],
  ],
  [
    'compinit with the folder in fpath',
    [`fpath=('${join(LAUNCHER, '../../completions')}' $fpath); ${COMPINIT}`],
  ],
] as const;

for (const [order, lines] of ZSH_LOADS)
  test(`pitfall 36: zsh completes on a terminal after ${order}`, async t => {
    const shell = needsShell(t, 'zsh');
    if (!shell) return;
    const inside = await withProfiles(t, ODD_NAMES);
    const pty = openPty(t, shell, ['-f'], {
      env: { ...inside.env, PS1: '<> ', TERM: 'xterm' },
      cwd: inside.home,
    });
    await pty.waitFor(/<> $/);
    for (const line of lines) {
      pty.type(`PROMPT='<> '; ${line}; echo loaded\r`);
      await pty.waitFor(/\nloaded\n[\s\S]*<> $/);
    }
    for (const [typed, word] of [
      ['my', 'my dev'],
      ['team:o', 'team:ops'],
      ['\\$', '$(touch RAN)'],
      ['it', "it's"],
    ]) {
      // prints the words of the completed line instead of running it
      pty.type(`awsrole exec ${typed}\t\x01print -rl -- \r`);
      await pty.waitFor(
        new RegExp(`\\nawsrole\\nexec\\n${word?.replaceAll(/[$()]/g, '\\$&')} ?\\n[\\s\\S]*<> $`),
      );
    }
    assert.equal(existsSync(join(inside.home, 'RAN')), false);
    pty.type('print -r -- hooks $precmd_functions\r');
    const [hooks] = await pty.waitFor(/\nhooks.*\n/);
    assert.doesNotMatch(hooks, /register/, 'the hook is gone once the completion is registered');
    pty.kill('SIGKILL');
  });

test('an alias completes in bash after the documented line, and in zsh and fish without one', async t => {
  const readme = readFileSync(join(LAUNCHER, '../../README.md'), 'utf8');
  const [bashLine = ''] = /^alias ar=awsrole; complete .*$/m.exec(readme) ?? [];
  for (const [program, args, lines] of [
    ['bash', ['--norc', '--noprofile'], ['eval "$(awsrole init bash)"', bashLine.replace(/\s*#.*/, '')]],
    ['zsh', ['-f'], [`${COMPINIT}; ${INIT}`, 'alias ar=awsrole']],
    ['fish', ['--no-config'], ['awsrole init fish | source', 'alias ar=awsrole']],
  ] as const) {
    const shell = needsShell(t, program);
    if (!shell) continue;
    const inside = await withProfiles(t, ['dev', 'team:ops']);
    if (program === 'fish') {
      const code = [...lines, 'complete -C "ar exec de"'].join('\n');
      const { stdout, stderr } = await inside.run(shell, code);
      assert.deepEqual(
        [stdout.split('\n').map(line => line.split('\t')[0]), stderr],
        [['default', 'dev', ''], ''],
      );
      continue;
    }
    const pty = openPty(t, shell, args, {
      env: { ...inside.env, PS1: '<> ', TERM: 'xterm' },
      cwd: inside.home,
    });
    await pty.waitFor(/<> $/);
    pty.type(`${lines.join('; ')}; PS1='<> '; echo loaded\r`);
    await pty.waitFor(/\nloaded\n[\s\S]*<> $/);
    for (const [typed, word] of [
      ['ar exec dev', 'dev'],
      ['ar team:o', 'team:ops'],
    ]) {
      pty.type(`${typed}\t\x01echo \r`);
      await pty.waitFor(new RegExp(`\\nar (exec )?${word} ?\\n[\\s\\S]*<> $`));
    }
    pty.kill('SIGKILL');
  }
});

test('without compinit, zsh loads the shell integration and prints nothing', async t => {
  if (!needsShell(t, 'zsh')) return;
  const inside = await withProfiles(t, ['dev']);
  const { stdout, stderr, exitCode } = await inside.run(
    'zsh',
    'eval "$(awsrole init zsh)" && whence -w awsrole',
  );
  assert.deepEqual([exitCode, stdout, stderr], [0, 'awsrole: function\n', '']);
});
