import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { readInput } from '../../../../src/adapters/files/input-file.ts';
import { temporaryFolder } from '../../../support/temp.ts';

const HINTS = ['give a file that you can read, or - for standard input'];

test('readInput returns the whole file without its byte order mark', async t => {
  const path = join(temporaryFolder(t), 'roles');
  writeFileSync(path, '\uFEFF[a]\r\nü');
  assert.equal(await readInput(path), '[a]\r\nü');
});

test('an input that is a folder or is missing is an error that names it with control characters escaped', async t => {
  const folder = temporaryFolder(t);
  await assert.rejects(readInput(folder), { message: `cannot read ${folder}: it is a folder`, hints: HINTS });
  const missing = join(folder, 'a\x1bb');
  const message = `cannot read ${join(folder, 'a␛b')}: no such file`;
  await assert.rejects(readInput(missing), { message, hints: HINTS });
});

test('an input that is not UTF-8 is an error that names it', async t => {
  const path = join(temporaryFolder(t), 'roles');
  writeFileSync(path, Buffer.from('[caf\xe9]', 'latin1'));
  await assert.rejects(readInput(path), {
    message: `${path} is not UTF-8 text`,
    hints: ['save it as UTF-8'],
  });
});
