import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { startErrorOf } from '../../../../src/adapters/process/start-error.ts';
import { temporaryFolder } from '../../../support/temp.ts';

test('EACCES for a bare name that is in no folder of PATH becomes ENOENT; other errors stay', t => {
  const folder = temporaryFolder(t);
  writeFileSync(join(folder, 'tool'), '');
  const path = `/nowhere:${folder}`;
  assert.equal(startErrorOf('missing', 'EACCES', path), 'ENOENT');
  assert.equal(startErrorOf('tool', 'EACCES', path), 'EACCES');
  assert.equal(startErrorOf('tool', 'EACCES', undefined), 'ENOENT');
  assert.equal(startErrorOf('./missing', 'EACCES', path), 'EACCES');
  assert.equal(startErrorOf('missing', 'E2BIG', path), 'E2BIG');
});
