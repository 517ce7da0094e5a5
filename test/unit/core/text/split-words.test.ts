import assert from 'node:assert/strict';
import { test } from 'node:test';
import { shellWord, splitWords } from '../../../../src/core/text/split-words.ts';

// the expected words are the results of Python's shlex.split
for (const [text, words] of [
  ['', []],
  ['  a\tb\r\nc ', ['a', 'b', 'c']],
  [`'a b' "c d"`, ['a b', 'c d']],
  [`a'b'"c"d`, ['abcd']],
  [`'' "" x`, ['', '', 'x']],
  [`'a\\b' "a\\b" a\\b`, ['a\\b', 'a\\b', 'ab']],
  [`"\\"\\\\\\'"`, [`"\\\\'`]],
  ['a\\ b', ['a b']],
  ['a\\\nb', ['a\nb']],
  ['~/x $HOME *.js | # & ;', ['~/x', '$HOME', '*.js', '|', '#', '&', ';']],
  ['a\vb\u00a0c', ['a\vb\u00a0c']],
  ['本番 🚀', ['本番', '🚀']],
] as const)
  test(`${JSON.stringify(text)} is split like Python's shlex.split`, () =>
    assert.deepEqual(splitWords(text), words));

for (const text of [`'a`, `"a`, 'a\\', `"a\\`, `"a\\"`])
  test(`${JSON.stringify(text)} returns undefined: an open quote or a final backslash`, () =>
    assert.equal(splitWords(text), undefined));

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
