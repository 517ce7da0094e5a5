import assert from 'node:assert/strict';
import { chownSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fixture } from '../../../support/fixture.ts';
import { run } from '../../../support/run.ts';
import { temporaryFolder } from '../../../support/temp.ts';
import { isRoot } from '../fixtures/store-samples.ts';

for (const mask of ['000', '022', '077', '177', '777']) {
  test(`under umask ${mask}, every stored file has mode 0600 and every created folder 0700 [P5]`, async t => {
    const folder = temporaryFolder(t);
    // as root, file modes would have no effect
    if (isRoot) chownSync(folder, 65534, 65534);
    const result = await run(
      t,
      process.execPath,
      [fixture(import.meta.url, '../fixtures/store-all'), mask, folder],
      { env: isRoot ? { AS: '65534' } : {}, cwd: '/' },
    );
    assert.deepEqual(result, { exitCode: 0, signal: null, stdout: '', stderr: '' });
    const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' });
    const modes = paths.map(path => {
      const status = statSync(join(folder, path));
      return [path, status.isDirectory(), (status.mode & 0o777).toString(8)] as const;
    });
    assert.equal(
      modes.filter(([, isFolder]) => !isFolder).length,
      5,
      'one file for each store, one backup and no temporary file',
    );
    assert.deepEqual(
      modes.filter(([, isFolder, mode]) => mode !== (isFolder ? '700' : '600')),
      [],
    );
  });
}
