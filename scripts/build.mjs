// Bundles src/main.ts into dist/: an entry, and chunks that are loaded when a command needs them.
import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build as bundle } from 'esbuild';
import { writeBillOfMaterials } from './bill-of-materials.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));

/** @param changes laid over esbuild's options: tests build a program that differs a little, elsewhere */
export async function build(changes = {}) {
  if (changes.outdir === undefined) rmSync(`${root}dist`, { recursive: true, force: true });
  const { metafile } = await bundle({
    metafile: true,
    absWorkingDir: root,
    entryPoints: ['src/main.ts'],
    outdir: 'dist',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.17',
    // ES modules shake better than the CommonJS builds of the same packages
    mainFields: ['module', 'main'],
    minify: true,
    legalComments: 'none',
    chunkNames: '[name]-[hash]',
    // CommonJS packages in the bundle ask for Node's own modules in their way
    banner: {
      js: "import{createRequire as __awsroleRequire}from'node:module';const require=__awsroleRequire(import.meta.url);",
    },
    logLevel: 'warning',
    ...changes,
  });
  if (changes.outdir === undefined) writeBillOfMaterials(root, [metafile]);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await build();
