import { Cli } from 'clipanion';
import type { AwsroleCommand } from '../commands/awsrole-command.ts';
import type { AppContext } from '../commands/context.ts';
import { ExecCommand } from '../commands/exec.ts';
import { AwsroleError, Cancelled, usageError } from '../core/errors.ts';
import { type CallingShell, changing } from '../shells/calling-shell.ts';
import { FAILED } from '../shells/registry.ts';
import { type AnyCommand, commandNamed, commandsUnder } from './commands.ts';
import { commandHelp, overviewHelp } from './help.ts';
import {
  beforeDashes,
  checkExecWords,
  checkHelpWords,
  checkOptions,
  subcommandError,
  usageOf,
  withNearestCommand,
} from './usage-errors.ts';

/** The ways out of the program. */
export interface Outside {
  /** made only when a command runs */
  readonly context: () => AppContext;
  /** for shell code and data */
  readonly stdout: (text: string) => void;
  readonly stderr: (text: string) => void;
  /** stdout is a terminal: no shell evaluates what is written there */
  readonly isTerminal: () => boolean;
  /** a shell may read stdout and evaluate it */
  readonly isEvaluated: () => boolean;
  /** the shell in which the user types */
  readonly shell: () => CallingShell;
  /** writes a line for people to stderr, after the name of the program */
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
      return say(outside, overviewHelp(outside.shell()));
    if (first === undefined)
      throw usageError(
        'missing PROFILE or command',
        `name a profile, for example: ${changing('awsrole dev', outside.shell())}`,
        '`awsrole list` lists the profiles, `awsrole --help` the commands',
      );
    if (first === 'help') {
      checkHelpWords(words.slice(1));
      return await runCli([...words.slice(1), '--help'], program, outside);
    }
    if (asksForHelp(words)) {
      const documented = (under.length > 0 ? under : [named]).filter(({ usage }) => usage !== undefined);
      const shell = outside.shell();
      const help = documented.map(command => commandHelp(command, shell)).join('\n') || overviewHelp(shell);
      // within $(…) help must not become shell code
      (isEvaluated && outside.isEvaluated() ? outside.stderr : outside.stdout)(help);
      return 0;
    }
    if (under.length > 0) throw subcommandError(words, under);
    return await parse(named, words, outside.context).execute();
  } catch (error) {
    if (isEvaluated && !outside.isTerminal()) sayFailed(outside);
    return report(withNearestCommand(error, words), program.debug, outside);
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
    // a shell that gets no output still gets the exit code
  }
};

/** With these options `use` prints data, not shell code, and `false` would be wrong data. */
const asksForData = (words: readonly string[]): boolean =>
  words.some(word => word === '--json' || /^--format(=|$)/.test(word)) &&
  !words.some(word => /^--shell(=|$)/.test(word));

const asksForHelp = (words: readonly string[]): boolean =>
  beforeDashes(words).some(word => word === '--help' || word === '-h');

const parse = (named: AnyCommand, words: readonly string[], context: () => AppContext): AwsroleCommand => {
  checkOptions(words, named);
  // clipanion gets only this command: to register all of them takes longer than many commands run
  const cli = new Cli<AppContext>({ binaryName: 'awsrole' });
  cli.register(named);
  let command: AwsroleCommand;
  try {
    command = cli.process([...words], context()) as AwsroleCommand;
  } catch (error) {
    throw usageOf(error, words, named);
  }
  if (command instanceof ExecCommand) checkExecWords(words, command.words);
  return command;
};

const report = (error: unknown, debug: boolean, { note }: Outside): number => {
  if (error instanceof Cancelled) return 130;
  if (error instanceof AwsroleError) {
    note(`error: ${error.message}`);
    for (const hint of error.hints) note(`hint: ${hint}`);
    return error.exitCode;
  }
  note(`error: ${error instanceof Error ? error.message : 'unexpected error'}`);
  note('hint: this is a bug in awsrole; set AWSROLE_DEBUG=1 to see where, and report it');
  if (debug && error instanceof Error) for (const line of (error.stack ?? '').split('\n')) note(line);
  return 1;
};
