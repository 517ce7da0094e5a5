// Compiles the TypeScript of the tests and of the bench into build/, next to the program that it is about.
import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { root, run } from './ensure-installed.mjs';

export const compiled = join(root, 'build');

export function compile() {
  rmSync(compiled, { recursive: true, force: true });
  run(join(root, 'node_modules/.bin/tsc'), ['--project', root]);
  // what was compiled are ES modules too
  cpSync(join(root, 'package.json'), join(compiled, 'package.json'));
}
