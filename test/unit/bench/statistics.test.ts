import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readBatches } from '../../../bench/in-shell.ts';
import { rowsOf } from '../../../bench/results.ts';
import { median, pairwise, spread } from '../../../bench/statistics.ts';

test('the median is the middle value, or lies between the two in the middle, in whatever order they came', () => {
  assert.equal(median([9, 1, 5]), 5);
  assert.equal(median([9, 1, 5, 7]), 6);
  assert.equal(median([4]), 4);
});

test('the spread is the tenth and the ninetieth of a hundred, so that a single stall moves neither', () => {
  const calm = Array.from({ length: 101 }, (_, index) => index);
  assert.deepEqual(spread(calm), { median: 50, p10: 10, p90: 90 });
  assert.deepEqual(spread([...calm.slice(0, -1), 9_999]), { median: 50, p10: 10, p90: 90 });
});

test('nothing measured is an error, never a number', () => {
  assert.throws(() => median([]), /nothing was measured/);
});

test('a ratio is taken round by round: a machine that halves its speed midway does not change it', () => {
  assert.deepEqual(pairwise([1, 1, 2, 2], [4, 4, 8, 8]), [0.25, 0.25, 0.25, 0.25]);
  assert.throws(() => pairwise([1], [1, 2]), /as many values/);
});

test('a slow path is held against the rounds that it took part in', () => {
  const [, slow] = rowsOf([
    { id: 'a', title: 'A', times: [10, 10, 1000] },
    { id: 'b', title: 'B', times: [20, 40], of: 'a', memory: 12.3456 },
  ]);
  assert.deepEqual(slow?.ratio, { of: 'a', median: 3, p10: 2.2, p90: 3.8 });
  assert.equal(slow?.memory, 12.3);
});

test('what a shell reports is gathered by probe, and nothing else that it says', () => {
  assert.deepEqual(
    [...readBatches('true 100\nswitch 20\nhello\ntrue 300\n')],
    [
      ['true', [100, 300]],
      ['switch', [20]],
    ],
  );
});
