import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { test } from 'node:test';
import { LAUNCHER } from '../../support/program.ts';

const root = join(LAUNCHER, '..', '..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');

/** Paths of the files below a folder, relative to the root of the repository. */
const filesBelow = (folder: string, ending: string): string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter(name => name.endsWith(ending))
    .map(name => join(folder, name));

const numbersOf = (text: string, pattern: RegExp): number[] =>
  [...text.matchAll(pattern)].map(match => Number(match[1]));

/** The numbers of the promises in SECURITY.md, in order. */
const promisesIn = (text: string): number[] => numbersOf(text, /^- \*\*P(\d+)\. /gm);

/** The numbers of promises at the end of string literals, as in test titles. */
const promisesProved = (text: string): number[] => numbersOf(text, /\[P(\d+)\](?=(?: \[P\d+\])*['"`])/g);

/** The numbers of promises anywhere in a text. */
const promisesNamed = (text: string): number[] => numbersOf(text, /\[P(\d+)\]/g);

/** The numbers of the entries in docs/pitfalls.md, in order. */
const pitfallsIn = (text: string): number[] => numbersOf(text, /^## (\d+)\. /gm);

/** The numbers in `pitfall 5:`, `pitfalls 1 and 2:`, `pitfalls 4, 12, 20:` and `pitfalls 22 to 24:`. */
const pitfallsCited = (text: string): number[] =>
  [...text.matchAll(/\bpitfalls? (\d+(?:(?:, | and | to )\d+)*):/g)].flatMap(([, list = '']) =>
    list.split(/, | and /).flatMap(part => {
      const [from = 0, to = from] = part.split(' to ').map(Number);
      return Array.from({ length: to - from + 1 }, (_, index) => from + index);
    }),
  );

/** The targets of relative links and images outside code. */
const linksIn = (text: string): string[] =>
  [...text.replaceAll(/```[\s\S]*?```|`[^`\n]*`/g, '').matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target = '']) => target)
    .filter(target => !/^[a-z]+:/.test(target));

/** The fragments of a document's headings, as GitHub makes them. */
const fragmentsOf = (text: string): string[] =>
  [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  );

const missing = (wanted: readonly number[], present: readonly number[]): number[] =>
  [...new Set(wanted)].filter(number => !present.includes(number));

const tests = filesBelow('test', '.test.ts').map(read).join('\n');
const documents = [...readdirSync(root).filter(name => name.endsWith('.md')), ...filesBelow('docs', '.md')];

test('the promises of SECURITY.md have the numbers 1, 2, 3, … without a gap or a duplicate', () => {
  const promises = promisesIn(read('SECURITY.md'));
  assert.ok(promises.length > 20);
  assert.deepEqual(
    promises,
    promises.map((_, index) => index + 1),
  );
});

test('every promise of SECURITY.md has a test with its number at the end of the title', () => {
  assert.deepEqual(missing(promisesIn(read('SECURITY.md')), promisesProved(tests)), []);
});

test('SECURITY.md has every promise that a test names', () => {
  assert.deepEqual(missing(promisesNamed(tests), promisesIn(read('SECURITY.md'))), []);
});

test('the entries of docs/pitfalls.md are in order, and each has a test that cites it', () => {
  const entries = pitfallsIn(read('docs/pitfalls.md'));
  assert.deepEqual(
    entries,
    [...new Set(entries)].sort((a, b) => a - b),
  );
  assert.deepEqual(missing(entries, pitfallsCited(tests)), [], 'entries without a test');
  assert.deepEqual(missing(pitfallsCited(tests), entries), [], 'cited numbers without an entry');
});

test('every relative link in a document names an existing file and, with a fragment, an existing heading', () => {
  const dead = documents.flatMap(path => {
    const text = read(path);
    return linksIn(text)
      .filter(target => {
        const [file = '', fragment] = target.split('#');
        const linked = file ? join(dirname(path), file) : path;
        if (!existsSync(join(root, linked))) return true;
        return fragment !== undefined && !fragmentsOf(read(linked)).includes(fragment);
      })
      .map(target => `${relative('.', path)}: ${target}`);
  });
  assert.deepEqual(dead, []);
});

test('the checks of this file find numbers and links in every form, and no link in code', () => {
  const second = `[P${2}]`;
  assert.deepEqual(promisesIn('- **P1. One.** x\n- **P3. Three.** y\nP4. z'), [1, 3]);
  assert.deepEqual(promisesProved(`test('a ${second} [P${3}]', t => {}); // ${second} here`), [2, 3]);
  assert.deepEqual(promisesNamed(`// ${second} here`), [2]);
  const cite = (numbers: string): string => `pitfalls ${numbers}: x`;
  assert.deepEqual(
    pitfallsCited([cite('4, 12 and 20'), cite('22 to 24')].join('\n')),
    [4, 12, 20, 22, 23, 24],
  );
  assert.deepEqual(linksIn('[a](b.md#c) ![d](e.svg) [f](https://g) `[h](i)`'), ['b.md#c', 'e.svg']);
  assert.deepEqual(fragmentsOf('# AWS: Extend `Roles`\n'), ['aws-extend-roles']);
  assert.deepEqual(missing([1, 2, 2], [1]), [2]);
});
