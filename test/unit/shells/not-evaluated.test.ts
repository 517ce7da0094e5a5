import assert from 'node:assert/strict';
import { test } from 'node:test';
import { notEvaluated } from '../../../src/shells/not-evaluated.ts';

const WHAT = 'awsrole cannot change this shell directly';

for (const [words, shells, ...hints] of [
  [
    ['dev'],
    ['sh', '/usr/bin/bash'],
    'to do it once: eval "$(awsrole dev)"',
    'to make `awsrole dev` work by itself: add eval "$(awsrole init bash)" to ~/.bashrc',
    'to see the code: add --shell bash',
  ],
  [
    ['clear'],
    ['zsh', '/bin/bash'],
    'to do it once: eval "$(awsrole clear)"',
    'to make `awsrole clear` work by itself: add eval "$(awsrole init zsh)" to ~/.zshrc',
    'to see the code: add --shell zsh',
  ],
  [
    ["it's a *"],
    [undefined, '/usr/bin/fish'],
    "to do it once: awsrole 'it\\'s a *' --shell fish | source",
    "to make `awsrole 'it\\'s a *'` work by itself: add awsrole init fish | source to ~/.config/fish/config.fish",
    'to see the code: add --shell fish',
  ],
  [
    ["it's a *"],
    ['ksh', '/bin/ksh'],
    "to do it once: eval \"$(awsrole 'it'\\''s a *')\"",
    'to see the code: add --shell posix',
  ],
  [['-'], [undefined, undefined], 'to do it once: eval "$(awsrole -)"', 'to see the code: add --shell posix'],
  [
    ['dev'],
    ['constructor', ''],
    'to do it once: eval "$(awsrole dev)"',
    'to see the code: add --shell posix',
  ],
] as const)
  test(`awsrole ${words.join(' ')} typed by hand in ${shells.join(' or ')}`, () => {
    const error = notEvaluated(words, shells);
    assert.deepEqual([error.message, error.hints, error.exitCode], [WHAT, hints, 2]);
  });
