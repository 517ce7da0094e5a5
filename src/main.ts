import { codeFolder, openProgram } from './adapters/cache/compile-cache.ts';

/** The name of this build, and of the file with the command line; the build script defines it. */
declare const BUILD: string;

// generated: commands
const COMMANDS: readonly string[] = [
  'use',
  'clear',
  'init',
  'exec',
  'console',
  'mfa',
  'list',
  'ls',
  'status',
  'why',
  'logout',
  'credential-process',
  'switch-roles',
  'sandbox',
  '__names',
  'help',
];
// end generated

/** The command that the first word names, for the compiled code alone. */
const commandOf = (word = 'help'): string => {
  if (word.startsWith('-')) return 'help';
  return COMMANDS.includes(word) ? word : 'use';
};

const main = async (): Promise<void> => {
  const words = process.argv.slice(2);
  const program = openProgram(import.meta.dirname, codeFolder(process.env, BUILD), commandOf(words[0]));
  const { runCommandLine } = program.load(`./${BUILD}.js`) as typeof import('./app/command-line.ts');
  const exitCode = await runCommandLine(words);
  // another command line of a failed command calls other functions
  if (exitCode === 0) program.storeCode();
  process.exit(exitCode);
};

void main();
