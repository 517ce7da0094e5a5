import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readBatches } from '../../../bench/in-shell.ts';
import { firstOfEach, rowsOf } from '../../../bench/results.ts';
import { timeTasks } from '../../../bench/rounds.ts';
import { compare, ENOUGH_ROUNDS, median, pairwise, spread } from '../../../bench/statistics.ts';

test('the median is the middle value or the mean of the two middle values, in any order of the input', () => {
  assert.equal(median([9, 1, 5]), 5);
  assert.equal(median([9, 1, 5, 7]), 6);
  assert.equal(median([4]), 4);
});

test('the spread is the 10th and 90th percentile, so that a single stall changes neither', () => {
  const calm = Array.from({ length: 101 }, (_, index) => index);
  assert.deepEqual(spread(calm), { median: 50, p10: 10, p90: 90 });
  assert.deepEqual(spread([...calm.slice(0, -1), 9_999]), { median: 50, p10: 10, p90: 90 });
});

test('the median of no values is an error', () => {
  assert.throws(() => median([]), /nothing was measured/);
});

test('ratios are taken round by round, so that a machine that slows down midway does not change them', () => {
  assert.deepEqual(pairwise([1, 1, 2, 2], [4, 4, 8, 8]), [0.25, 0.25, 0.25, 0.25]);
  assert.throws(() => pairwise([1], [1, 2]), /as many values/);
});

test('a path with fewer rounds is divided by the first rounds of the other', () => {
  const [, slow] = rowsOf([
    { id: 'a', title: 'A', times: [10, 10, 1000] },
    { id: 'b', title: 'B', times: [20, 40], of: 'a', memory: 12.3456 },
  ]);
  assert.deepEqual(slow?.ratio, { of: 'a', median: 3, p10: 2.2, p90: 3.8 });
  assert.equal(slow?.memory, 12.3);
});

test('batch times are collected by probe, and other output of the shell is ignored', () => {
  assert.deepEqual(
    [...readBatches('true 100\nswitch 20\nhello\ntrue 300\n')],
    [
      ['true', [100, 300]],
      ['switch', [20]],
    ],
  );
});

/** Ratios around `middle`, without two equal ones: from 2 % below to 2 % above. */
const ratiosAround = (middle: number, rounds: number): number[] =>
  Array.from({ length: rounds }, (_, round) => middle * (0.98 + (0.04 * round) / (rounds - 1)));

const ones = (rounds: number): number[] => Array.from({ length: rounds }, () => 1);

for (const [middle, verdict] of [
  [1.05, 'slower'],
  [1.001, 'same'],
  [1, 'same'],
  [0.999, 'same'],
  [0.95, 'faster'],
] as const)
  test(`a build that takes ${middle} times as long within 2 % of noise is called ${verdict}`, () => {
    const change = compare(ratiosAround(middle, 30), ones(30));
    assert.equal(change.verdict, verdict);
    assert.ok(Math.abs(change.ratio - middle) < 1e-9);
    assert.ok(change.low < change.ratio && change.ratio < change.high);
  });

test('the noise leaves out the rounds that a busy machine disturbed', () => {
  const disturbed = [...ratiosAround(1, 27), 5, 6, 7];
  const { low, high, verdict } = compare(disturbed, ones(30));
  assert.equal(verdict, 'same');
  assert.ok(low > 0.97 && high < 1.03, `${low} ${high}`);
});

test('30 rounds drop 5 values at each end for a confidence of 99.9 %', () => {
  const { low, high } = compare(
    Array.from({ length: 30 }, (_, round) => round + 1),
    ones(30),
  );
  assert.deepEqual([low, high], [6, 25]);
});

test('a few rounds are not enough to call a build slower, and their whole range is the noise', () => {
  const few = ratiosAround(2, ENOUGH_ROUNDS - 1);
  assert.deepEqual(compare(few, ones(few.length)), {
    ratio: median(few),
    low: few[0],
    high: few.at(-1),
    verdict: 'too few rounds',
  });
  assert.equal(compare(ratiosAround(2, ENOUGH_ROUNDS), ones(ENOUGH_ROUNDS)).verdict, 'slower');
});

test('the old build adds no row of its own, and is compared under the same Node', () => {
  const path = { id: 'a', title: 'A' };
  const rows = rowsOf([
    { ...path, node: '24.1.0', side: 'new', times: [10, 10] },
    { ...path, node: '24.1.0', side: 'old', times: [5, 5] },
    { ...path, node: '20.1.0', side: 'new', times: [40, 40] },
    { ...path, node: '20.1.0', side: 'old', times: [80, 80] },
    { id: 'b', title: 'B', times: [1, 1] },
  ]);
  assert.deepEqual(
    rows.map(({ id, node, change }) => [id, node, change?.ratio, change?.old.median]),
    [
      ['a', '24.1.0', 2, 5],
      ['a', '20.1.0', 0.5, 80],
      ['b', undefined, undefined, undefined],
    ],
  );
});

test('a ratio is to the base under the same Node, or under the first Node for a path without Node', () => {
  const base = { id: 'base', title: 'node -e 0' };
  const rows = rowsOf([
    { ...base, node: '24.1.0', times: [10] },
    { ...base, node: '20.1.0', times: [20] },
    { id: 'a', title: 'A', node: '20.1.0', of: 'base', times: [40] },
    { id: 'b', title: 'B', of: 'base', times: [5] },
  ]);
  assert.deepEqual(
    rows.map(({ ratio }) => ratio?.median),
    [undefined, undefined, 2, 0.5],
  );
  assert.deepEqual(
    firstOfEach(rows).map(({ id, node }) => [id, node]),
    [
      ['base', '24.1.0'],
      ['a', '20.1.0'],
      ['b', undefined],
    ],
  );
});

test('tasks run in turn, every other round backwards, and the first round does not count', () => {
  const order: string[] = [];
  const task = (id: string, most?: number) => ({
    paths: [{ id, title: id }],
    run: () => [order.push(id)],
    ...(most !== undefined && { most }),
  });
  const timed = timeTasks([task('new'), task('old'), task('slow', 1)], 2);
  assert.deepEqual(order, ['new', 'old', 'slow', 'new', 'old', 'slow', 'old', 'new']);
  assert.deepEqual(
    timed.map(({ id, times }) => [id, times]),
    [
      ['new', [4, 8]],
      ['old', [5, 7]],
      ['slow', [6]],
    ],
  );
});
