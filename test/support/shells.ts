import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { TestContext } from 'node:test';

/** The full path of a program on the PATH, or undefined. */
export const programOnPath = (name: string): string | undefined =>
  (process.env['PATH'] ?? '')
    .split(delimiter)
    .map(folder => join(folder, name))
    .find(path => {
      try {
        accessSync(path, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });

/** Programs that only Linux has. */
const LINUX_ONLY: ReadonlySet<string> = new Set(['strace', 'setfacl', 'setfattr', 'chattr']);

/**
 * Finds a program that a test needs. If it is missing, the test is skipped with a message; if `CI` is set, the test
 * fails, so that CI never skips tests silently.
 *
 * @returns the path of the program, or undefined when the test is skipped
 */
export const needsShell = (test: Pick<TestContext, 'skip'>, name: string): string | undefined => {
  const path = programOnPath(name);
  if (path !== undefined) return path;
  const isForThisSystem = !LINUX_ONLY.has(name) || process.platform === 'linux';
  if (process.env['CI'] && isForThisSystem) throw new Error(`${name} is not installed, and CI requires it`);
  test.skip(`${name} IS NOT INSTALLED: this was NOT tested`);
  return undefined;
};
