import assert from 'node:assert/strict';
import { test } from 'node:test';
import { notEvaluated } from '../../../src/shells/not-evaluated.ts';

const WHAT = 'a program cannot change the shell that started it, only print code for it';

for (const [words, shells, ...hints] of [
  [
    ['dev'],
    ['sh', '/usr/bin/bash'],
    'for this once: eval "$(awsrole dev)"',
    'for good, so that `awsrole dev` alone is enough: add eval "$(awsrole init bash)" to ~/.bashrc',
    'to see the code: add --shell bash',
  ],
  [
    ['clear'],
    ['zsh', '/bin/bash'],
    'for this once: eval "$(awsrole clear)"',
    'for good, so that `awsrole clear` alone is enough: add eval "$(awsrole init zsh)" to ~/.zshrc',
    'to see the code: add --shell zsh',
  ],
  [
    ["it's a *"],
    [undefined, '/usr/bin/fish'],
    "for this once: awsrole 'it\\'s a *' --shell fish | source",
    "for good, so that `awsrole 'it\\'s a *'` alone is enough: add awsrole init fish | source to ~/.config/fish/config.fish",
    'to see the code: add --shell fish',
  ],
  [
    ["it's a *"],
    ['ksh', '/bin/ksh'],
    "for this once: eval \"$(awsrole 'it'\\''s a *')\"",
    'to see the code: add --shell posix',
  ],
  [['-'], [undefined, undefined], 'for this once: eval "$(awsrole -)"', 'to see the code: add --shell posix'],
  [
    ['dev'],
    ['constructor', ''],
    'for this once: eval "$(awsrole dev)"',
    'to see the code: add --shell posix',
  ],
] as const)
  test(`awsrole ${words.join(' ')} typed by hand in ${shells.join(' or ')}`, () => {
    const error = notEvaluated(words, shells);
    assert.deepEqual([error.message, error.hints, error.exitCode], [WHAT, hints, 2]);
  });
