import { createTwoFilesPatch, FILE_HEADERS_ONLY } from 'diff';

/** Three lines around each change, as `diff -u` shows it. @returns an empty text where nothing differs */
export const unifiedDiff = (path: string, before: string, after: string): string =>
  before === after
    ? ''
    : createTwoFilesPatch(path, path, before, after, 'now', 'with --write', {
        context: 3,
        headerOptions: FILE_HEADERS_ONLY,
      });
