import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { test } from 'node:test';
import { COLOR_CASES } from '../support/color-cases.ts';
import { active, minutes, prompting } from '../support/prompting.ts';
import { needsShell } from '../support/shells.ts';

type Env = Record<string, string | undefined>;

/** An environment, whose end is so far away when the shell is started, and the first prompt in it. */
const DRAWN: readonly (readonly [name: string, env: () => Env, segment: string])[] = [
  ['no profile', () => ({}), ''],
  ['hours', () => active(minutes(90)), '[dev 222233334444 1h30m] '],
  ['a few minutes after the hour', () => active(minutes(65)), '[dev 222233334444 1h05m] '],
  ['minutes', () => active(minutes(57)), '[dev 222233334444 57m] '],
  ['the last minute', () => active(58), '[dev 222233334444 <1m] '],
  ['an end that has passed', () => active(-5), '[dev 222233334444 expired] '],
  ['no end', () => active(0, { AWSROLE_EXPIRES: undefined }), '[dev 222233334444] '],
  [
    'an end that is no number',
    () => active(0, { AWSROLE_EXPIRES: 'a[$(touch canary)]' }),
    '[dev 222233334444] ',
  ],
  [
    'an end with a leading zero',
    () => active(0, { AWSROLE_EXPIRES: '0999999999' }),
    '[dev 222233334444 expired] ',
  ],
  ['no account', () => active(minutes(57), { AWSROLE_ACCOUNT_ID: undefined }), '[dev 57m] '],
  [
    'an account with more than digits',
    () => active(minutes(57), { AWSROLE_ACCOUNT_ID: '1$(touch canary)2' }),
    '[dev 12 57m] ',
  ],
  [
    'other keys',
    () => active(minutes(57), { AWS_ACCESS_KEY_ID: 'AKIAOTHER' }),
    '[dev 222233334444 57m !key] ',
  ],
  [
    'keys that are gone',
    () => active(minutes(57), { AWS_ACCESS_KEY_ID: undefined }),
    '[dev 222233334444 57m !key] ',
  ],
  ['AWS_PROFILE', () => active(minutes(57), { AWS_PROFILE: 'x' }), '[dev 222233334444 57m !AWS_PROFILE] '],
  [
    'an empty AWS_DEFAULT_PROFILE',
    () => active(minutes(57), { AWS_DEFAULT_PROFILE: '' }),
    '[dev 222233334444 57m !AWS_PROFILE] ',
  ],
  [
    'both marks',
    () => active(-5, { AWS_PROFILE: 'x', AWS_ACCESS_KEY_ID: 'x' }),
    '[dev 222233334444 expired !key !AWS_PROFILE] ',
  ],
  ['AWSROLE_PROMPT=off', () => active(minutes(57), { AWSROLE_PROMPT: 'off' }), ''],
  ['AWSROLE_PROMPT=manual', () => active(minutes(57), { AWSROLE_PROMPT: 'manual' }), ''],
  ['an unknown AWSROLE_PROMPT', () => active(minutes(57), { AWSROLE_PROMPT: 'on' }), ''],
  ['an empty AWSROLE_PROMPT', () => active(minutes(57), { AWSROLE_PROMPT: '' }), '[dev 222233334444 57m] '],
];

/** Names that a prompt must show as they are; control characters are left out. */
const NAMES: readonly (readonly [name: string, shown: string])[] = [
  ...[
    '$(touch canary)',
    '`touch canary`',
    `\${HOME} $HOME`,
    '%F{red}%n%%',
    '%{%}%41v',
    '\\u@\\h\\w\\$',
    '\\001\\e[31m',
    '!! !1 ^a^b',
    `it's "a" *`,
    'é☃東',
    'a;touch canary|b&c>d',
  ].map(name => [name, name] as const),
  ['a\x1b[31mb\nc\x07d\re\tf', 'a[31mbcdef'],
];

/** A sequence that sets a colour: zsh resets attributes with others before it draws. */
const COLOR = /\x1b\[(38;|0;|1;|3|9)[\d;]*m/;

for (const program of ['bash', 'zsh'] as const) {
  const options = program === 'zsh' ? ['', 'setopt prompt_subst prompt_bang'] : [''];

  test(`${program}: the segment stands before a plain prompt, with what there is to say`, async t => {
    if (!needsShell(t, program)) return;
    for (const [name, env, segment] of DRAWN)
      await t.test(name, async t => {
        const { first, folder } = prompting(t, program, { env: env() });
        assert.equal(await first, `${segment}<0> $ `);
        assert.deepEqual(readdirSync(folder), []);
      });
  });

  test(`${program}, pitfall 25: a name is drawn as it stands and runs nothing [P3]`, async t => {
    if (!needsShell(t, program)) return;
    for (const before of options)
      for (const [name, shown] of NAMES)
        for (const [manual, prompt] of [
          ['auto', ''],
          [
            'manual',
            program === 'bash'
              ? `PS1='\${awsrole_prompt-}'$PS1`
              : `setopt prompt_subst; PROMPT='\${awsrole_prompt}'$PROMPT`,
          ],
        ] as const) {
          // `!` is a person's own wish there
          if (manual === 'manual' && before.includes('prompt_bang') && name.includes('!')) continue;
          const env = active(minutes(57), { AWSROLE_PROFILE: name, AWSROLE_PROMPT: manual });
          const { first, folder } = prompting(t, program, { env, before: `${before}\n${prompt}` });
          assert.equal(await first, `[${shown} 222233334444 57m] <0> $ `, `${manual} ${before}`);
          assert.deepEqual(readdirSync(folder), []);
        }
  });

  test(`${program}: the profile's colour in the terms of the terminal, and none where none is wanted`, async t => {
    if (!needsShell(t, program)) return;
    for (const [color, terminal, sequence] of COLOR_CASES) {
      const { first, folder, pty } = prompting(t, program, {
        env: active(minutes(57), { AWSROLE_COLOR: color, ...terminal }),
      });
      assert.equal(await first, '[dev 222233334444 57m] <0> $ ');
      const label = JSON.stringify([color, terminal]);
      if (sequence)
        assert.ok(
          pty.raw().includes(`${sequence}[dev 222233334444 57m]\x1b[0m `),
          `${label} ${JSON.stringify(pty.raw())}`,
        );
      else assert.doesNotMatch(pty.raw(), COLOR, label);
      assert.doesNotMatch(pty.raw(), /[\x01\x02]/);
      assert.deepEqual(readdirSync(folder), []);
    }
  });

  test(`${program}: amber under ten minutes, red after the end, bold red for a mark`, async t => {
    if (!needsShell(t, program)) return;
    for (const [env, drawn] of [
      [active(minutes(9)), '[dev 222233334444\x1b[0;33m 9m\x1b[0m'],
      [active(minutes(10)), '[dev 222233334444 10m]'],
      [active(-5), '[dev 222233334444\x1b[0;31m expired\x1b[0m'],
      [active(minutes(57), { AWS_PROFILE: 'x' }), '57m\x1b[0;1;31m !AWS_PROFILE\x1b[0m'],
    ] as const) {
      const { first, pty } = prompting(t, program, { env });
      await first;
      assert.ok(pty.raw().includes(drawn), JSON.stringify(pty.raw()));
      const plain = prompting(t, program, { env: { ...env, NO_COLOR: '1' } });
      await plain.first;
      assert.doesNotMatch(plain.pty.raw(), COLOR);
    }
  });
}
