import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findCode } from '../../../../src/core/mfa/device.ts';

for (const [what, text, code] of [
  ['a code alone', '976249\n', '976249'],
  ['a code with its time left', '976249 lasts 24s |---', '976249'],
  ['a code after a name', 'AWS:alice  012345\n', '012345'],
  ['one code twice', '123456 123456', '123456'],
  ['a code beside an account number', '111122223333: 654321', '654321'],
  ['two different codes', '123456\n654321\n', undefined],
  ['a longer number', '1234567', undefined],
  ['six digits within a word', 'x123456', undefined],
  ['five digits', '12345', undefined],
  ['digits of another script', '١٢٣٤٥٦', undefined],
  ['empty text', '', undefined],
] as const)
  test(`findCode returns ${code ?? 'undefined'} for ${what}`, () => assert.equal(findCode(text), code));
