import { createTwoFilesPatch, FILE_HEADERS_ONLY } from 'diff';

/**
 * Compares two texts of a file.
 *
 * @returns a unified diff with three lines of context, as `diff -u` prints it; empty when the texts are equal
 */
export const unifiedDiff = (path: string, before: string, after: string): string =>
  before === after
    ? ''
    : createTwoFilesPatch(path, path, before, after, 'now', 'with --write', {
        context: 3,
        headerOptions: FILE_HEADERS_ONLY,
      });
