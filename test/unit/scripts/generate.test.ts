import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { LAUNCHER } from '../../support/program.ts';
import { run } from '../../support/run.ts';

test('every generated list in the repository is as its definition in src', async t => {
  const script = join(LAUNCHER, '..', '..', 'scripts', 'generate.mjs');
  const { exitCode, stdout, stderr } = await run(t, process.execPath, [script, '--check']);
  assert.deepEqual([exitCode, stdout, stderr], [0, '', '']);
});
