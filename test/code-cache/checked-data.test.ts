import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checked, withCheck } from '../../src/code-cache/checked-data.ts';

const data = Buffer.from(Array.from({ length: 5000 }, (_, index) => (index * 7 + 1) % 251));

test('data comes back as it was given', () => {
  for (const length of [0, 3, 4, 511, 512, 5000])
    assert.deepEqual(checked(withCheck(data.subarray(0, length))), data.subarray(0, length));
});

test('a file that is cut off, or longer, is none', () => {
  const file = withCheck(data);
  for (const length of [0, 7, 8, 100, file.length - 1])
    assert.equal(checked(file.subarray(0, length)), undefined, `${length}`);
  assert.equal(checked(Buffer.concat([file, Buffer.from('x')])), undefined);
});

test('a file with a block of zeros, as a crash may leave it, is none', () => {
  for (let block = 0; block * 512 < data.length; block++) {
    const file = withCheck(data);
    file.fill(0, block * 512, Math.min((block + 1) * 512, file.length));
    assert.equal(checked(file), undefined, `block ${block}`);
  }
});
