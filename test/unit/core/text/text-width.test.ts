import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cutTo, displayWidth, padEnd } from '../../../../src/core/text/text-width.ts';

for (const [text, width] of [
  ['', 0],
  ['dev', 3],
  ['Österreich', 10],
  ['O\u0308sterreich', 10],
  ['本番', 4],
  ['한국', 4],
  ['🚀', 2],
  ['ＡＢ', 4],
  ['␛', 1],
] as const)
  test(`displayWidth of '${text}' is ${width}`, () => assert.equal(displayWidth(text), width));

test('padEnd pads to a number of cells and returns wider text unchanged', () => {
  assert.equal(padEnd('本番', 6), '本番  ');
  assert.equal(padEnd('dev', 3), 'dev');
  assert.equal(padEnd('development', 3), 'development');
});

test('cutTo truncates to a number of cells with a final …, and drops a wide character that fits only half', () => {
  assert.equal(cutTo('development', 11), 'development');
  assert.equal(cutTo('development', 5), 'deve…');
  assert.equal(cutTo('本番環境', 6), '本番…');
  assert.equal(cutTo('dev', 0), '');
});
