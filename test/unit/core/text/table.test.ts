import assert from 'node:assert/strict';
import { it } from 'node:test';
import { table } from '../../../../src/core/text/table.ts';

it('columns are as wide as their widest cell, two spaces apart, without spaces at the end of a line', () => {
  assert.equal(
    table([
      ['a', 'bb', 'c'],
      ['aaa', 'b', 'ccc'],
    ]),
    'a    bb  c\naaa  b   ccc\n',
  );
});

it('empty cells in between keep their column, empty cells at the end take no room', () => {
  assert.equal(
    table([
      ['a', '', 'c'],
      ['a', 'bb', 'x'],
      ['a', 'b', ''],
    ]),
    'a      c\na  bb  x\na  b\n',
  );
});

it('the last cell of a line does not widen the column for others', () => {
  assert.equal(
    table([
      ['note', 'a very long sentence'],
      ['k', 'v', 'where'],
    ]),
    'note  a very long sentence\nk     v  where\n',
  );
});

it('wide and combining characters are counted as the terminal draws them', () => {
  assert.equal(
    table([
      ['東京', 'x'],
      ['e\u0301', 'y'],
    ]),
    '東京  x\ne\u0301     y\n',
  );
});

it('paint sees the finished cell with its place, and takes no part in the width', () => {
  const painted = table(
    [
      ['a', 'b'],
      ['aa', 'b'],
    ],
    (cell, row, column) => (row === 1 && column === 0 ? `<${cell}>` : column === 0 ? `[${cell}]` : cell),
  );
  assert.equal(painted, '[a ]  b\n<aa>  b\n');
});

it('no rows are no text, and an empty row is an empty line', () => {
  assert.equal(table([]), '');
  assert.equal(table([[''], ['a']]), '\na\n');
});
