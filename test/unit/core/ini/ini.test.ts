import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseIni } from '../../../../src/core/ini/ini.ts';

/** Formats each section as `[header] key=value parent.key=value`. */
const outline = (text: string): string[] =>
  parseIni(text, 'f').sections.map(({ header, settings, nested }) =>
    [
      `[${header}]`,
      ...settings.map(({ key, value }) => `${key}=${value}`),
      ...[...nested].flatMap(([parent, inner]) => inner.map(({ key, value }) => `${parent}.${key}=${value}`)),
    ].join(' '),
  );

const validTexts: readonly (readonly [rule: string, text: string, expected: readonly string[]])[] = [
  ['an empty text has no section', '', []],
  ['a byte order mark is dropped', '\uFEFF[a]\nk = v', ['[a] k=v']],
  ['CRLF ends a line like LF', '[a]\r\nk = v\r\nl = w\r\n', ['[a] k=v l=w']],
  [
    'full-line comments are skipped, indented ones too',
    '# x\n[a]\n; y\n  # z\nk = v\n  ; k = w',
    ['[a] k=v'],
  ],
  ['a space before # or ; starts a comment', '[a]\nk = v # c\nl = w\t; c', ['[a] k=v l=w']],
  [
    '# and ; without a space before them are part of a value',
    '[a]\nu = https://x/start#/;a\ncolor = ff#aa',
    ['[a] u=https://x/start#/;a color=ff#aa'],
  ],
  ['# right after = is part of a value', '[a]\ncolor=#ffaaee', ['[a] color=#ffaaee']],
  [
    '# and ; within the quotes of a command do not start a comment',
    '[a]\ncredential_process = cat "/my keys #2.json" # c\nmfa_process = x \'a ;b\' ;c\nc_process = x "a\\" #b" #c\nd = it\'s #c',
    ['[a] credential_process=cat "/my keys #2.json" mfa_process=x \'a ;b\' c_process=x "a\\" #b" d=it\'s'],
  ],
  [
    '# after a space starts a colour of the key color, and a comment otherwise',
    '[a]\ncolor = #ffaaee # mine\n[b]\nColor : #FAE\n[c]\ncolor = #none\n[d]\nx = #ffaaee',
    ['[a] color=#ffaaee', '[b] color=#FAE', '[c] color=', '[d] x='],
  ],
  ['keys are trimmed and lower-cased, values trimmed', '[a]\n Role_ARN  =\t v w ', ['[a] role_arn=v w']],
  ['the first = ends the key', '[a]\nk = a=b==', ['[a] k=a=b==']],
  [
    'a colon after a plain word ends the key when no = precedes it',
    '[a]\nregion : x\nt:a=b\nrole_arn: arn:aws:iam::1:role/r',
    ['[a] region=x t=a=b role_arn=arn:aws:iam::1:role/r'],
  ],
  ['a colon after = is part of the value', '[a]\nk=a:b', ['[a] k=a:b']],
  ['a comment may follow a header', '[a] # c\nk=v\n[b];c\n', ['[a] k=v', '[b]']],
  ['a header is trimmed', '[ foo bar ]\nk=v', ['[foo bar] k=v']],
  [
    'duplicate sections and duplicate keys stay separate',
    '[a]\nk=1\nk=2\n[a]\nk=3',
    ['[a] k=1 k=2', '[a] k=3'],
  ],
  ['equally indented keys are normal keys', '[a]\n  k=v\n  l=w\n m=x\n', ['[a] k=v l=w m=x']],
  [
    'indented lines under an empty value are its sub-properties',
    '[a]\ns3 =\n  x = 1 # c\n\n# c\n    Y = 2=3\nk=v',
    ['[a] s3= k=v s3.x=1 s3.y=2=3'],
  ],
  [
    'sub-properties end at the indentation of their parent',
    '[a]\n  s3 =\n    x = 1\n  region = r',
    ['[a] s3= region=r s3.x=1'],
  ],
  [
    'an empty sub-property does not start a deeper level',
    '[a]\ns3 =\n  x =\n    y = 1',
    ['[a] s3= s3.x= s3.y=1'],
  ],
  [
    'an indented line without = continues the value',
    '[a]\nk = v\n  more\n\n  and\nl=w',
    ['[a] k=v\nmore\n\nand l=w'],
  ],
  [
    'an indented header is a header when no key is above it',
    '  [a]\n  k=v\n  [b]\n  l=w',
    ['[a] k=v', '[b] l=w'],
  ],
  [
    'names of JavaScript object properties are normal names',
    '[constructor]\n__proto__=v\n[__proto__]\nk=v',
    ['[constructor] __proto__=v', '[__proto__] k=v'],
  ],
];

const invalidTexts: readonly (readonly [
  fault: string,
  text: string,
  place: string,
  message: RegExp,
  rest: string[],
])[] = [
  ['header without ]', '[a]\nk=v\n[b\nl=w\n[c]\nm=x', 'file:3', /without ']'/, ['[a] k=v', '[c] m=x']],
  ['empty header', '[ ]\nk=v\n[c]', 'file:1', /without a name/, ['[c]']],
  ['text after ]', '[a] b\nk=v\n[c]', 'a:1', /text after/, ['[a] k=v', '[c]']],
  ['line before any section', 'k=v\n[c]', 'file:1', /before the first section/, ['[c]']],
  ['line with neither = nor :', '[a]\njunk\nk=v\n[c]', 'a:2', /neither/, ['[a] k=v', '[c]']],
  ['line that is only a comment after a word', '[a]\nk # = v', 'a:2', /neither/, ['[a]']],
  ['sub-property without =', '[a]\ns3 =\n  x : y\nk=v', 'a:3', /neither/, ['[a] s3= k=v']],
  ['empty key', '[a]\n = x\nk=v', 'a:2', /without a key/, ['[a] k=v']],
  ['empty key before a colon', '[a]\n: x', 'a:2', /without a key/, ['[a]']],
  ['NUL byte in a value', '[a]\nk=v\0\nl=w\n[c]', 'a:2', /NUL/, ['[a] l=w', '[c]']],
  ['NUL byte in a header', '[a\0]\nk=v\n[c]', 'file:1', /NUL/, ['[c]']],
  ['stray carriage return', '[a]\nk=v\rl=w\n[c]', 'a:2', /carriage return/, ['[a]', '[c]']],
  [
    'key indented under a key with a value',
    '[a]\nk=v\n  l=w\nm=x\n[c]',
    'a:3',
    /AWS CLI reads/,
    ['[a] k=v m=x', '[c]'],
  ],
  [
    'header indented under a key with a value',
    '[a]\nk=v\n  [c]\n  l=w',
    'a:3',
    /AWS CLI reads/,
    ['[a] k=v', '[c] l=w'],
  ],
];

describe('parseIni', () => {
  for (const [rule, text, expected] of validTexts) {
    it(rule, () => {
      assert.deepEqual(outline(text), expected);
      assert.deepEqual(parseIni(text, 'f').problems, []);
      assert.deepEqual(
        parseIni(text, 'f').sections.flatMap(section => section.problems),
        [],
      );
    });
  }

  for (const [fault, text, place, message, rest] of invalidTexts) {
    it(`one problem that does not affect the other lines: ${fault}`, () => {
      const { sections, problems: ofFile } = parseIni(text, 'f');
      const all = [...ofFile, ...sections.flatMap(section => section.problems)];
      assert.deepEqual(
        all.map(problem => `${problem.section ?? 'file'}:${problem.line}`),
        [place],
      );
      assert.match(all[0]?.message ?? '', message);
      assert.equal(all[0]?.file, 'f');
      assert.deepEqual(outline(text), rest);
    });
  }

  it('a problem never quotes the line, which can contain a part of a secret', () => {
    const text =
      'hunter2=\n[b] hunter2\nhunter2\n =hunter2\nx\0hunter2\nk=v\n  hunter2=\n  [hunter2\nhunter2';
    const { sections, problems: ofFile } = parseIni(text, 'f');
    const all = [...ofFile, ...sections.flatMap(section => section.problems)];
    assert.deepEqual(all.map(({ line }) => line).sort(), [1, 2, 3, 4, 5, 7, 8, 8]);
    assert.doesNotMatch(JSON.stringify(all), /hunter2/);
  });

  it('every header, value and sub-property has its file and line', () => {
    const [section] = parseIni('# c\r\n[a]\r\n\r\nk=v\r\n  more\r\ns3=\r\n  x=1', '~/.aws/config').sections;
    assert.deepEqual(section?.place, { file: '~/.aws/config', line: 2 });
    assert.deepEqual(
      section?.settings.map(({ file, line }) => `${file}:${line}`),
      ['~/.aws/config:4', '~/.aws/config:6'],
    );
    assert.equal(section?.nested.get('s3')?.[0]?.line, 7);
  });
});
