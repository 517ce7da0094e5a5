import assert from 'node:assert/strict';
import { test } from 'node:test';
import { refusalOf } from '../../../../src/core/ini/configparser.ts';

const INVALID = 'this line is not a [section], key = value or comment';
const TOO_EARLY = 'only comments may precede the first [section]';

for (const [what, text, line, why] of [
  ['a line that is not a section, key or comment', '[a]\nk = v\njunk', 3, INVALID],
  ['a header without ]', '[a]\n[b\nk = v\n', 2, INVALID],
  ['a value without a key', '[a]\n= v\n', 2, INVALID],
  ['a duplicate section', '[a]\n[b]\n# c\n[a]\n', 4, 'duplicate section [a]'],
  [
    'a duplicate key in another case',
    '[a]\nkey = 1\n\nKEY: 2\n',
    4,
    'duplicate key in [a] (first on line 2)',
  ],
  ['a key before the first section', '# c\n\nk = v\n[a]\n', 3, TOO_EARLY],
  ['an indented line without a key above it', '[a]\n\n  more\n', 3, INVALID],
  ['a byte order mark', '\uFEFF[a]\nk = v\n', 1, 'the file begins with a byte order mark'],
  [
    'a sub-property of [DEFAULT] without =',
    '[DEFAULT]\ns3 =\n  junk\n[a]\nk = v\n',
    2,
    'a line below this key has no =',
  ],
  ['a sub-property without =', '[a]\nk = v\ns3 =\n  x = 1\n  junk\n', 3, 'a line below this key has no ='],
] as const)
  test(`refusalOf reports ${what}`, () => {
    assert.deepEqual(refusalOf(text), { line, why });
    assert.deepEqual(refusalOf(text.replaceAll('\n', '\r\n')), { line, why });
  });

for (const [what, text] of [
  ['no lines', ''],
  ['only comments', '# c\n  ; d\n'],
  ['a continued value', '[a]\nk = v\n  more: of = it\n\n  and more\n[b]\nk = v\n'],
  ['an indented section and its keys', '  [a]\n  k = v\n  l = w\n'],
  ['a comment and a blank line among sub-properties', '[a]\ns3 =\n  x = 1\n  # c\n\n  y = 2\n'],
  ['text after a header', '[a] # c\nk = v\n'],
  ['the same key in two sections', '[a]\nk = v\n[b]\nk = v\n'],
  [
    'a sub-property without = in [DEFAULT] that no section inherits',
    '[DEFAULT]\ns3 =\n  junk\n[a]\ns3 = x\n',
  ],
  ['a duplicate [DEFAULT]', '[DEFAULT]\nk = v\n[DEFAULT]\nl = w\n'],
] as const)
  test(`refusalOf accepts a file with ${what}`, () => assert.equal(refusalOf(text), undefined));
