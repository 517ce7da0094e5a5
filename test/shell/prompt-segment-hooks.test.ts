import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { loading } from '../support/integrated-shells.ts';
import { startsIn, tracer } from '../support/process-starts.ts';
import { active, minutes, type Program, prompting } from '../support/prompting.ts';
import { needsShell } from '../support/shells.ts';
import { standIn } from '../support/stand-in.ts';
import { temporaryFolder } from '../support/temp.ts';

const SEGMENT = '[dev 222233334444 57m] ';
const env = (): Record<string, string | undefined> => active(minutes(57));

/** Start-up lines of the user that set a prompt hook, and the output of the hook after `false`. */
const HOOKS: Record<Program, readonly (readonly [name: string, before: string, written: string])[]> = {
  bash: [
    ['nothing', '', ''],
    ['an empty string', "PROMPT_COMMAND=''", ''],
    ['an empty array', 'PROMPT_COMMAND=()', ''],
    ['a command', `PROMPT_COMMAND='echo "saw $?"'`, 'saw 1\n'],
    ['a command and a semicolon', `PROMPT_COMMAND='echo "saw $?"; '`, 'saw 1\n'],
    ['two lines', `PROMPT_COMMAND=$'echo "saw $?"\\necho two\\n'`, 'saw 1\ntwo\n'],
    ['an array', `PROMPT_COMMAND=('echo "saw $?"' 'echo "again $?"')`, 'saw 1\nagain 1\n'],
    ['an array with a gap', `PROMPT_COMMAND=([3]='echo "saw $?"' [7]=)`, 'saw 1\n'],
    ['set -u', 'set -u', ''],
  ],
  zsh: [
    ['nothing', '', ''],
    ['precmd', 'precmd() { echo "saw $?" }', 'saw 1\n'],
    ['an empty array', 'precmd_functions=()', ''],
    ['a hook', 'mine() { echo "saw $?" }; precmd_functions=(mine)', 'saw 1\n'],
    ['set -u', 'set -u', ''],
    [
      'ksh_arrays',
      'setopt ksh_arrays; mine() { echo "saw $?" }; precmd_functions=(mine mine)',
      'saw 1\nsaw 1\n',
    ],
  ],
};

/** Prints the names of awsrole's functions and variables, the prompt hooks and the prompt. */
const STATE: Record<Program, string> = {
  bash: `compgen -A function -A variable | grep -i awsrole; for entry in \${PROMPT_COMMAND[@]+"\${PROMPT_COMMAND[@]}"}; do
    echo "{$entry}"; done | grep -v '^{}$'; complete -p awsrole 2>/dev/null; echo "PROMPT=$PS1"`,
  zsh: `{ typeset +f; typeset +; } | grep -i awsrole; echo "\${precmd_functions[@]-}"; echo "PROMPT=$PROMPT"`,
};

for (const program of ['bash', 'zsh'] as const) {
  for (const [name, before, written] of HOOKS[program])
    test(`${program}, pitfalls 22 to 24: with ${name} as prompt hook, awsrole keeps $? and adds its hook once when loaded three times`, async t => {
      if (!needsShell(t, program)) return;
      const shell = prompting(t, program, { env: env(), before, after: loading(program).repeat(2) });
      assert.equal(await shell.first, `${written.replaceAll('1\n', '0\n')}${SEGMENT}<0> $ `);
      assert.equal(await shell.enter('false'), `${written}${SEGMENT}<1> $ `);
      const hooks = await shell.enter(
        program === 'bash' ? 'declare -p PROMPT_COMMAND' : `print -r -- "\${precmd_functions[@]}"`,
      );
      assert.equal(hooks.match(/__awsrole_precmd/g)?.length, 1);
      assert.match(await shell.enter('(exit 42)'), /<42> \$ $/);
    });

  for (const [name, before] of HOOKS[program])
    test(`${program}, pitfall 33: with ${name} as prompt hook, awsrole_unload restores the state without awsrole`, async t => {
      if (!needsShell(t, program)) return;
      const inactive = {};
      const neverActive = prompting(t, program, { env: inactive, before, after: 'awsrole_unload' });
      await neverActive.first;
      const unloaded = prompting(t, program, { env: inactive, before });
      await unloaded.first;
      await unloaded.enter('AWSROLE_PROFILE=dev AWSROLE_COLOR=3fb950');
      assert.match(await unloaded.enter('AWSROLE_PROFILE=uat'), /\[uat\] <0> \$ $/);
      assert.match(await unloaded.enter('awsrole_unload'), /^[^[]*<0> \$ $/);
      await unloaded.enter('unset AWSROLE_PROFILE AWSROLE_COLOR');
      const withoutAwsrole = prompting(t, program, { env: inactive, before: `${before}\nreturn 0` });
      await withoutAwsrole.first;
      const state = await withoutAwsrole.enter(STATE[program]);
      assert.match(state, /^PROMPT=</m);
      assert.equal(await unloaded.enter(STATE[program]), state);
      assert.equal(await neverActive.enter(STATE[program]), state);
    });

  test(`${program}: clear removes the segment, and the next profile restores it`, async t => {
    if (!needsShell(t, program)) return;
    const shell = prompting(t, program, { env: env() });
    assert.equal(await shell.first, `${SEGMENT}<0> $ `);
    assert.equal(await shell.enter('awsrole clear'), '<0> $ ');
    assert.equal(await shell.enter('AWSROLE_PROFILE=dev AWSROLE_KEY='), '[dev] <0> $ ');
    assert.equal(await shell.enter('AWS_PROFILE=x'), '[dev !AWS_PROFILE] <0> $ ');
  });

  test(`${program}: AWSROLE_PROMPT=off removes the segment in a running shell, and auto restores it`, async t => {
    if (!needsShell(t, program)) return;
    const shell = prompting(t, program, { env: env() });
    assert.equal(await shell.first, `${SEGMENT}<0> $ `);
    assert.equal(await shell.enter('AWSROLE_PROMPT=off'), '<0> $ ');
    assert.equal(await shell.enter(`AWSROLE_PROFILE=uat; echo "{\${awsrole_prompt-}}"`), '{}\n<0> $ ');
    assert.equal(await shell.enter('AWSROLE_PROMPT=auto'), '[uat 222233334444 57m] <0> $ ');
  });

  test(`${program}: AWSROLE_PROMPT=manual only sets awsrole_prompt, and a prompt that contains it shows the segment once`, async t => {
    if (!needsShell(t, program)) return;
    const own =
      program === 'bash'
        ? `PS1='\${awsrole_prompt-}<$?> $ '`
        : `setopt prompt_subst; PROMPT='\${awsrole_prompt}<%?> $ '`;
    const shell = prompting(t, program, { env: { ...env(), AWSROLE_PROMPT: 'manual' } });
    assert.equal(await shell.first, '<0> $ ');
    assert.equal(await shell.enter(own), `${SEGMENT}<0> $ `);
    for (const AWSROLE_PROMPT of ['auto', undefined]) {
      const { first } = prompting(t, program, { env: { ...env(), AWSROLE_PROMPT }, before: own });
      assert.equal(await first, `${SEGMENT}<0> $ `, `${AWSROLE_PROMPT}`);
    }
  });

  test(`${program}: AWSROLE_PROMPT=manual removes awsrole's segment in a running shell and keeps one that the user added`, async t => {
    if (!needsShell(t, program)) return;
    const shell = prompting(t, program, { env: env() });
    assert.equal(await shell.first, `${SEGMENT}<0> $ `);
    assert.equal(await shell.enter('AWSROLE_PROMPT=manual'), '<0> $ ');
    const own =
      program === 'bash'
        ? `PS1='\${awsrole_prompt-}'"$PS1"`
        : `setopt prompt_subst; PROMPT='\${awsrole_prompt}'"$PROMPT"`;
    assert.equal(await shell.enter(own), `${SEGMENT}<0> $ `);
    for (const setting of ['AWSROLE_PROMPT=', 'AWSROLE_PROMPT=manual', 'unset AWSROLE_PROMPT'])
      assert.equal(await shell.enter(setting), `${SEGMENT}<0> $ `, setting);
  });

  test(`${program}: with AWSROLE_PROMPT=off and AWSROLE_REFRESH=off, awsrole adds no prompt hook`, async t => {
    if (!needsShell(t, program)) return;
    const shell = prompting(t, program, { env: { ...env(), AWSROLE_PROMPT: 'off', AWSROLE_REFRESH: 'off' } });
    assert.equal(await shell.first, '<0> $ ');
    assert.doesNotMatch(
      await shell.enter(`echo "\${PROMPT_COMMAND-}\${precmd_functions-}"`),
      /awsrole_precmd/,
    );
  });

  test(`${program}: the segment starts no process, with any content`, async t => {
    if (!needsShell(t, program) || !needsShell(t, 'strace')) return;
    const file = join(temporaryFolder(t), 'trace');
    const { path } = standIn(t, process.env['PATH'] as string, 'exit 1');
    const shell = prompting(t, program, {
      by: tracer(file),
      env: { ...env(), PATH: path, AWSROLE_REFRESH: 'on', AWSROLE_COLOR: '3fb950' },
    });
    await shell.first;
    await shell.enter('/bin/echo mark');
    for (const line of [
      '',
      'AWS_PROFILE=x',
      'AWSROLE_COLOR=fff',
      'awsrole clear',
      '',
      'AWSROLE_PROFILE=dev',
      'true',
    ])
      await shell.enter(line);
    await shell.enter('/bin/echo mark');
    shell.pty.type('exit\r');
    await shell.pty.exit;
    const starts = startsIn(file).map(start => start.replace(/^(clone3|v?fork)/, 'clone'));
    const mark = ['clone', 'execve /bin/echo'];
    assert.deepEqual(starts.slice(starts.indexOf('execve /bin/echo') - 1), [...mark, ...mark]);
  });
}
