import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { matchesPattern, nearest, summarizeNames } from '../../../../src/core/text/names.ts';

const profiles = [
  'default',
  'dev',
  'development',
  'uat',
  'prod',
  'prod-admin',
  'acme-billing',
  'constructor',
];

const nearestCases: readonly (readonly [condition: string, name: string, expected: readonly string[]])[] = [
  ['a missing letter', 'pro', ['prod', 'prod-admin']],
  ['two swapped characters', 'pord', ['prod']],
  ['a replaced letter', 'drv', ['dev']],
  ['an additional letter', 'uatt', ['uat']],
  ['different case', 'PROD', ['prod', 'prod-admin']],
  ['three edits in a long name', 'develompnnt', ['development', 'dev']],
  ['a prefix of one character', 'u', ['uat']],
  ['a part of a profile name', 'billing', ['acme-billing']],
  ['a typed name that contains a profile name', 'my-prod-account', ['prod']],
  ['two edits in a short name are too many', 'pxxd', []],
  ['no similar name', 'zzzzzz', []],
  ['an empty name', '', []],
];

describe('nearest', () => {
  for (const [condition, name, expected] of nearestCases)
    it(`returns [${expected.join(', ')}] for '${name}': ${condition}`, () =>
      assert.deepEqual(nearest(name, profiles), expected));

  it('returns the nearest first, equally near names in their order, and at most max names', () => {
    assert.deepEqual(nearest('dev1', ['xdev1', 'dev123', 'dev1', 'dev2', 'dev3'], 4), [
      'dev1',
      'xdev1',
      'dev2',
      'dev3',
    ]);
    assert.deepEqual(nearest('dev', ['dev1', 'dev2', 'dev3', 'dev4']), ['dev1', 'dev2', 'dev3']);
  });

  it('searches ten thousand names of different lengths', () => {
    const many = Array.from({ length: 10_000 }, (_, index) => `account-${index}-${'x'.repeat(index % 60)}`);
    assert.equal(nearest('acount-7020-', many)[0], 'account-7020-');
    assert.deepEqual(nearest('y'.repeat(5000), many), []);
  });
});

it('summarizeNames shows up to six names; of more names it shows five and counts the others', () => {
  assert.equal(summarizeNames(['a']), 'a');
  assert.equal(summarizeNames(['a', 'b', 'c', 'd', 'e', 'f']), 'a, b, c, d, e, f');
  assert.equal(summarizeNames(['a', 'b', 'c', 'd', 'e', 'f', 'g']), 'a, b, c, d, e … and 2 more');
});

describe('matchesPattern', () => {
  for (const [pattern, matching, others] of [
    ['dev', ['dev'], ['dev2', 'adev', 'DEV']],
    ['*-prod', ['web-prod', '-prod'], ['web-prod2', 'prod']],
    ['a?c', ['abc', 'a\u{1f600}c', 'a?c'], ['ac', 'abbc']],
    ['*', ['', 'a b', 'a\nb'], []],
    ['a.b[c](d)+$^{1}|\\/-', ['a.b[c](d)+$^{1}|\\/-'], ['aXb[c](d)+$^{1}|\\/-']],
  ] as const)
    it(`compares the whole name with the pattern ${pattern}`, () => {
      for (const name of matching) assert.equal(matchesPattern(name, pattern), true, name);
      for (const name of others) assert.equal(matchesPattern(name, pattern), false, name);
    });
});
