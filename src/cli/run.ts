import type { AwsroleCommand } from '../commands/awsrole-command.ts';
import type { AppContext } from '../commands/context.ts';
import { ExecCommand } from '../commands/exec.ts';
import { UseCommand } from '../commands/use.ts';
import { AwsroleError, Cancelled, usageError } from '../core/errors.ts';
import { FAILED } from '../shells/registry.ts';
import { COMMANDS, createCli, INTERNAL_COMMANDS } from './commands.ts';
import { commandHelp, overviewHelp } from './help.ts';
import {
  checkHelpWord,
  commandsUnder,
  execWithoutProfile,
  halfCommand,
  refuseNegation,
  usageOf,
  withCommands,
} from './usage-errors.ts';

/** The way out of the program. */
export interface Outside {
  /** made only when a command runs */
  readonly context: () => AppContext;
  /** what was asked for: shell code or data */
  readonly stdout: (text: string) => void;
  readonly stderr: (text: string) => void;
  /** stdout is a terminal: nobody evaluates what is written there */
  readonly isTerminal: () => boolean;
  /** a line for people, on stderr, with the program's name before it */
  readonly note: (text: string) => void;
}

/**
 * Runs one command line.
 *
 * @returns the exit code: 0 · 1 failure · 2 usage · 126/127/128+n as a shell for `exec` · 130 cancelled
 */
export const runCli = async (
  words: readonly string[],
  program: { version: string; debug: boolean },
  outside: Outside,
): Promise<number> => {
  const [first] = words;
  const named = commandNamed(words);
  const under = commandsUnder(words);
  const isEvaluated = named.isEvaluated && first !== 'help' && under.length === 0 && !asksForData(words);
  try {
    if (first === '--version' || first === '-v') return say(outside, `awsrole ${program.version}\n`);
    if (first === '--help' || first === '-h' || (first === 'help' && words.length === 1))
      return say(outside, overviewHelp());
    if (first === undefined)
      throw usageError(
        'which profile?',
        'awsrole PROFILE, for example: eval "$(awsrole dev)"',
        '`awsrole list` shows the profiles, `awsrole --help` the commands',
      );
    if (first === 'help') {
      checkHelpWord(words[1]);
      return await runCli([...words.slice(1), '--help'], program, outside);
    }
    if (under.length > 0 && !asksForHelp(words)) throw halfCommand(words, under);
    if (asksForHelp(words)) {
      const paths = (under.length > 0 ? under : [named]).map(
        command => `awsrole ${command.paths[0]?.join(' ')}`,
      );
      const definitions = createCli(program.version)
        .definitions()
        .filter(({ path }) => paths.includes(path));
      const help = definitions.map(commandHelp).join('\n') || overviewHelp();
      // what may stand inside $(…) never prints help there
      (isEvaluated ? outside.stderr : outside.stdout)(help);
      return 0;
    }
    const command = parse(createCli(program.version, [named]), words, outside.context());
    return await command.execute();
  } catch (error) {
    if (isEvaluated && !outside.isTerminal()) sayFailed(outside);
    return report(withCommands(error, words), program.debug, outside);
  }
};

const say = ({ stdout }: Outside, text: string): number => {
  stdout(text);
  return 0;
};

const sayFailed = ({ stdout }: Outside): void => {
  try {
    stdout(FAILED);
  } catch {
    // whoever evaluates an output that cannot be written gets nothing at all; the exit code still tells
  }
};

/** The command that the first words name, the longest path first; without a known one it is `use`, the default. */
const commandNamed = (words: readonly string[]): (typeof COMMANDS | typeof INTERNAL_COMMANDS)[number] => {
  const byLength = [...COMMANDS, ...INTERNAL_COMMANDS]
    .flatMap(command => command.paths.map(path => ({ command, path })))
    .sort((a, b) => b.path.length - a.path.length);
  const found = byLength.find(
    ({ path }) => path.length > 0 && path.every((word, index) => words[index] === word),
  );
  return found?.command ?? UseCommand;
};

/** What `use` prints for programs and files is no shell code, and neither is its failure. */
const asksForData = (words: readonly string[]): boolean =>
  words.some(word => word === '--json' || /^--format(=|$)/.test(word)) &&
  !words.some(word => /^--shell(=|$)/.test(word));

const asksForHelp = (words: readonly string[]): boolean => {
  const end = words.indexOf('--');
  return words.slice(0, end === -1 ? undefined : end).some(word => word === '--help' || word === '-h');
};

const parse = (
  cli: ReturnType<typeof createCli>,
  words: readonly string[],
  context: AppContext,
): AwsroleCommand => {
  refuseNegation(words);
  let command: AwsroleCommand;
  try {
    command = cli.process([...words], context) as AwsroleCommand;
  } catch (error) {
    throw usageOf(error, words, commandNamed(words));
  }
  if (command instanceof ExecCommand) {
    const end = words.indexOf('--');
    // it took the first word of the command for the profile
    if (end !== -1 && command.words.length < words.length - end - 1) throw execWithoutProfile(words, end);
    checkEnd(words, command.words);
  }
  return command;
};

/** The launcher runs the end of the command line as it stands: options of ours must not have come between. */
const checkEnd = (words: readonly string[], command: readonly string[]): void => {
  const end = words.slice(words.length - command.length);
  if (command.some((word, index) => word !== end[index]))
    throw usageError(
      'exec: options of awsrole stand among the words of the command',
      'the command goes after --: awsrole exec PROFILE -- CMD',
    );
};

const report = (error: unknown, debug: boolean, { note }: Outside): number => {
  if (error instanceof Cancelled) return 130;
  if (error instanceof AwsroleError) {
    note(`error: ${error.message}`);
    for (const hint of error.hints) note(`hint: ${hint}`);
    return error.exitCode;
  }
  note(`error: ${error instanceof Error ? error.message : 'something unexpected was thrown'}`);
  note('hint: this is a fault in awsrole; AWSROLE_DEBUG=1 shows where, for a report');
  if (debug && error instanceof Error) for (const line of (error.stack ?? '').split('\n')) note(line);
  return 1;
};
