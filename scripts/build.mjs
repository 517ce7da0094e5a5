// Bundles src/ into dist/, all CommonJS, which Node starts faster than ES modules: main.js, a small entry, and the files
// that it loads when they are needed. Joins the files of shell/ into one for each shell.
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

/**
 * Only ES modules are split into chunks, so the chunks are made as such, and each is then made CommonJS. Every file costs
 * time to find and to read, so a chunk that is loaded lazily is in one file with those that it imports.
 */
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
  const codes = new Map();
  for (const { path, text } of outputFiles) {
    // `open` asks where its own file is, to use what it ships beside it, and does without where it is not told
    const { code } = await transform(text, { ...commonJs, logOverride: { 'empty-import-meta': 'silent' } });
    codes.set(`./${basename(path)}`, code);
  }
  const outputs = new Map(
    Object.entries(metafile.outputs).map(([path, output]) => [`./${basename(path)}`, output]),
  );
  for (const [file, code] of joined(outputs, codes)) writeFileSync(join(outdir, file), code);
  return { metafile, commandLine: entriesOf(outputs)[0] };
};

/** The chunks of the entries in LAZY, in the same order. */
const entriesOf = outputs =>
  LAZY.map(entry => [...outputs.keys()].find(name => outputs.get(name).entryPoint === entry));

/** The files of `codes`, by name: each entry with the chunks that it imports and that are in no earlier file. */
const joined = (outputs, codes) => {
  const importsOf = (name, kind) =>
    outputs
      .get(name)
      .imports.flatMap(({ path, kind: found }) =>
        found === kind && outputs.has(`./${basename(path)}`) ? [`./${basename(path)}`] : [],
      );
  const fileOf = new Map();
  const put = (name, file) => {
    if (fileOf.has(name)) return;
    fileOf.set(name, file);
    for (const other of importsOf(name, 'import-statement')) put(other, file);
  };
  const entries = entriesOf(outputs);
  for (const entry of entries) {
    put(entry, entry);
    // the list grows by what the chunks of this entry load lazily
    for (const name of [...fileOf.keys()])
      if (fileOf.get(name) === entry)
        for (const lazy of importsOf(name, 'dynamic-import')) if (!entries.includes(lazy)) entries.push(lazy);
  }
  return entries
    .filter(entry => fileOf.get(entry) === entry)
    .map(entry => [
      entry,
      fileWith(
        [...fileOf.keys()].filter(name => fileOf.get(name) === entry),
        fileOf,
        codes,
      ),
    ]);
};

/** The code of a file with several chunks. Each runs when it is first loaded, from here or from another file. */
const fileWith = (names, fileOf, codes) => {
  const [entry] = names;
  const elsewhere = names
    .flatMap(name => [...codes.get(name).matchAll(/require\("(\.\/[^"]+)"\)/g)].map(([, other]) => other))
    .filter(other => fileOf.get(other) !== entry);
  const chunks = names.map(name => `${JSON.stringify(name)}:(module,exports,require)=>{${codes.get(name)}}`);
  const files = [...new Set(elsewhere)].map(
    name =>
      `${JSON.stringify(name)}:()=>require(${JSON.stringify(fileOf.get(name))}).load(${JSON.stringify(name)})`,
  );
  // a function, so that `openProgram` compiles the text of the file as it is
  return `(function(module,exports,require,__dirname){
const chunks={${chunks}},files={${files}},loaded={};
const load=name=>{
if(!chunks[name])return files[name]?files[name]():require(name);
if(!loaded[name]){const module=loaded[name]={exports:{}};chunks[name](module,module.exports,load)}
return loaded[name].exports};
module.exports=load(${JSON.stringify(entry)});
module.exports.load=load;
})
`;
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
 * credentials and its way to send, so what a client would use without them is left out too. Of the loader of the shared
 * files only `getHomeDir` is used.
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
    onLoad({ filter: /\/shared-ini-file-loader\/dist-es\/index\.js$/ }, async ({ path }) => {
      const config = await resolve('@smithy/core/config', {
        kind: 'import-statement',
        resolveDir: dirname(path),
      });
      const file = join(dirname(config.path), 'shared-ini-file-loader/getHomeDir.js');
      return { contents: `export { getHomeDir } from ${JSON.stringify(file)};` };
    });
    onResolve({ filter: /^@smithy\/fetch-http-handler$/ }, ({ path }) => ({ path, namespace: 'unused' }));
    onLoad({ filter: /./, namespace: 'unused' }, () => ({
      contents:
        'export const FetchHttpHandler = { create: handler => handler }, streamCollector = undefined;',
    }));
  },
};

/** What the entry loads when it must, and what most calls load then. What several files need is in the first of them. */
const LAZY = ['src/app/command-line.ts', 'src/adapters/aws/sts.ts'];

/**
 * @param outdir a folder that is made anew
 * @param plugins esbuild's: tests build a program that differs a little, elsewhere
 */
export async function build({ outdir = dist, plugins = [] } = {}) {
  rmSync(outdir, { recursive: true, force: true });
  mkdirSync(outdir, { recursive: true });
  // the package's other files are ES modules
  writeFileSync(join(outdir, 'package.json'), '{"type":"commonjs"}\n');
  const { commandLine, metafile } = await buildChunks(outdir, plugins);
  const entry = await bundle({
    ...bundled,
    ...commonJs,
    outdir,
    entryPoints: ['src/main.ts'],
    define: {
      ...bundled.define,
      ...commonJs.define,
      BUILD: JSON.stringify(basename(commandLine, '.js')),
    },
    plugins,
  });
  for (const { path, text } of entry.outputFiles) writeFileSync(path, text);
  writeShellFiles(root, join(outdir, 'shell'));
  if (outdir === dist) writeBillOfMaterials(root, [metafile, entry.metafile]);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await build();
