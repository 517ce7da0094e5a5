import assert from 'node:assert/strict';
import { test } from 'node:test';
import { refusalOf } from '../../../../src/core/ini/configparser.ts';

const NEITHER = 'it is neither a [section] nor key = value nor a comment';
const BEFORE = 'nothing but comments may stand before the first [section]';

for (const [what, text, line, why] of [
  ['a line that says nothing', '[a]\nk = v\njunk', 3, NEITHER],
  ['a header without its end', '[a]\n[b\nk = v\n', 2, NEITHER],
  ['a key without a name', '[a]\n= v\n', 2, NEITHER],
  ['a section twice', '[a]\n[b]\n# c\n[a]\n', 4, '[a] stands there a second time'],
  [
    'a key twice, in another case',
    '[a]\nkey = 1\n\nKEY: 2\n',
    4,
    'this key stands in [a] a second time (first in line 2)',
  ],
  ['a setting before all sections', '# c\n\nk = v\n[a]\n', 3, BEFORE],
  ['an indented line without a key above', '[a]\n\n  more\n', 3, NEITHER],
  ['a byte order mark', '\uFEFF[a]\nk = v\n', 1, 'the file begins with a byte order mark'],
  [
    'a sub-property of [DEFAULT] without =',
    '[DEFAULT]\ns3 =\n  junk\n[a]\nk = v\n',
    2,
    'a line below this key has no =',
  ],
  ['a sub-property without =', '[a]\nk = v\ns3 =\n  x = 1\n  junk\n', 3, 'a line below this key has no ='],
] as const)
  test(`the AWS CLI refuses a file for ${what}`, () => {
    assert.deepEqual(refusalOf(text), { line, why });
    assert.deepEqual(refusalOf(text.replaceAll('\n', '\r\n')), { line, why });
  });

for (const [what, text] of [
  ['nothing in it', ''],
  ['comments alone', '# c\n  ; d\n'],
  ['a value that goes on', '[a]\nk = v\n  more: of = it\n\n  and more\n[b]\nk = v\n'],
  ['an indented section and its keys', '  [a]\n  k = v\n  l = w\n'],
  ['sub-properties, a comment and a gap among them', '[a]\ns3 =\n  x = 1\n  # c\n\n  y = 2\n'],
  ['text behind a header', '[a] # c\nk = v\n'],
  ['the same key in two sections', '[a]\nk = v\n[b]\nk = v\n'],
  [
    'a sub-property without = in [DEFAULT], which no section takes over',
    '[DEFAULT]\ns3 =\n  junk\n[a]\ns3 = x\n',
  ],
  ['[DEFAULT] twice', '[DEFAULT]\nk = v\n[DEFAULT]\nl = w\n'],
] as const)
  test(`the AWS CLI takes a file with ${what}`, () => assert.equal(refusalOf(text), undefined));
