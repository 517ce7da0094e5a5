// `npm run generate` writes the lists that shell files repeat from their definitions in src/. In a file each list stands
// between two comment lines, `# generated: NAME` and `# end generated` (`//` in TypeScript). With `--check` nothing is
// written, and the exit status is 1 when a file would change.
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { completionSections } from './completion-sections.mjs';
import { arrowsJson } from './lint/arrows.mjs';

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

const src = await load([
  "export { COMMANDS, entryOf, INTERNAL_COMMANDS } from './cli/commands.ts';",
  "export { SESSION_NAMES, UNSET_NAMES } from './core/environment/environment.ts';",
  "export { CALLS_SEPARATOR, DECIDING_NAMES, REQUIRED_NAMES, OPTIONAL_NAMES } from './core/records/live-record.ts';",
  "export { PROCESS_FIELDS } from './core/environment/export-formats.ts';",
  "export { INTEGRATED, SHELLS } from './shells/registry.ts';",
]);
const {
  CALLS_SEPARATOR,
  DECIDING_NAMES,
  REQUIRED_NAMES,
  INTEGRATED,
  OPTIONAL_NAMES,
  PROCESS_FIELDS,
  SESSION_NAMES,
  SHELLS,
  UNSET_NAMES,
} = src;

/** The first words of all commands. */
const commands = [
  ...new Set(
    [...src.COMMANDS, ...src.INTERNAL_COMMANDS].flatMap(({ paths }) =>
      paths.flatMap(path => path.slice(0, 1)),
    ),
  ),
  'help',
];
/** The first words of the command lines that the shell functions leave to the program. */
const passed = [
  "''",
  ...commands.filter(word => !['use', 'clear', 'exec', '__names'].includes(word)),
  ...['-h', '--help', '-v', '--version'],
];

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
/** Cases of `case` that do nothing. */
const nothing = words => wrap(words, ' | ').map(line => `${line}) ;;`);

/** Puts the end of a `calls` line into a variable: each value of this environment after a separator. */
const posixDeciding = variable =>
  `${variable}="${DECIDING_NAMES.map(name => `${CALLS_SEPARATOR}\${${name}-}`).join('')}"`;

/** The conditions of `[[`, one for each of the first lines of a record. */
const isFirst = REQUIRED_NAMES.map((name, index) =>
  name === 'AWSROLE_PROFILE'
    ? `$${index + 1} == "${name}=\${__awsrole_record##*/}"`
    : `$${index + 1} == ${name}=?*`,
);
const fishValue = '[^\\p{Cc}]++';

/** The text of every generated part of the shell files, by file and name. */
const SHELL_PARTS = {
  'shell/common.sh': {
    commands: pattern(passed),
    'deciding-names': posixDeciding('__awsrole_word'),
    'record-first': [
      `[[ $# -ge ${REQUIRED_NAMES.length} && ${isFirst.slice(0, 2).join(' && ')} &&`,
      `  ${isFirst.slice(2).join(' && ')} ]] || \\builtin return 1`,
      `\\builtin shift ${REQUIRED_NAMES.length}`,
    ],
    'record-others': nothing(OPTIONAL_NAMES.map(name => `${name}=?*`)),
    'unset-names': continued(`\\builtin unset ${UNSET_NAMES.join(' ')}`, '  '),
    // common.sh checks the value of AWSROLE_EXPIRES before it sets it
    'session-names': pattern(
      SESSION_NAMES.filter(name => name !== 'AWSROLE_EXPIRES').map(name => `${name}=*`),
    ),
  },
  'shell/awsrole.fish': {
    commands: `set -g __awsrole_passed ${passed.join(' ')}`,
    'deciding-names': `set -l __awsrole_word "${DECIDING_NAMES.map(name => `${CALLS_SEPARATOR}$${name}`).join('')}"`,
    'record-first': `set -g __awsrole_always '${REQUIRED_NAMES.map(name =>
      name === 'AWSROLE_PROFILE' ? `${name}=(?<__awsrole_profile>${fishValue})` : `${name}=${fishValue}`,
    ).join('\\n')}'`,
    'record-others': `set -g __awsrole_others '${OPTIONAL_NAMES.join('|')}'`,
    'unset-names': continued(`set -g __awsrole_managed ${UNSET_NAMES.join(' ')}`, '    '),
    'session-names': `case ${SESSION_NAMES.join(' ')}`,
  },
  'shell/awsrole.sh': {
    commands: nothing(commands.map(word => `1:${word}:*`)),
    shells: pattern([...SHELLS.keys()].map(name => `${name}:[!-]*`)),
    'integrated-shells': pattern(INTEGRATED.map(name => `2:init:${name}`)),
    'deciding-names': posixDeciding('__awsrole_rest'),
    'record-first': pattern(
      REQUIRED_NAMES.map(
        (name, index) => `${index + 5}:${name}=${name === 'AWSROLE_PROFILE' ? '"$1"' : '?*'}`,
      ),
    ),
    'record-others': pattern(OPTIONAL_NAMES.map(name => `*:${name}=?*`)),
    'unset-names': `__awsrole_names='${UNSET_NAMES.join(' ')}'`,
    'process-fields': `set -- ${PROCESS_FIELDS.map(field => field.join(':')).join(' ')}`,
  },
};

/** Every generated part: its file, its name, and its text. */
const PARTS = [
  ...Object.entries(SHELL_PARTS).flatMap(([file, texts]) =>
    Object.entries(texts).map(([name, text]) => ({ file, name, text })),
  ),
  ...completionSections(src, { pattern, continued }),
  {
    file: 'src/main.ts',
    name: 'commands',
    text: ['const COMMANDS: readonly string[] = [', ...commands.map(word => `  '${word}',`), '];'],
  },
];

/** Files that are generated whole. */
const FILES = [{ file: 'scripts/lint/arrows.json', text: arrowsJson() }];

/** `before` with the text of a part between its two comment lines, as far to the right as the first of them. */
const replaced = (before, { file, name, text }) => {
  const part = new RegExp(`^( *)(#|//) generated: ${name}\\n(?:.*\\n)*? *\\2 end generated$`, 'm');
  const [found, indent] = part.exec(before) ?? [];
  if (found === undefined) throw new Error(`${file} has no part 'generated: ${name}'`);
  const lines = found.split('\n');
  const inside = [text].flat().flatMap(each => each.split('\n'));
  return before.replace(found, () =>
    [lines[0], ...inside.map(line => indent + line), lines.at(-1)].join('\n'),
  );
};

const generated = [
  ...FILES,
  ...[...new Set(PARTS.map(({ file }) => file))].map(file => ({
    file,
    text: PARTS.filter(part => part.file === file).reduce(replaced, readFileSync(join(root, file), 'utf8')),
  })),
];
const changed = generated.filter(({ file, text }) => readFileSync(join(root, file), 'utf8') !== text);
if (process.argv.includes('--check')) {
  if (changed.length > 0) {
    console.error(`not as generated, run npm run generate: ${changed.map(({ file }) => file).join(', ')}`);
    process.exit(1);
  }
} else for (const { file, text } of changed) writeFileSync(join(root, file), text);
