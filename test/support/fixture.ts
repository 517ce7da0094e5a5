import { fileURLToPath } from 'node:url';

/**
 * The path of a program beside a test, with the test's own file extension (`.js` after compilation).
 *
 * @param from the test's `import.meta.url`
 * @param name the program's path relative to the test, without extension
 */
export const fixture = (from: string, name: string): string =>
  fileURLToPath(new URL(name + from.slice(from.lastIndexOf('.')), from));
