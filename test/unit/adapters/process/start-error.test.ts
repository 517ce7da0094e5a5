import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { startErrorOf } from '../../../../src/adapters/process/start-error.ts';
import { temporaryFolder } from '../../../support/temp.ts';

test('a bare name that PATH does not hold is not found, whatever exec says', t => {
  const folder = temporaryFolder(t);
  writeFileSync(join(folder, 'tool'), '');
  const path = `/nowhere:${folder}`;
  assert.equal(startErrorOf('missing', 'EACCES', path), 'ENOENT');
  assert.equal(startErrorOf('tool', 'EACCES', path), 'EACCES');
  assert.equal(startErrorOf('tool', 'EACCES', undefined), 'ENOENT');
  assert.equal(startErrorOf('./missing', 'EACCES', path), 'EACCES');
  assert.equal(startErrorOf('missing', 'E2BIG', path), 'E2BIG');
});
