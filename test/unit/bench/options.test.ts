import assert from 'node:assert/strict';
import { test } from 'node:test';
import { GROUPS, readOptions } from '../../../bench/options.ts';

test('without options everything is measured, and a miss is only told', () => {
  assert.deepEqual(readOptions([]), { groups: [...GROUPS], runs: 30, check: false, saved: false });
});

test('--only takes some of the groups, in the order of the table', () => {
  assert.deepEqual(readOptions(['--only', 'package,shell']).groups, ['shell', 'package']);
});

for (const [args, message] of [
  [['--only', 'shells'], /no group is named 'shells'/],
  [['--only', ''], /no group is named ''/],
  [['--runs', '0'], /--runs takes a whole number, not '0'/],
  [['--runs', 'many'], /not 'many'/],
  [['--chek'], /--chek/],
] as const)
  test(`${args.join(' ')} is refused`, () => {
    assert.throws(() => readOptions(args), message);
  });
