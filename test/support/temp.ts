import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';

/** A new empty folder (owner-only, without links in its path) that is removed when the test is over. */
export const temporaryFolder = (test: Pick<TestContext, 'after'>): string => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'awsrole-test-')));
  test.after(() => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));
  return folder;
};
