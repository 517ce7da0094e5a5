// `npm run generate` writes the lists that shell files repeat from their definitions in src/. In a file each list stands
// between two comment lines, `# generated: NAME` and `# end generated` (`//` in TypeScript). With `--check` nothing is
// written, and the exit status is 1 when a file would change.
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { completionSections } from './completion-sections.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));

/** What is exported from files of src/, which Node 20 cannot load by itself. */
const load = async exports => {
  const { outputFiles } = await build({
    stdin: { contents: exports.join('\n'), resolveDir: join(root, 'src') },
    bundle: true,
    write: false,
    platform: 'node',
    format: 'cjs',
    define: { 'import.meta.dirname': '__dirname' },
    logLevel: 'error',
  });
  const module = { exports: {} };
  new Function('module', 'require', '__dirname', outputFiles[0].text)(
    module,
    createRequire(import.meta.url),
    join(root, 'dist'),
  );
  return module.exports;
};

const src = await load(["export { COMMANDS, entryOf } from './cli/commands.ts';"]);

/** Lines of at most `width` characters that hold all words. */
const wrap = (words, separator, width = 112) => {
  const lines = [];
  for (const word of words) {
    const longer = [lines.at(-1), word].join(separator);
    if (lines.length > 0 && longer.length <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
};
/** One command over several lines; those after the first have `indent` before them. */
const continued = (text, indent) => wrap(text.split(' '), ' ').join(` \\\n${indent}`);
/** A pattern of `case`. */
const pattern = words => `${words.join(' | ')})`;

/** Every generated part: its file, its name, and its text. */
const SECTIONS = [...completionSections(src, { pattern, continued })];

/** `before` with the text of a section between its two comment lines, as far to the right as the first of them. */
const replaced = (before, { file, name, text }) => {
  const between = new RegExp(`^( *)(#|//) generated: ${name}\\n(?:.*\\n)*? *\\2 end generated$`, 'm');
  const [found, indent] = between.exec(before) ?? [];
  if (found === undefined) throw new Error(`${file} has no part 'generated: ${name}'`);
  const lines = found.split('\n');
  const inside = [text].flat().flatMap(part => part.split('\n'));
  return before.replace(found, () =>
    [lines[0], ...inside.map(line => indent + line), lines.at(-1)].join('\n'),
  );
};

const changed = [...new Set(SECTIONS.map(({ file }) => file))].filter(file => {
  const path = join(root, file);
  const before = readFileSync(path, 'utf8');
  const after = SECTIONS.filter(section => section.file === file).reduce(replaced, before);
  if (after === before) return false;
  if (!process.argv.includes('--check')) writeFileSync(path, after);
  return true;
});

if (process.argv.includes('--check') && changed.length > 0) {
  console.error(`not as generated, run npm run generate: ${changed.join(', ')}`);
  process.exit(1);
}
