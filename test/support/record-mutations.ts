import { fc } from './property.ts';

/** A change by a broken disk, another version or an attacker. The record has one character per byte. */
type Mutation = (record: string) => string;

const HOSTILE_LINES = [
  'PATH=/tmp',
  'LD_PRELOAD=/tmp/x.so',
  'BASH_ENV=/tmp/x',
  'IFS=/',
  'PS1=$(touch canary)',
  'AWS_PROFILE=x',
  'AWS_CONFIG_FILE=/x',
  'AWSROLE_PREVIOUS=x',
  'AWSROLE_KEY[$(touch canary)]=x',
  '$(touch canary)',
  '`touch canary`=x',
  'AWSROLE_KEY=x; touch canary',
  'AWSROLE_KEY+=x',
  'AWSROLE_KEY',
  ' AWSROLE_KEY=x',
  'awsrole_key=x',
  '-n=x',
  '=x',
  '',
  'end',
  'AWS_ACCESS_KEY_ID=ASIAOTHER',
  'AWS_SECRET_ACCESS_KEY=',
  'AWSROLE_PROFILE=other',
  'AWSROLE_COLOR=fff',
  'calls |||||||',
  'calls eu-west-1|||||||',
  'awsrole-live 2 1 99999999999',
];

const HOSTILE_TEXTS = [
  '\0',
  '\n',
  '\r',
  '\r\n',
  '\t',
  '\x1b[31m',
  '\x7f',
  '\x80',
  '\xc2\x85',
  '\xe2\x80\xa8',
  '\xff',
  "'",
  '"',
  '\\',
  '=',
  ' ',
  '*',
  '$(touch canary)',
  '`touch canary`',
  "'; touch canary; '",
  'a[$(touch canary)]',
  '0x10',
  '-1',
  '\nend\n',
];

const HEADERS = [
  'awsrole-live 3 1 99999999999',
  'awsrole-live 2 1 2',
  'awsrole-live 2 99999999998 99999999999',
  'awsrole-live 2 a[$(touch canary)] 99999999999',
  'awsrole-live 2 1 a[$(touch canary)]',
  'awsrole-live 2 1 99999999999999999999999999',
  'awsrole-live 2 1',
  'awsrole-live 2 01 99999999999',
];

/** Replaces `removed` characters at `at` by `more`. */
const spliced = (text: string, at: number, removed: number, more: string): string =>
  text.slice(0, at) + more + text.slice(at + removed);

/** A position in a text, as a fraction of its length. */
const place = fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true });
const indexIn = (text: string, at: number): number => Math.floor(at * text.length);

const editLines =
  (edit: (lines: string[], at: number, other: number) => void) =>
  (at: number, other: number): Mutation =>
  record => {
    const lines = record.split('\n');
    edit(lines, Math.floor(at * lines.length), Math.floor(other * lines.length));
    return lines.join('\n');
  };

const swap = editLines((lines, at, other) => {
  [lines[at], lines[other]] = [lines[other] ?? '', lines[at] ?? ''];
});
const drop = editLines((lines, at) => lines.splice(at, 1));
const double = editLines((lines, at, other) => lines.splice(other, 0, lines[at] ?? ''));

const mutation: fc.Arbitrary<Mutation> = fc.oneof(
  fc.tuple(place, fc.integer({ min: 0, max: 7 })).map(
    ([at, bit]): Mutation =>
      record => {
        const index = indexIn(record, at);
        return spliced(record, index, 1, String.fromCharCode(record.charCodeAt(index) ^ (1 << bit)));
      },
  ),
  fc.tuple(place, fc.integer({ min: 0, max: 3 }), fc.constantFrom('', ...HOSTILE_TEXTS)).map(
    ([at, removed, text]): Mutation =>
      record =>
        spliced(record, indexIn(record, at), removed, text),
  ),
  fc
    .tuple(place, fc.constantFrom(...HOSTILE_LINES))
    .map(([at, line]) => editLines((lines, index) => lines.splice(index, 0, line))(at, 0)),
  fc.constantFrom(...HOSTILE_LINES).map(
    (line): Mutation =>
      record =>
        record.replace(/end\n$/, () => `${line}\nend\n`),
  ),
  // the beginning of a value
  fc.tuple(place, fc.constantFrom(...HOSTILE_TEXTS)).map(
    ([at, text]): Mutation =>
      record =>
        spliced(record, record.indexOf('=', indexIn(record, at)) + 1, 0, text),
  ),
  fc.constantFrom(...HEADERS).map(
    (header): Mutation =>
      record =>
        record.replace(/^.*/, () => header),
  ),
  fc
    .tuple(place, place)
    .chain(([at, other]) => fc.constantFrom(swap(at, other), drop(at, other), double(at, other))),
  place.map(
    (at): Mutation =>
      record =>
        record.slice(0, indexIn(record, at)),
  ),
  fc.constantFrom('\n', 'x', 'PATH=/tmp\n', 'end\n', '\0').map(
    (more): Mutation =>
      record =>
        record + more,
  ),
);

/** Up to three mutations of a record. Some records stay unchanged, so that a reader that refuses everything fails. */
export const mutations: fc.Arbitrary<Mutation> = fc
  .array(mutation, { maxLength: 3 })
  .map(all => record => all.reduce((text, mutate) => mutate(text), record));
