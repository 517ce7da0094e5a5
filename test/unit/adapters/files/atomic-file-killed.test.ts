import assert from 'node:assert/strict';
import {
  chmodSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { writeAtomically } from '../../../../src/adapters/files/atomic-file.ts';
import { fixture } from '../../../support/fixture.ts';
import { start } from '../../../support/run.ts';
import { temporaryFolder } from '../../../support/temp.ts';
import { isWholeText, wholeText } from '../fixtures/whole-text.ts';

const KILLS = 20;

test('a writer that is killed at any moment leaves the old or the new text, the link and the mode, and the next write removes its temporary file [P6]', async t => {
  const folder = temporaryFolder(t);
  const link = join(folder, 'link');
  const target = join(folder, 'target');
  writeFileSync(target, wholeText(0));
  chmodSync(target, 0o640);
  symlinkSync('target', link);
  let reads = 0;
  let leftTemporaryFile = false;
  for (let kill = 0; kill < KILLS; kill++) {
    const writer = start(t, process.execPath, [fixture(import.meta.url, '../fixtures/write-for-ever'), link]);
    await writer.waitFor(/go/);
    // the file is read until the writer is killed
    const end = performance.now() + (kill % 10) * 1.3;
    do {
      assert.ok(isWholeText(readFileSync(link, 'utf8')), 'read a partial text');
      reads++;
      if (kill % 2) await wait(0);
    } while (performance.now() < end);
    writer.kill('SIGKILL');
    await writer.result;
    assert.ok(isWholeText(readFileSync(link, 'utf8')), 'the killed writer left a partial text');
    leftTemporaryFile ||= readdirSync(folder).length > 2;
  }
  assert.ok(reads >= KILLS);
  assert.ok(leftTemporaryFile, 'no writer was killed during a write, so this test proves nothing');
  await writeAtomically(link, wholeText(1), { keepMode: true });
  assert.deepEqual(readdirSync(folder).sort(), ['link', 'target']);
  assert.equal(readlinkSync(link), 'target');
  assert.equal(statSync(target).mode & 0o777, 0o640);
});
