import assert from 'node:assert/strict';
import { test } from 'node:test';
import { typeInto } from '../../../../src/adapters/terminal/tty-device.ts';

for (const [what, before, chunk, text, end] of [
  ['characters are appended', '12', '34', '1234', undefined],
  ['a newline ends the line', '12', '34\n', '1234', 'enter'],
  ['a carriage return ends the line', '12', '34\r', '1234', 'enter'],
  ['characters after Enter are dropped', '', '12\n34', '12', 'enter'],
  ['DEL removes the last character', '', '12\x7f3', '13', undefined],
  ['BS removes the last character', '', '12\b3', '13', undefined],
  ['backspace removes a whole astral character', '1🚀', '\x7f', '1', undefined],
  ['backspace on an empty line does nothing', '', '\x7f1', '1', undefined],
  ['Ctrl-U clears the line', '123', '4\x155', '5', undefined],
  ['Ctrl-C cancels a line with text', '12', '3\x034', '123', 'cancel'],
  ['Ctrl-D cancels an empty line', '', '\x04', '', 'cancel'],
  ['Ctrl-D on a line with text does nothing', '1', '\x042', '12', undefined],
] as const)
  test(`typed line: ${what}`, () => {
    assert.deepEqual(typeInto(before, chunk), { text, end });
  });
