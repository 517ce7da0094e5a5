import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { DRAW, FUNCTIONS, fishLab } from '../support/fish-lab.ts';
import { active, activeWithClock, minutes } from '../support/prompting.ts';
import { openPty } from '../support/pty.ts';
import { needsShell } from '../support/shells.ts';
import { standIn } from '../support/stand-in.ts';
import { temporaryFolder } from '../support/temp.ts';

test('fish: the segment shows profile, account, time left and warning marks, without control characters', async t => {
  if (!needsShell(t, 'fish')) return;
  const inside = await fishLab(t);
  const segment = async (code: string, env = {}): Promise<string> => {
    const text = `awsrole dev; ${code}; ${DRAW}; string escape -- "$awsrole_prompt"`;
    return (await inside.fish(text, { AWSROLE_REFRESH: 'off', NO_COLOR: '1', ...env }, '-i')).stdout.trim();
  };
  const left = (seconds: number): string => `set -gx AWSROLE_EXPIRES (math (date +%s) + ${seconds})`;
  assert.match(await segment('true'), /^'\[dev 222233334444 (1h00|5\d)m\] '$/);
  assert.match(await segment(left(3 * 3600 + 330)), /^'\[dev 222233334444 3h05m\] '$/);
  assert.match(await segment(left(30)), /^'\[dev 222233334444 <1m\] '$/);
  assert.match(await segment(left(-1)), /^'\[dev 222233334444 expired\] '$/);
  assert.match(await segment('set -gx AWSROLE_EXPIRES 1x'), /^'\[dev 222233334444\] '$/);
  assert.match(
    await segment('set -gx AWS_ACCESS_KEY_ID x; set -gx AWS_PROFILE y'),
    /m !key !AWS_PROFILE\] '$/,
  );
  assert.match(await segment(String.raw`set -gx AWSROLE_PROFILE a\e\n\x9b'(x)'`), /^'\[a\(x\) 2/);
  const colours = { NO_COLOR: '', COLORTERM: 'truecolor', fish_term24bit: '1' };
  assert.match(await segment('true', colours), /38\\?;2\\?;63\\?;185\\?;80m\\?\[dev/);
  assert.match(await segment(left(400), colours), /33m' ?6m|33m\\? 6m/);
  assert.match(await segment(left(-1), colours), /31m\\? expired/);
  assert.doesNotMatch(await segment('true', { ...colours, TERM: 'dumb' }), /\\e/);
  assert.equal(await segment('true', { AWSROLE_PROMPT: 'off' }), "''");
});

test('fish: the segment shows the true time left under a wrong clock, and AWSROLE_CLOCK is erased after the clock was set', async t => {
  if (!needsShell(t, 'fish')) return;
  const inside = await fishLab(t);
  const show = `${DRAW}; echo "$awsrole_prompt"; set -q AWSROLE_CLOCK; and echo kept; true`;
  const drawn = async (env: Record<string, string | undefined>): Promise<string> =>
    (await inside.fish(show, { ...env, NO_COLOR: '1' }, '-i')).stdout;
  for (const [left, offset, setBy, time, kept] of [
    [minutes(57), 54_000, 0, '57m', 'kept\n'],
    [minutes(57), -7_200, 0, '57m', 'kept\n'],
    [-5, 54_000, 0, 'expired', 'kept\n'],
    [minutes(57), -7_200, -10_000, '57m', 'kept\n'],
    [minutes(57), 54_000, 54_000, '57m', ''],
    [minutes(57), -7_200, -7_200, '57m', ''],
  ] as const)
    assert.equal(
      await drawn(activeWithClock(left, offset, setBy)),
      `[dev 222233334444 ${time}] \n${kept}`,
      `${offset} ${setBy}`,
    );
  for (const value of ['x', '5', '0 0', '-5 (touch canary)', '1 2 3', '05 06'])
    assert.equal(
      await drawn(active(minutes(57), { AWSROLE_CLOCK: value })),
      '[dev 222233334444 57m] \nkept\n',
      value,
    );
});

test('fish: the segment precedes the prompt, which keeps the status; awsrole_unload removes everything', async t => {
  const fish = needsShell(t, 'fish');
  if (!fish) return;
  const inside = await fishLab(t);
  const start = `source '${FUNCTIONS}'; source '${FUNCTIONS}'
    function fish_prompt; echo -n "<$pipestatus> "; end`;
  const pty = openPty(t, fish, ['--no-config', '-i', '-C', start], { env: inside.env, cwd: inside.home });
  await pty.waitFor(/<0> $/);
  pty.type('awsrole dev\r');
  await pty.waitFor(/\[dev 222233334444 (1h00|5\d)m\] <0> $/);
  pty.type('false | true | sh -c "exit 3"\r');
  await pty.waitFor(/\[dev 222233334444 (1h00|5\d)m\] <1 0 3> $/);
  pty.type('function fish_prompt; echo -n "new> "; end\r');
  await pty.waitFor(/new> $/);
  pty.type('true\r');
  await pty.waitFor(/\[dev [^\]]*\] new> $/);
  pty.type('set -g AWSROLE_PROMPT off; awsrole dev\r');
  await pty.waitFor(/[^\] ] ?new> $/);
  pty.type("set AWSROLE_PROMPT ''\r");
  await pty.waitFor(/\[dev [^\]]*\] new> $/);
  pty.type('set AWSROLE_PROMPT manual\r');
  await pty.waitFor(/[^\] ] ?new> $/);
  pty.type('echo "own $awsrole_prompt"\r');
  await pty.waitFor(/own \[dev [^\]]*\] \n[^\]]*[^\] ] ?new> $/);
  pty.type('set -e AWSROLE_PROMPT\r');
  await pty.waitFor(/\[dev [^\]]*\] new> $/);
  pty.type('awsrole clear\r');
  await pty.waitFor(/[^\] ] ?new> $/);
  pty.type('awsrole_unload\r');
  await pty.waitFor(/[^\] ] ?new> $/);
  pty.type("echo (begin; functions -an; set -n; end | string match '*awsrole*' | count) left\r");
  await pty.waitFor(/\b0 left\n[\s\S]*new> $/);
  pty.type('functions fish_prompt | string match -q "*new> *"; exit $status\r');
  assert.deepEqual(await pty.exit, { exitCode: 0, signal: 0 });
});

test('fish: near its end a session is renewed in the background once a minute, and a later prompt loads the new record', async t => {
  if (!needsShell(t, 'fish')) return;
  const inside = await fishLab(t);
  const log = join(inside.home, 'log');
  const waitForLog = `while not test -s '${log}'; sleep 0.05; end`;
  const nearEnd = 'set -gx AWSROLE_EXPIRES (math (date +%s) + 100)';
  const moveRecord = 'mv ~/.cache/awsrole/live/dev kept; mkdir -p ~/.cache/awsrole/live';
  const { stdout, stderr } = await inside.fish(
    `awsrole dev; set key $AWS_ACCESS_KEY_ID; ${moveRecord}; ${nearEnd}
    ${DRAW}; ${waitForLog}; ${DRAW}
    mv kept ~/.cache/awsrole/live/dev; set -gx AWS_ACCESS_KEY_ID x; set -gx AWSROLE_KEY x
    ${DRAW}; test $AWS_ACCESS_KEY_ID = $key; and test $AWSROLE_KEY = $key; and echo renewed
    ${nearEnd}; set -gx AWS_ACCESS_KEY_ID mine; ${DRAW}; echo $AWS_ACCESS_KEY_ID
    ${nearEnd}; set -gx AWS_ACCESS_KEY_ID x; set -gx AWSROLE_KEY x; set -gx AWSROLE_ROLE_ARN other; ${DRAW}; echo $AWS_ACCESS_KEY_ID
    set -gx AWSROLE_CACHE off; rm ~/.cache/awsrole/live/dev; set -e __awsrole_retry; ${DRAW}
    set -e AWSROLE_CACHE; set -gx AWSROLE_REFRESH off; set -e __awsrole_retry; ${DRAW}; true`,
    {},
    '-i',
  );
  assert.equal(stdout, 'renewed\nmine\nx\n', stderr);
  assert.equal(inside.started(), 'use --unattended dev\n');
});

test('fish: with variables that decide the endpoint, the renewal writes a record that holds under them, and a later prompt loads it', async t => {
  if (!needsShell(t, 'fish')) return;
  const inside = await fishLab(t);
  const { stdout, stderr } = await inside.fish(
    `awsrole dev; set -gx AWS_STS_REGIONAL_ENDPOINTS regional; set -gx AWS_USE_FIPS_ENDPOINT false
    set -gx AWSROLE_EXPIRES (math (date +%s) + 100); ${DRAW}
    while not grep -qF '|regional|false|' '${inside.record}'; sleep 0.05; end
    ${DRAW}; test $AWSROLE_EXPIRES -gt (math (date +%s) + 300); and echo renewed`,
    { PATH: inside.env['PATH'] },
    '-i',
  );
  assert.equal(stdout, 'renewed\n', stderr);
});

/** A hook as direnv's: it activates uat in a folder `project`, and no profile elsewhere. */
const FOLLOW = `function follow --on-event fish_prompt
    if string match -q '*/project' $PWD
      set -gx AWSROLE_PROFILE uat; set -gx AWSROLE_KEY k; set -gx AWS_ACCESS_KEY_ID k
    else
      set -e AWSROLE_PROFILE
    end
  end`;
const OWN = 'function fish_prompt; set -l kept $status; echo -n "$awsrole_prompt<$kept> "; end';
const PLAIN = 'function fish_prompt; echo -n "<$status> "; end';

for (const [name, lines, isLate] of [
  ['before awsrole', [PLAIN, FOLLOW, `source '${FUNCTIONS}'`], false],
  ['after awsrole', [PLAIN, `source '${FUNCTIONS}'`, FOLLOW], false],
  // the value of awsrole_prompt is there before the prompt runs, so the first prompt may miss a later hook
  ['after awsrole, with awsrole_prompt in the prompt', [OWN, `source '${FUNCTIONS}'`, FOLLOW], true],
  [
    'after awsrole, with AWSROLE_PROMPT=manual',
    ['set -g AWSROLE_PROMPT manual', OWN, `source '${FUNCTIONS}'`, FOLLOW],
    true,
  ],
] as const)
  test(`fish: with a hook that follows the folder, loaded ${name}, each prompt names the profile that is active at that prompt`, async t => {
    const fish = needsShell(t, 'fish');
    if (!fish) return;
    const home = temporaryFolder(t);
    mkdirSync(join(home, 'project'));
    const start = (cwd: string) =>
      openPty(t, fish, ['--no-config', '-i', '-C', lines.join('\n')], { cwd, env: { NO_COLOR: '1' } });
    const outside = start(home);
    await outside.waitFor(/<0> $/);
    for (const [line, prompt] of [
      ['cd project', /(\n|⏎ )\[uat\] <0> $/],
      ['false', /(\n|⏎ )\[uat\] <1> $/],
      ['cd ..', /(\n|⏎ )<0> $/],
    ] as const) {
      outside.type(`${line}\r`);
      await outside.waitFor(prompt);
    }
    const inside = start(join(home, 'project'));
    await inside.waitFor(isLate ? /<0> $/ : /\[uat\] <0> $/);
    inside.type('false\r');
    await inside.waitFor(/(\n|⏎ )\[uat\] <1> $/);
  });

test('fish: a saved prompt shows the active session once, none after clear, and works without awsrole', async t => {
  const fish = needsShell(t, 'fish');
  if (!fish) return;
  const pty = openPty(t, fish, ['--no-config', '-i', '-C', `${PLAIN}\nsource '${FUNCTIONS}'`], {
    env: { NO_COLOR: '1', AWSROLE_PROFILE: 'dev' },
  });
  await pty.waitFor(/\[dev\] <0> $/);
  for (const [line, prompt] of [
    [
      'functions -c fish_prompt saved; function fish_prompt; echo -n "(venv) "; saved; end',
      /(\n|⏎ )\(venv\) \[dev\] <0> $/,
    ],
    ['set AWSROLE_PROFILE uat', /(\n|⏎ )\(venv\) \[uat\] <0> $/],
    ['awsrole clear', /(\n|⏎ )\(venv\) <0> $/],
    ['set -gx AWSROLE_PROFILE dev', /(\n|⏎ )\(venv\) \[dev\] <0> $/],
    ['awsrole_unload', /(\n|⏎ )\(venv\) <0> $/],
    ['functions -e fish_prompt; functions -c saved fish_prompt', /(\n|⏎ )<0> $/],
  ] as const) {
    pty.type(`${line}\r`);
    await pty.waitFor(prompt);
  }
  assert.doesNotMatch(pty.screen(), /unknown command/i);
});

for (const [name, before, word] of [
  ['a plain prompt', PLAIN, 'auto'],
  ['a prompt with awsrole_prompt', OWN, 'own'],
  [
    'a right prompt with awsrole_prompt',
    `${PLAIN}\nfunction fish_right_prompt; echo -n $awsrole_prompt; end`,
    'own',
  ],
  ['AWSROLE_PROMPT=off', `${PLAIN}\nset -g AWSROLE_PROMPT off`, 'off'],
  ['AWSROLE_PROMPT=manual', `${PLAIN}\nset -g AWSROLE_PROMPT manual`, 'none'],
  ['starship', `${PLAIN}\nset -g STARSHIP_SHELL fish`, 'none'],
  ['tide', `${PLAIN}\nfunction tide; end`, 'none'],
] as const)
  test(`fish: with ${name}, awsrole status learns '${word}'`, async t => {
    const fish = needsShell(t, 'fish');
    if (!fish) return;
    const { path } = standIn(t, process.env['PATH'] as string, 'echo "segment=$AWSROLE_SEGMENT"');
    const pty = openPty(t, fish, ['--no-config', '-i', '-C', `${before}\nsource '${FUNCTIONS}'`], {
      env: { PATH: path },
    });
    await pty.waitFor(/<0> $/);
    pty.type('awsrole status\r');
    await pty.waitFor(new RegExp(`segment=${word}\\n`));
    pty.type('sh -c "awsrole other"\r');
    await pty.waitFor(/segment=\n/);
  });
