import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { loading } from '../support/integrated-shells.ts';
import { active, minutes, type Program, type Prompting, prompting } from '../support/prompting.ts';
import { needsShell } from '../support/shells.ts';
import { standIn } from '../support/stand-in.ts';
import { temporaryFolder } from '../support/temp.ts';

const DEV = '[dev 222233334444 57m] ';
const UAT = '[uat 222233334444 57m] ';
const env = (): Record<string, string | undefined> => active(minutes(57));

/** Activates uat as the code of awsrole does. */
const ACTIVATE_UAT = 'export AWSROLE_PROFILE=uat AWSROLE_KEY=ASIAUAT AWS_ACCESS_KEY_ID=ASIAUAT';

/** A hook as direnv's: it activates uat in a folder `project`, and no profile elsewhere. It keeps the exit status. */
const FOLLOW = `follow() { local kept=$?; case $PWD in */project) ${ACTIVATE_UAT} ;; *) unset AWSROLE_PROFILE ;; esac; return $kept; }`;

/** Places of a foreign hook in the list of prompt hooks, as start-up lines before and after awsrole is loaded. */
const PLACES: Record<Program, readonly (readonly [name: string, before: string, after: string])[]> = {
  bash: [
    ['before', "PROMPT_COMMAND='HOOK'", ''],
    ['before, as an array', 'PROMPT_COMMAND=(HOOK)', ''],
    ['before, with a comment', "PROMPT_COMMAND='HOOK # mine'", ''],
    ['in front', '', `PROMPT_COMMAND="HOOK;$PROMPT_COMMAND"`],
    ['behind', '', `PROMPT_COMMAND="$PROMPT_COMMAND;HOOK"`],
    ['behind, as an array', '', 'PROMPT_COMMAND+=(HOOK)'],
    [
      'around',
      '',
      `saved=$PROMPT_COMMAND; around() { local kept=$?; eval "$saved"; (exit $kept); HOOK; }; PROMPT_COMMAND=around`,
    ],
  ],
  zsh: [
    ['before', 'precmd_functions=(HOOK)', ''],
    ['in front', '', 'precmd_functions=(HOOK $precmd_functions)'],
    ['behind', '', 'precmd_functions+=(HOOK)'],
    ['precmd', 'precmd() { HOOK; }', ''],
  ],
};

const withFolder = (t: TestContext): { cwd: string; project: string } => {
  const cwd = temporaryFolder(t);
  const project = join(cwd, 'project');
  mkdirSync(project);
  return { cwd, project };
};

/** Tries lines and checks the prompt that follows each. */
const follows = async (shell: Prompting, lines: readonly (readonly [line: string, output: string])[]) => {
  for (const [line, output] of lines) assert.equal(await shell.enter(line), output, line);
};

for (const program of ['bash', 'zsh'] as const) {
  for (const [place, before, after] of PLACES[program]) {
    const hooked = (hook: string, text: string): string => `${hook}\n${text.replaceAll('HOOK', 'follow')}`;

    test(`${program}: with a hook ${place} that follows the folder, each prompt names the profile that is active at that prompt`, async t => {
      if (!needsShell(t, program)) return;
      const { cwd, project } = withFolder(t);
      const options = { env: env(), before: hooked(FOLLOW, before), after: hooked('', after) };
      const outside = prompting(t, program, { ...options, cwd });
      assert.equal(await outside.first, '<0> $ ');
      await follows(outside, [
        ['cd project', `${UAT}<0> $ `],
        ['false', `${UAT}<1> $ `],
        ['cd ..', '<0> $ '],
        ['cd project', `${UAT}<0> $ `],
      ]);
      const inside = prompting(t, program, { ...options, cwd: project });
      assert.equal(await inside.first, `${UAT}<0> $ `);
      assert.equal(await inside.enter('(exit 3)'), `${UAT}<3> $ `);
    });

    test(`${program}: a prompt that a hook ${place} sets again each time has the segment once, from the second prompt on`, async t => {
      // such a hook runs awsrole's hook itself, and what it does then is its own
      if (place === 'around' || !needsShell(t, program)) return;
      const own = program === 'bash' ? `PS1='mine <$?> $ '` : `PROMPT='mine <%?> $ '`;
      const hook = `follow() { local kept=$?; ${own}; return $kept; }`;
      const shell = prompting(t, program, {
        env: env(),
        before: hooked(hook, before),
        after: hooked('', after),
      });
      await shell.first;
      await follows(shell, [
        ['', `${DEV}mine <0> $ `],
        ['false', `${DEV}mine <1> $ `],
        ['awsrole clear', 'mine <0> $ '],
      ]);
    });
  }

  for (const [name, line, segment] of [
    ['the profile', 'AWSROLE_PROFILE=uat', '[uat 222233334444 57m] '],
    ['the key of awsrole', 'AWSROLE_KEY=x', '[dev 222233334444 57m !key] '],
    ['the key', 'AWS_ACCESS_KEY_ID=x', '[dev 222233334444 57m !key] '],
    ['AWS_PROFILE', 'AWS_PROFILE=', '[dev 222233334444 57m !AWS_PROFILE] '],
    ['AWS_DEFAULT_PROFILE', 'AWS_DEFAULT_PROFILE=x', '[dev 222233334444 57m !AWS_PROFILE] '],
    ['the profile to none', 'unset AWSROLE_PROFILE', ''],
  ] as const)
    test(`${program}: a hook behind awsrole's changes ${name}, and the first prompt shows it`, async t => {
      if (!needsShell(t, program)) return;
      const add = program === 'bash' ? `PROMPT_COMMAND="$PROMPT_COMMAND;late"` : 'precmd_functions+=(late)';
      const shell = prompting(t, program, { env: env(), after: `late() { ${line}; }\n${add}` });
      assert.equal(await shell.first, `${segment}<0> $ `);
    });

  test(`${program}: a saved or changed prompt shows the active session once, and none after clear`, async t => {
    if (!needsShell(t, program)) return;
    const shell = prompting(t, program, { env: env() });
    assert.equal(await shell.first, `${DEV}<0> $ `);
    await follows(shell, [
      ['saved=$PS1; PS1="(venv) $PS1"', `(venv) ${DEV}<0> $ `],
      ['', `(venv) ${DEV}<0> $ `],
      ['AWSROLE_PROFILE=uat AWSROLE_COLOR=3fb950', `(venv) ${UAT}<0> $ `],
      ['PS1="x $PS1"', `x (venv) ${UAT}<0> $ `],
      ['awsrole clear', 'x (venv) <0> $ '],
      ['PS1=$saved', '<0> $ '],
      ['AWSROLE_PROFILE=dev AWSROLE_ACCOUNT_ID=1 AWSROLE_KEY=', '[dev 1] <0> $ '],
      ['PS1="y $saved"', 'y [dev 1] <0> $ '],
      ['awsrole clear', 'y <0> $ '],
    ]);
  });

  test(`${program}: without its hook, a prompt shows no session that awsrole cleared`, async t => {
    if (!needsShell(t, program)) return;
    const shell = prompting(t, program, { env: env() });
    assert.equal(await shell.first, `${DEV}<0> $ `);
    await shell.enter(program === 'bash' ? 'PROMPT_COMMAND=' : 'precmd_functions=()');
    assert.equal(await shell.enter('awsrole clear'), '<0> $ ');
  });

  test(`${program}: the segment stands behind the empty lines at the start of a prompt of several lines`, async t => {
    if (!needsShell(t, program)) return;
    const prompts = {
      bash: [`PS1='\\n\\nup\\n<$?> $ '`, `PS1=$'\\nup\\n<$?> $ '`],
      zsh: [`PROMPT=$'\\n\\nup\\n<%?> $ '`],
    };
    for (const before of prompts[program]) {
      const { first } = prompting(t, program, { env: env(), before });
      assert.match(await first, /^\n{1,2}\[dev 222233334444 57m\] up\n<0> \$ $/);
    }
  });

  test(`${program}: a child shell without the functions that inherits the prompt and its hooks prints only the prompt`, async t => {
    if (!needsShell(t, program)) return;
    const child = { bash: 'bash --norc --noprofile', zsh: 'zsh -f -o no_prompt_sp -o no_prompt_cr' }[program];
    for (const before of program === 'bash' ? ['', "PROMPT_COMMAND='true'", 'set -a'] : ['']) {
      const shell = prompting(t, program, { env: env(), before, after: 'export PS1 PROMPT PROMPT_COMMAND' });
      assert.equal(await shell.first, `${DEV}<0> $ `);
      await follows(shell, [
        [child, '<0> $ '],
        ['false', '<1> $ '],
        ['unset AWSROLE_PROFILE', '<0> $ '],
      ]);
      assert.match(await shell.enter('exit'), /^(exit\n)?\[dev 222233334444 57m\] <0> \$ $/);
    }
  });

  test(`${program}: a child shell with the functions that inherits the prompt shows the segment once`, async t => {
    if (!needsShell(t, program)) return;
    const child = { bash: 'bash --norc --noprofile', zsh: 'zsh -f -o no_prompt_sp -o no_prompt_cr' }[program];
    const shell = prompting(t, program, { env: env(), after: 'export PS1 PROMPT PROMPT_COMMAND' });
    await shell.first;
    await follows(shell, [
      [child, '<0> $ '],
      [loading(program).trim(), `${DEV}<0> $ `],
      ['awsrole clear', '<0> $ '],
      ['awsrole_unload', '<0> $ '],
    ]);
  });
}

/** What `awsrole status` learns about a prompt: start-up lines, and the word. */
const PLACEMENTS: Record<Program, readonly (readonly [name: string, before: string, word: string])[]> = {
  bash: [
    ['a plain prompt', '', 'auto'],
    ['AWSROLE_PROMPT=off', 'AWSROLE_PROMPT=off', 'off'],
    ['AWSROLE_PROMPT=manual', 'AWSROLE_PROMPT=manual', 'none'],
    ['a prompt with awsrole_prompt', `PS1='\${awsrole_prompt-}'$PS1`, 'own'],
    ['starship', 'STARSHIP_SHELL=bash', 'none'],
    ['the starship of another shell', 'STARSHIP_SHELL=zsh', 'auto'],
  ],
  zsh: [
    ['a plain prompt', '', 'auto'],
    ['AWSROLE_PROMPT=off', 'AWSROLE_PROMPT=off', 'off'],
    ['AWSROLE_PROMPT=manual', 'AWSROLE_PROMPT=manual', 'none'],
    ['a prompt with awsrole_prompt', `setopt prompt_subst; PROMPT='\${awsrole_prompt}'$PROMPT`, 'own'],
    ['starship', 'STARSHIP_SHELL=zsh', 'none'],
    ['powerlevel10k', 'P9K_VERSION=1', 'none'],
    ['pure', 'prompt_pure_setup() { : }', 'none'],
  ],
};

for (const program of ['bash', 'zsh'] as const)
  for (const [name, before, word] of PLACEMENTS[program])
    test(`${program}: with ${name}, awsrole status learns '${word}', with and without an active profile`, async t => {
      if (!needsShell(t, program)) return;
      const { path } = standIn(t, process.env['PATH'] as string, 'echo "segment=$AWSROLE_SEGMENT"');
      for (const variables of [env(), {}]) {
        const shell = prompting(t, program, { env: { ...variables, PATH: path }, before });
        await shell.first;
        assert.match(await shell.enter('awsrole status'), new RegExp(`^segment=${word}\n`));
        assert.match(await shell.enter('sh -c "awsrole other"'), /^segment=\n/);
      }
    });

for (const [name, list] of [
  ['first', 'PROMPT_COMMAND="$PROMPT_COMMAND;true"'],
  ['in the middle', 'PROMPT_COMMAND="true;$PROMPT_COMMAND;true"'],
  ['last', 'PROMPT_COMMAND="true; $PROMPT_COMMAND"'],
  ['on its own line', `PROMPT_COMMAND=$'true\\n'"$PROMPT_COMMAND"$'\\ntrue'`],
  ['within an element of an array', 'PROMPT_COMMAND=(true "$PROMPT_COMMAND;true" true)'],
  ['in the variable of another tool', `saved=$PROMPT_COMMAND; PROMPT_COMMAND='eval "$saved"'`],
  ['twice', 'PROMPT_COMMAND="$PROMPT_COMMAND;$PROMPT_COMMAND"'],
  [
    'under its bare name, as older versions wrote it',
    'PROMPT_COMMAND="__awsrole_precmd;true;$PROMPT_COMMAND"',
  ],
] as const)
  test(`bash: awsrole_unload leaves no trace of a hook that stands ${name}`, async t => {
    if (!needsShell(t, 'bash')) return;
    const shell = prompting(t, 'bash', { env: env(), after: list });
    assert.equal(await shell.first, `${DEV}<0> $ `);
    await follows(shell, [
      ['awsrole_unload', '<0> $ '],
      ['false', '<1> $ '],
      [`case "\${PROMPT_COMMAND[*]}" in *awsrole*) echo left ;; esac`, '<0> $ '],
    ]);
  });

/**
 * A tool as bash-preexec: its last hook arms a trap on DEBUG, and the trap reports the next command as the one that the
 * user typed.
 */
const REPORTER = `armed=
report() { if [[ $armed ]]; then armed=; echo "typed: $BASH_COMMAND"; fi; }
arm() { armed=1; }
trap report DEBUG
PROMPT_COMMAND="\${PROMPT_COMMAND:+$PROMPT_COMMAND;}arm"`;

for (const [name, before, after] of [
  ['before', REPORTER, ''],
  ['after', '', REPORTER],
] as const)
  test(`bash: a tool that reports typed commands by a trap on DEBUG, loaded ${name} awsrole, reports none of awsrole's`, async t => {
    if (!needsShell(t, 'bash')) return;
    const shell = prompting(t, 'bash', { env: env(), before, after });
    await shell.first;
    // a trap in a file that is sourced is visible to awsrole at the first prompt only
    await shell.enter('true');
    await follows(shell, [
      [': one', `typed: : one\n${DEV}<0> $ `],
      ['AWSROLE_PROFILE=uat', `typed: AWSROLE_PROFILE=uat\n${UAT}<0> $ `],
    ]);
  });
