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

/**
 * The path of a program that a test is about. Where the machine lacks it the test is skipped, and says so; with `CI`
 * set it fails, so that no build goes on with less than it thinks.
 *
 * @returns undefined when the test is skipped
 */
export const needsShell = (test: Pick<TestContext, 'skip'>, name: string): string | undefined => {
  const path = programOnPath(name);
  if (path !== undefined) return path;
  const isOfThisSystem = name !== 'strace' || process.platform === 'linux';
  if (process.env['CI'] && isOfThisSystem)
    throw new Error(`${name} is not installed, and this run may not go without it`);
  test.skip(`${name} IS NOT INSTALLED: what concerns it was not tested`);
  return undefined;
};
