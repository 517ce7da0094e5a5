import assert from 'node:assert/strict';
import { test } from 'node:test';
import { barsOf, chart } from '../../../bench/chart.ts';
import { withFigures } from '../../../bench/readme.ts';
import { figure, report, slowerRows } from '../../../bench/report.ts';
import type { Results } from '../../../bench/results.ts';

const around = (median: number) => ({ median, p10: median / 2, p90: median * 2 });

const results: Results = {
  machine: { cpu: 'Some CPU', cores: 2, system: 'linux 6.1', versions: { node: '20.1.0' } },
  runs: 3,
  missing: ['awsume: not on the PATH'],
  rows: [
    { id: 'process/node', title: 'node -e 0', time: around(30), memory: 40.1 },
    {
      id: 'process/use',
      title: 'awsrole PROFILE, live',
      time: around(4),
      ratio: { of: 'process/node', ...around(0.133) },
    },
    { id: 'process/list', title: 'awsrole list, 100 profiles', time: around(50) },
    { id: 'peer/a <tool> & more', title: 'a <tool> & more', time: around(400) },
    { id: 'package/bytes', title: 'bytes', amount: 958_850 },
  ],
};

test('the chart has awsrole, node and the other tools, the fastest first', () => {
  assert.deepEqual(
    barsOf(results).map(({ label, kind }) => [label, kind]),
    [
      ['eval "$(awsrole PROFILE)"', 'ours'],
      ['node -e 0', 'node'],
      ['a <tool> & more', 'other'],
    ],
  );
});

test('a bar that is ten times as long in time is longer by the same step everywhere', () => {
  const bar = (value: number) => ({ label: `${value}`, value, kind: 'ours' as const });
  const widths = [
    ...chart([bar(2), bar(20), bar(200)]).matchAll(/<rect x="\d+" y="\d+" width="([\d.]+)"/g),
  ].map(match => Number(match[1]));
  assert.equal(widths.length, 3);
  const [first, second, third] = widths as [number, number, number];
  assert.ok(Math.abs(third - second - (second - first)) < 0.2, widths.join(' '));
});

test('the name of a tool is escaped in the chart', () => {
  const svg = chart(barsOf(results));
  assert.match(svg, /a &lt;tool&gt; &amp; more/);
  assert.doesNotMatch(svg, /<tool>/);
});

test('the table has every row, the ratio with its base, and what was not measured', () => {
  const text = report(results);
  assert.match(text, /^awsrole PROFILE, live +4 ms +2-8 +0\.13 x +node -e 0$/m);
  assert.match(text, /^node -e 0 +30 ms +15-60 +40\.1 MB$/m);
  assert.match(text, /^bytes +958850$/m);
  assert.match(text, /^ {2}awsume: not on the PATH$/m);
});

test('a figure has three digits at most and no trailing zeros', () => {
  assert.deepEqual([1234.5, 99.94, 12, 0.07512, 0.5].map(figure), ['1235', '99.9', '12', '0.075', '0.5']);
});

test('withFigures replaces only the text between the marks in README.md', () => {
  const before = 'above\n<!-- speed -->old<!-- /speed -->\nbelow\n';
  const after = withFigures(before, results);
  assert.ok(after.startsWith('above\n<!-- speed -->\n') && after.endsWith('\n<!-- /speed -->\nbelow\n'));
  assert.match(
    after,
    /\| `eval "\$\(awsrole PROFILE\)"`, without the functions \| 4 ms \| 0\.13 × `node -e 0` \|/,
  );
  assert.doesNotMatch(after, /old/);
  assert.equal(withFigures(after, results), after);
  assert.throws(() => withFigures('no marks', results), /README\.md has no/);
});

const compared: Results = {
  ...results,
  rows: [
    {
      id: 'process/list',
      title: 'awsrole list',
      node: '24.1.0',
      time: around(50),
      change: { ratio: 1.25, low: 1.1, high: 1.4, verdict: 'slower', old: around(40) },
    },
    {
      id: 'process/use',
      title: 'awsrole PROFILE',
      time: around(4),
      change: { ratio: 1.02, low: 0.96, high: 1.05, verdict: 'same', old: around(4) },
    },
  ],
};

test('a second table compares two builds, with the noise and a verdict', () => {
  const text = report(compared);
  assert.match(text, /^awsrole list +24\.1\.0 +50 ms +40 ms +1\.250 x +1\.100-1\.400 +slower$/m);
  assert.match(text, /^awsrole PROFILE +4 ms +4 ms +1\.020 x +0\.960-1\.050 +same$/m);
  assert.doesNotMatch(report(results), /NEW\/OLD/);
});

test('only rows that are slower beyond the noise are listed as slower', () => {
  assert.deepEqual(slowerRows(compared.rows), [
    'awsrole list, Node 24.1.0, is slower than in the old build: 1.250 x (1.100-1.400)',
  ]);
});

test('the chart and README.md take the rows of the first Node', () => {
  const two: Results = {
    ...results,
    rows: [
      { id: 'process/node', title: 'node -e 0', node: '24.1.0', time: around(40) },
      { id: 'process/node', title: 'node -e 0', node: '20.1.0', time: around(30) },
    ],
  };
  assert.deepEqual(
    barsOf(two).map(({ value }) => value),
    [40],
  );
  assert.match(withFigures('<!-- speed --><!-- /speed -->', two), /Node 24\.1\.0/);
});
