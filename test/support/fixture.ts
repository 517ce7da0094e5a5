import { fileURLToPath } from 'node:url';

/**
 * The path of a small program beside a test, given without its ending: it is the test's own (`.js` once compiled).
 * @param from the test's `import.meta.url`
 */
export const fixture = (from: string, name: string): string =>
  fileURLToPath(new URL(name + from.slice(from.lastIndexOf('.')), from));
