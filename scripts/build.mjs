// Bundles src/ into dist/, all CommonJS, which Node starts faster than ES modules: main.js, a small entry that loads
// nothing but node:fs, and chunks that are loaded when they are needed. Joins the files of shell/ into one for each shell.
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build as bundle, transform } from 'esbuild';
import { writeBillOfMaterials } from './bill-of-materials.mjs';
import { writeShellFiles } from './shell-files.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const dist = join(root, 'dist');

const common = {
  platform: 'node',
  target: 'node20.17',
  minify: true,
  legalComments: 'none',
  logLevel: 'warning',
};

const bundled = {
  ...common,
  absWorkingDir: root,
  bundle: true,
  write: false,
  metafile: true,
  // ES modules shake better than the CommonJS builds of the same packages
  mainFields: ['module', 'main'],
  // packages look whether there is web cryptography, which Node then loads, and no call of theirs needs it here
  define: { crypto: 'undefined', 'globalThis.crypto': 'undefined' },
};

/** As CommonJS; `import()` of a chunk is a `require` of it. */
const commonJs = {
  ...common,
  format: 'cjs',
  supported: { 'dynamic-import': false },
  define: { 'import.meta.dirname': '__dirname' },
};

/** Only ES modules are split into chunks, so the chunks are made as such, and each is then made CommonJS. */
const buildChunks = async (outdir, plugins) => {
  const { outputFiles, metafile } = await bundle({
    ...bundled,
    outdir,
    entryPoints: LAZY,
    splitting: true,
    format: 'esm',
    entryNames: '[name]-[hash]',
    chunkNames: '[name]-[hash]',
    plugins: [withoutStreams, withoutUnused, ...plugins],
  });
  for (const { path, text } of outputFiles) {
    // `open` asks where its own file is, to use what it ships beside it, and does without where it is not told
    const { code } = await transform(text, { ...commonJs, logOverride: { 'empty-import-meta': 'silent' } });
    writeFileSync(path, code);
  }
  const chunks = new Map(
    Object.entries(metafile.outputs).flatMap(([path, { entryPoint }]) =>
      LAZY.includes(entryPoint) ? [[`./${entryPoint.slice('src/'.length)}`, `./${basename(path)}`]] : [],
    ),
  );
  return { chunks, metafile };
};

/**
 * clipanion opens all standard streams while it is loaded, to know the terminal's colours: a tenth of the time that a
 * short command takes. It is given others, and no colours, at every call.
 */
const withoutStreams = {
  name: 'clipanion without streams',
  setup({ onLoad, onResolve }) {
    const streams = /^ +(stdin: process\.stdin|stdout: process\.stdout|stderr: process\.stderr),\n/gm;
    onLoad({ filter: /clipanion\/lib\/advanced\/Cli\.js$/ }, ({ path }) => {
      const text = readFileSync(path, 'utf8');
      if (text.match(streams)?.length !== 3) throw new Error(`${path} is not as it was`);
      return { contents: text.replace(streams, '') };
    });
    onResolve({ filter: /^\.\.\/platform$/ }, ({ importer }) =>
      importer.includes('/clipanion/')
        ? { path: join(dirname(importer), '../platform/browser.js') }
        : undefined,
    );
  },
};

/**
 * The SDK's clients as for browsers: they read no files and load no modules of Node. Every call brings its settings, its
 * credentials and its way to send, so what a client would use without them is left out too.
 */
const withoutUnused = {
  name: 'SDK without what is not used',
  setup({ onLoad, onResolve, resolve }) {
    const ofClients =
      /\/(src|@aws-sdk\/(client-\w+|core|signature-v4-multi-region)|@smithy\/(core|signature-v4))\//;
    onResolve({ filter: /^(@aws-sdk|@smithy)\/core\/\w+$|^\.\/runtimeConfig$/ }, async ({ path, ...how }) => {
      if (how.pluginData === 'found' || !ofClients.test(how.importer)) return undefined;
      const found = await resolve(path, { ...how, pluginData: 'found' });
      const file = found.path.replace(/\.js$/, '.browser.js');
      return existsSync(file) ? { path: file, sideEffects: false } : undefined;
    });
    onResolve({ filter: /^@smithy\/fetch-http-handler$/ }, ({ path }) => ({ path, namespace: 'unused' }));
    onLoad({ filter: /./, namespace: 'unused' }, () => ({
      contents:
        'export const FetchHttpHandler = { create: handler => handler }, streamCollector = undefined;',
    }));
  },
};

/** What the entry loads when it must. */
const LAZY = ['src/app/command-line.ts'];

/**
 * @param outdir a folder that is made anew
 * @param plugins esbuild's: tests build a program that differs a little, elsewhere
 */
export async function build({ outdir = dist, plugins = [] } = {}) {
  rmSync(outdir, { recursive: true, force: true });
  mkdirSync(outdir, { recursive: true });
  // the package's other files are ES modules
  writeFileSync(join(outdir, 'package.json'), '{"type":"commonjs"}\n');
  const { chunks, metafile } = await buildChunks(outdir, plugins);
  const entry = await bundle({
    ...bundled,
    ...commonJs,
    outdir,
    entryPoints: ['src/main.ts'],
    define: {
      ...bundled.define,
      ...commonJs.define,
      BUILD: JSON.stringify(basename(chunks.get('./app/command-line.ts'), '.js')),
    },
    plugins: [
      ...plugins,
      {
        name: 'chunks',
        setup: ({ onResolve }) =>
          onResolve({ filter: /^\.\// }, ({ path }) =>
            chunks.has(path) ? { path: chunks.get(path), external: true } : undefined,
          ),
      },
    ],
  });
  for (const { path, text } of entry.outputFiles) writeFileSync(path, text);
  writeShellFiles(root, join(outdir, 'shell'));
  if (outdir === dist) writeBillOfMaterials(root, [metafile, entry.metafile]);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await build();
