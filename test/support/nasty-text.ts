import { character, fc } from './property.ts';

/** Texts that break wrong shell quoting. A command in a text creates a file `canary-…`. */
export const NASTY: readonly string[] = [
  '',
  ' ',
  "'",
  "''",
  '"',
  '\\',
  '\\\\',
  "\\'",
  "'\\''",
  "a'b",
  'a\\b',
  'trail\\',
  "trail\\'",
  '"a b"',
  '$(touch canary-dollar)',
  '`touch canary-tick`',
  '; touch canary-semicolon',
  "'; touch canary-quote; '",
  "\\'; touch canary-backslash; \\'",
  '\ntouch canary-newline\n',
  "'\ntouch canary-both\n'",
  '} ; touch canary-brace ; {',
  '\nend; touch canary-end; begin\n',
  '(touch canary-fish)',
  '$(touch canary-a)(touch canary-b)`touch canary-c`',
  '<(touch canary-process)',
  '| touch canary-pipe',
  '& touch canary-and',
  '# comment',
  '!!x',
  '!-1',
  'new\nline',
  'ends\n',
  'ends\n\n',
  'cr\r\nlf',
  'tab\t',
  '\x01\x07\x1b[31m\x7f\x80\x9f',
  'é☃東\u{1f600}',
  '\u2028\ufeff\u202e',
  // fish stores invalid bytes and its own markers in these ranges
  '\uf600\uf6ff\ufdd0\ufdef\uffff\u{10ffff}',
  '-n',
  '-e',
  '--',
  '~',
  '~root',
  '*',
  '?[a-z]',
  '{a,b}',
  `$HOME \${HOME} $$ $? $@`,
  '%F{red} %n %s',
  '=ls',
  'a=b',
  '^a^b',
  '\\n\\t\\x41\\0101',
  'x'.repeat(5000),
];

const pieces = [
  "'",
  '"',
  '\\',
  '$',
  '`',
  '(',
  ')',
  '{',
  '}',
  '\n',
  '\r',
  ' ',
  ';',
  '&',
  '#',
  '!',
  '*',
  '~',
  'a',
  'é',
  '\u{1f600}',
];

/** A character from `first` to `last`. */
const range = (first: number, last: number): fc.Arbitrary<string> =>
  fc.integer({ min: first, max: last }).map(code => String.fromCodePoint(code));

/** Characters that shells, terminals or editors treat specially. */
const oddCharacter = fc.oneof(
  range(0x01, 0x1f),
  range(0x7f, 0x9f),
  range(0x20, 0x7e),
  range(0x2018, 0x201f), // smart quotes
  range(0x202a, 0x202e), // bidi controls
  range(0x2066, 0x2069),
  range(0xf600, 0xf6ff), // used by fish internally
  range(0xfdd0, 0xfdef),
  range(0xe000, 0xffff),
  range(0x10000, 0x10ffff),
);

/** A random text: pieces of shell syntax, nasty texts joined, odd characters, or any Unicode characters except NUL. */
export const nastyText: fc.Arbitrary<string> = fc.oneof(
  fc.string({ unit: fc.constantFrom(...pieces), maxLength: 40 }),
  fc.array(fc.constantFrom(...NASTY.slice(0, -1)), { maxLength: 6 }).map(parts => parts.join('')),
  fc.string({ unit: fc.oneof(oddCharacter, fc.constantFrom(...pieces)), maxLength: 40 }),
  fc.string({ unit: character, maxLength: 40 }).map(text => text.replaceAll('\0', '')),
);
