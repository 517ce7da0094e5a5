import assert from 'node:assert/strict';
import { test } from 'node:test';
import { splitWords } from '../../../../src/core/text/split-words.ts';

// every expectation is what Python's shlex.split gives
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
  test(`${JSON.stringify(text)} splits as Python does`, () => assert.deepEqual(splitWords(text), words));

for (const text of [`'a`, `"a`, 'a\\', `"a\\`, `"a\\"`])
  test(`${JSON.stringify(text)} cannot be split`, () => assert.equal(splitWords(text), undefined));
