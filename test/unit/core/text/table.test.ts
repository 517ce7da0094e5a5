import assert from 'node:assert/strict';
import { it } from 'node:test';
import { table } from '../../../../src/core/text/table.ts';

it('table makes columns as wide as their widest cell, two spaces apart, without trailing spaces', () => {
  assert.equal(
    table([
      ['a', 'bb', 'c'],
      ['aaa', 'b', 'ccc'],
    ]),
    'a    bb  c\naaa  b   ccc\n',
  );
});

it('table keeps the column of an empty cell in the middle and omits empty cells at the end', () => {
  assert.equal(
    table([
      ['a', '', 'c'],
      ['a', 'bb', 'x'],
      ['a', 'b', ''],
    ]),
    'a      c\na  bb  x\na  b\n',
  );
});

it('the last cell of a row does not widen its column', () => {
  assert.equal(
    table([
      ['note', 'a very long sentence'],
      ['k', 'v', 'where'],
    ]),
    'note  a very long sentence\nk     v  where\n',
  );
});

it('table measures wide and combining characters in terminal cells', () => {
  assert.equal(
    table([
      ['東京', 'x'],
      ['e\u0301', 'y'],
    ]),
    '東京  x\ne\u0301     y\n',
  );
});

it('paint receives the padded cell with its row and column, and its output does not change the widths', () => {
  const painted = table(
    [
      ['a', 'b'],
      ['aa', 'b'],
    ],
    (cell, row, column) => (row === 1 && column === 0 ? `<${cell}>` : column === 0 ? `[${cell}]` : cell),
  );
  assert.equal(painted, '[a ]  b\n<aa>  b\n');
});

it('no rows make an empty text, and a row of empty cells makes an empty line', () => {
  assert.equal(table([]), '');
  assert.equal(table([[''], ['a']]), '\na\n');
});
