import assert from 'node:assert/strict';
import { test } from 'node:test';
import { safe, safeJson } from '../../../../src/core/text/terminal-text.ts';

test('safe leaves printable text of any script unchanged', () => {
  for (const text of [
    '',
    'dev',
    'Österreich 本番 🚀',
    'O\u0308sterreich',
    'שלום',
    'a ~ b',
    '❤\u{fe0f}',
    '👍🏽',
  ])
    assert.equal(safe(text), text);
});

for (const [what, text, shown] of [
  ['ESC', '\x1b[31m', '␛[31m'],
  ['newline and tab', 'a\r\n\tb', 'a␍␊␉b'],
  ['NUL and BEL', '\0\x07', '␀␇'],
  ['DEL', '\x7f', '␡'],
  ['a C1 control', '\x9b31m', '\\u{9b}31m'],
  ['a bidi override', '\u202edorp', '\\u{202e}dorp'],
  ['a zero-width space', 'pro\u200bd', 'pro\\u{200b}d'],
  ['a joiner between pictures', '👩\u200d🚀', '👩\\u{200d}🚀'],
  ['a tag character', '\u{e0041}', '\\u{e0041}'],
  ['a byte order mark', '\ufeffx', '\\u{feff}x'],
  ['a soft hyphen', 'pr\u00adod', 'pr\\u{ad}od'],
  ['a Hangul filler', '\u3164', '\\u{3164}'],
  ['an emoji selector after a letter', 'prod\ufe0f', 'prod\\u{fe0f}'],
  ['a line separator', 'a\u2028b\u2029', 'a\\u{2028}b\\u{2029}'],
  ['a lone surrogate', 'a\ud83d', 'a\\u{d83d}'],
] as const)
  test(`safe makes ${what} visible`, () => assert.equal(safe(text), shown));

test('safe leaves no control or format character, separator or surrogate, for all code points [P26]', () => {
  const hostile = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;
  for (let code = 0; code <= 0x10ffff; code++) {
    const text = safe(`x${String.fromCodePoint(code)}x`);
    if (hostile.test(text)) assert.fail(`safe keeps U+${code.toString(16)}`);
  }
});

test('safe leaves its own output unchanged', () => {
  const once = safe('\x1b\u202e\x7f');
  assert.equal(safe(once), once);
});

test('safeJson keeps the value and has no unsafe characters', () => {
  const value = { '\x9b\x7f': ['\x1b[31m\n', '\u202e', '\u{e0041}', '\ud83d', 'Österreich 本番 🚀'] };
  const text = safeJson(value);
  assert.deepEqual(JSON.parse(text), value);
  assert.equal(safe(text.replaceAll('\n', '')), text.replaceAll('\n', ''));
  assert.ok(text.includes('Österreich 本番 🚀'));
});
