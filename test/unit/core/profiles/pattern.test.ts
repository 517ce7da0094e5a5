import assert from 'node:assert/strict';
import { test } from 'node:test';
import { matchesPattern } from '../../../../src/core/profiles/pattern.ts';

for (const [pattern, yes, no] of [
  ['dev', ['dev'], ['dev2', 'adev', 'DEV']],
  ['*-prod', ['web-prod', '-prod'], ['web-prod2', 'prod']],
  ['a?c', ['abc', 'a\u{1f600}c', 'a?c'], ['ac', 'abbc']],
  ['*', ['', 'a b', 'a\nb'], []],
  ['a.b[c](d)+$^{1}|\\/-', ['a.b[c](d)+$^{1}|\\/-'], ['aXb[c](d)+$^{1}|\\/-']],
] as const)
  test(`the pattern ${pattern} matches whole names`, () => {
    for (const name of yes) assert.equal(matchesPattern(name, pattern), true, name);
    for (const name of no) assert.equal(matchesPattern(name, pattern), false, name);
  });
