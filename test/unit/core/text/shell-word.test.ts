import assert from 'node:assert/strict';
import { test } from 'node:test';
import { shellWord } from '../../../../src/core/text/shell-word.ts';

for (const [word, written] of [
  ['dev', 'dev'],
  ['arn:aws:iam::1:mfa/a+b=c,d@e', 'arn:aws:iam::1:mfa/a+b=c,d@e'],
  ['', "''"],
  ['my dev', "'my dev'"],
  ["it's", "'it'\\''s'"],
  ['$(x)', "'$(x)'"],
  ['~/x', "'~/x'"],
] as const)
  test(`the word ${JSON.stringify(word)} is ${written} in a command line`, () =>
    assert.equal(shellWord(word), written));
