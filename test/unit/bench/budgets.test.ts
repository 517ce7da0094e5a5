import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { type Budget, judge, miss, notJudged } from '../../../bench/budgets.ts';
import { SIZES, sized } from '../../../bench/config-generator.ts';
import { SHELLS } from '../../../bench/in-shell.ts';
import { PROCESSES, SCALED } from '../../../bench/process-rows.ts';
import type { Row } from '../../../bench/results.ts';

const root = fileURLToPath(new URL('../../../..', import.meta.url));

const readJson = <T>(name: string): T => JSON.parse(readFileSync(join(root, 'bench', name), 'utf8')) as T;

const row = (id: string, more: Partial<Row>): Row => ({ id, title: `title of ${id}`, ...more });

const around = (median: number) => ({ median, p10: median / 2, p90: median * 2 });

const rows: readonly Row[] = [
  row('process/node', { time: around(30), memory: 40 }),
  row('process/use', { time: around(6), ratio: { of: 'process/node', ...around(0.2) }, memory: 44 }),
  row('scale/bash/tab/10', { time: around(3) }),
  row('scale/zsh/tab/10', { time: around(30) }),
  row('package/bytes', { amount: 7 }),
];

const judged = (budget: Partial<Budget>) =>
  judge([{ path: 'a path', rows: 'process/use', measure: 'ratio', most: 1, ...budget }], { rows });

test('a figure equal to its budget meets it, and a larger one misses it', () => {
  assert.deepEqual(
    [0.19, 0.2, 0.21].map(most => judged({ most })[0]?.isMet),
    [false, true, true],
  );
});

test('a star matches one part of an id, and each row is judged separately', () => {
  assert.deepEqual(
    judged({ rows: 'scale/*/tab/10', measure: 'time', most: 20 }).map(verdict => [
      verdict.row.id,
      verdict.isMet,
    ]),
    [
      ['scale/bash/tab/10', true],
      ['scale/zsh/tab/10', false],
    ],
  );
  assert.deepEqual(judged({ rows: 'scale/*' }), []);
});

test('a budget can be a factor of the same measure of another row', () => {
  const [verdict] = judged({ measure: 'memory', of: 'process/node', most: 1.05 });
  assert.equal(verdict?.figure, 1.1);
  assert.ok(verdict);
  assert.equal(miss(verdict), 'a path: title of process/use is 1.1 x, more than 1.05');
});

test('a budget without a measured row gives no verdict', () => {
  assert.deepEqual(judged({ rows: 'shell/tcsh/switch' }), []);
  assert.deepEqual(judged({ measure: 'amount' }), []);
});

test('a miss names the figure with its unit', () => {
  const texts = [
    judged({ most: 0.1 }),
    judged({ rows: 'scale/zsh/tab/10', measure: 'time', most: 20 }),
    judged({ rows: 'package/bytes', measure: 'amount', most: 5 }),
  ].map(([verdict]) => verdict && miss(verdict));
  assert.deepEqual(texts, [
    'a path: title of process/use is 0.2 x, more than 0.1',
    'a path: title of scale/zsh/tab/10 is 30 ms, more than 20',
    'a path: title of package/bytes is 7, more than 5',
  ]);
});

const underNodes: readonly Row[] = ['24.3.0', '20.1.0'].map((node, index) =>
  row('process/assume', { node, ratio: { of: 'process/node', ...around(2 + index) } }),
);

test('a budget with a Node version judges only the rows under that version', () => {
  const budget: Budget = { path: 'a path', rows: 'process/*', measure: 'ratio', most: 1, node: 24 };
  assert.deepEqual(
    judge([budget], { rows: underNodes }).map(({ row: { node }, figure }) => [node, figure]),
    [['24.3.0', 2]],
  );
  assert.deepEqual(notJudged([budget], { rows: underNodes }), []);
});

test('a budget whose rows were measured under other Node versions only is reported as not judged', () => {
  const budget: Budget = { path: 'a path', rows: 'process/assume', measure: 'ratio', most: 1, node: 22 };
  assert.deepEqual(judge([budget], { rows: underNodes }), []);
  assert.deepEqual(notJudged([budget], { rows: underNodes }), [budget]);
  assert.deepEqual(notJudged([budget], { rows: [] }), []);
});

test('a factor of another row is taken under the same Node', () => {
  const memory = (id: string, node: string, amount: number) => row(id, { node, memory: amount });
  const found = judge(
    [{ path: 'a path', rows: 'process/assume', measure: 'memory', most: 1, of: 'process/node' }],
    {
      rows: [
        memory('process/node', '24.3.0', 10),
        memory('process/node', '20.1.0', 20),
        memory('process/assume', '20.1.0', 60),
      ],
    },
  );
  assert.deepEqual(
    found.map(({ figure }) => figure),
    [3],
  );
});

/** A row for each id that is measured, with every measure and under the Node that is judged. */
const everyRow = (): Row[] =>
  [
    ...PROCESSES.map(({ id }) => id),
    ...SHELLS.flatMap(shell => ['switch', 'prompt'].map(what => `shell/${shell}/${what}`)),
    ...SIZES.flatMap(size => [
      ...SCALED.map(({ id }) => sized(id, size).id),
      ...SHELLS.flatMap(shell => ['switch', 'tab'].map(what => sized(`${shell}/${what}`, size).id)),
    ]),
    'package/bytes',
    'package/packages',
  ].map(id =>
    row(id, { node: '24.0.0', time: around(1), ratio: { of: id, ...around(1) }, memory: 1, amount: 1 }),
  );

test('every budget in budgets.json applies to a measured path', () => {
  const measured = everyRow();
  for (const budget of readJson<Budget[]>('budgets.json'))
    assert.notDeepEqual(judge([budget], { rows: measured }), [], `nothing is measured of: ${budget.path}`);
});

test('results.json names no folder and no machine', () => {
  const text = JSON.stringify(readJson('results.json'));
  assert.doesNotMatch(text, /\/(?:home|root|tmp|work|Users|var)\b|localhost|127\.0\.0\.1|file:/);
});
