import assert from 'node:assert/strict';
import { test } from 'node:test';
import { GROUPS, readOptions } from '../../../bench/options.ts';

test('without options all groups are measured, and a miss does not fail', () => {
  assert.deepEqual(readOptions([]), { groups: [...GROUPS], runs: 30, check: false, saved: false, nodes: [] });
});

test('--only selects groups, in the order of the table', () => {
  assert.deepEqual(readOptions(['--only', 'package,shell']).groups, ['shell', 'package']);
});

test('--node can be given more than once, and the order is kept', () => {
  assert.deepEqual(readOptions(['--node', '/b/node', '--node', '/a/node']).nodes, ['/b/node', '/a/node']);
});

test('--against takes the folder of the other build', () => {
  assert.equal(readOptions(['--against', '../old', '--check']).against, '../old');
});

for (const [args, message] of [
  [['--only', 'shells'], /unknown group 'shells'/],
  [['--only', ''], /unknown group ''/],
  [['--runs', '0'], /--runs takes a positive whole number, not '0'/],
  [['--saved', '--against', '../old'], /--saved measures nothing/],
  [['--saved', '--node', '/a/node'], /--saved measures nothing/],
  [['--runs', 'many'], /not 'many'/],
  [['--chek'], /--chek/],
] as const)
  test(`${args.join(' ')} is refused`, () => {
    assert.throws(() => readOptions(args), message);
  });
