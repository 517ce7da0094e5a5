import assert from 'node:assert/strict';
import { test } from 'node:test';
import { firstNames } from '../../../../src/core/text/names.ts';

test('up to six names are told, of more the first five and the number of the others', () => {
  assert.equal(firstNames(['a']), 'a');
  assert.equal(firstNames(['a', 'b', 'c', 'd', 'e', 'f']), 'a, b, c, d, e, f');
  assert.equal(firstNames(['a', 'b', 'c', 'd', 'e', 'f', 'g']), 'a, b, c, d, e … and 2 more');
});
