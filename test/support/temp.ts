import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';

/** Creates an empty folder (owner-only, without symbolic links in its path). The test's end removes it. */
export const temporaryFolder = (test: Pick<TestContext, 'after'>): string => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'awsrole-test-')));
  test.after(() => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));
  return folder;
};
