import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { test } from 'node:test';
import { COLOR_CASES } from '../support/color-cases.ts';
import { active, activeWithClock, minutes, prompting } from '../support/prompting.ts';
import { needsShell } from '../support/shells.ts';

type Env = Record<string, string | undefined>;

/** Environments, created when the shell starts because they contain the time, and the segment of each. */
const SEGMENTS: readonly (readonly [name: string, env: () => Env, segment: string])[] = [
  ['no profile', () => ({}), ''],
  ['hours', () => active(minutes(90)), '[dev 222233334444 1h30m] '],
  ['a few minutes after the hour', () => active(minutes(65)), '[dev 222233334444 1h05m] '],
  ['minutes', () => active(minutes(57)), '[dev 222233334444 57m] '],
  ['the last minute', () => active(58), '[dev 222233334444 <1m] '],
  ['an expired session', () => active(-5), '[dev 222233334444 expired] '],
  ['a clock 15 hours behind', () => activeWithClock(minutes(57), 54_000), '[dev 222233334444 57m] '],
  ['a clock 2 hours ahead', () => activeWithClock(minutes(57), -7_200), '[dev 222233334444 57m] '],
  [
    'an expired session and a clock 15 hours behind',
    () => activeWithClock(-5, 54_000),
    '[dev 222233334444 expired] ',
  ],
  [
    'a clock that was 15 hours behind and was set',
    () => activeWithClock(minutes(57), 54_000, 54_000),
    '[dev 222233334444 57m] ',
  ],
  [
    'a clock that was 2 hours ahead and was set',
    () => activeWithClock(minutes(57), -7_200, -7_200),
    '[dev 222233334444 57m] ',
  ],
  [
    'a clock that was set to another wrong time',
    () => activeWithClock(minutes(57), -7_200, -10_000),
    '[dev 222233334444 57m] ',
  ],
  ...['x', '5', '0 0', '-5 a[$(touch canary)]', 'a[$(touch canary)] 5', '1 2 3', '05 06'].map(
    value =>
      [
        `the offset ${value}`,
        () => active(minutes(57), { AWSROLE_CLOCK: value }),
        '[dev 222233334444 57m] ',
      ] as const,
  ),
  ['no expiration', () => active(0, { AWSROLE_EXPIRES: undefined }), '[dev 222233334444] '],
  [
    'an expiration that is not a number',
    () => active(0, { AWSROLE_EXPIRES: 'a[$(touch canary)]' }),
    '[dev 222233334444] ',
  ],
  [
    'an expiration with a leading zero',
    () => active(0, { AWSROLE_EXPIRES: '0999999999' }),
    '[dev 222233334444 expired] ',
  ],
  ['no account', () => active(minutes(57), { AWSROLE_ACCOUNT_ID: undefined }), '[dev 57m] '],
  [
    'an account with other characters than digits',
    () => active(minutes(57), { AWSROLE_ACCOUNT_ID: '1$(touch canary)2' }),
    '[dev 12 57m] ',
  ],
  [
    'other keys',
    () => active(minutes(57), { AWS_ACCESS_KEY_ID: 'AKIAOTHER' }),
    '[dev 222233334444 57m !key] ',
  ],
  ['no keys', () => active(minutes(57), { AWS_ACCESS_KEY_ID: undefined }), '[dev 222233334444 57m !key] '],
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

/** Profile names and their text in the prompt, which omits control characters. */
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

/** Matches a sequence that sets a colour, but not those with which zsh resets attributes before it draws. */
const COLOR = /\x1b\[(38;|0;|1;|3|9)[\d;]*m/;

for (const program of ['bash', 'zsh'] as const) {
  test(`${program}: the prompt unsets AWSROLE_CLOCK after the clock was set, and keeps it before`, async t => {
    if (!needsShell(t, program)) return;
    for (const [offset, setBy, kept] of [
      [54_000, 0, 1],
      [-7_200, 0, 1],
      [-7_200, -10_000, 1],
      [54_000, 54_000, 0],
      [-7_200, -7_200, 0],
      // a machine that was suspended, so that its uptime does not tell how much time has passed
      [54_000, 100_000, 0],
    ] as const) {
      const { first, enter } = prompting(t, program, { env: activeWithClock(minutes(57), offset, setBy) });
      await first;
      assert.match(
        await enter('echo "<"$(env | grep -c ^AWSROLE_CLOCK=)">"'),
        new RegExp(`^<${kept}>`),
        `${offset} ${setBy}`,
      );
    }
  });

  const options = program === 'zsh' ? ['', 'setopt prompt_subst prompt_bang'] : [''];

  test(`${program}: the segment before a plain prompt shows profile, account, time left and warning marks`, async t => {
    if (!needsShell(t, program)) return;
    for (const [name, env, segment] of SEGMENTS)
      await t.test(name, async t => {
        const { first, folder } = prompting(t, program, { env: env() });
        assert.equal(await first, `${segment}<0> $ `);
        assert.deepEqual(readdirSync(folder), []);
      });
  });

  test(`${program}, pitfall 25: the segment shows a profile name literally and runs no part of it [P3]`, async t => {
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
          // the user's own prompt_bang expands `!` in this prompt
          if (manual === 'manual' && before.includes('prompt_bang') && name.includes('!')) continue;
          const env = active(minutes(57), { AWSROLE_PROFILE: name, AWSROLE_PROMPT: manual });
          const { first, folder } = prompting(t, program, { env, before: `${before}\n${prompt}` });
          assert.equal(await first, `[${shown} 222233334444 57m] <0> $ `, `${manual} ${before}`);
          assert.deepEqual(readdirSync(folder), []);
        }
  });

  test(`${program}: the segment has the profile's colour in the palette of the terminal, and no colour with NO_COLOR or on a dumb terminal`, async t => {
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

  test(`${program}: the time is amber under ten minutes and red after expiration, and a warning mark is bold red`, async t => {
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
