// Compiles the TypeScript of the program, the tests and the bench to build/.
import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { root, run } from './ensure-installed.mjs';

/** The folder of the compiled files. */
export const compiled = join(root, 'build');

/** Replaces the folder `build`. Ends this process when the compiler fails. */
export function compile() {
  rmSync(compiled, { recursive: true, force: true });
  run(join(root, 'node_modules/.bin/tsc'), ['--project', root]);
  // package.json makes the compiled files ES modules
  cpSync(join(root, 'package.json'), join(compiled, 'package.json'));
}
