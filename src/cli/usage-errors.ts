import { ExecCommand } from '../commands/exec.ts';
import { UseCommand } from '../commands/use.ts';
import { type AwsroleError, UnknownProfile, usageError } from '../core/errors.ts';
import { nearest } from '../core/text/names.ts';
import { type AnyCommand, type CommandEntry, entryOf, FIRST_WORDS } from './commands.ts';

const AFTER_DASHES = 'put the command after --: awsrole exec PROFILE -- CMD';

/** The words before `--`: options are only there. */
export const beforeDashes = (words: readonly string[]): readonly string[] => {
  const end = words.indexOf('--');
  return words.slice(0, end === -1 ? undefined : end);
};

/**
 * Refuses the spellings that clipanion accepts and help does not show: `--no-X` for every option without a value, and
 * `--help=1`.
 *
 * @throws AwsroleError (usage)
 */
export const checkOptions = (words: readonly string[], command: AnyCommand): void => {
  const { name: path, options } = entryOf(command);
  for (const word of beforeDashes(words).filter(word => word.startsWith('-'))) {
    const [name = ''] = word.split('=', 1);
    const positive = name.replace(/^--no-/, '--');
    if (positive !== name && options.some(option => option.name === positive))
      throw usageError(`unknown option '${name}'`, `omit ${positive}`);
    const takesNoValue =
      ['-h', '--help'].includes(name) ||
      options.some(option => option.name === name && option.value === undefined);
    if (name !== word && takesNoValue)
      throw usageError(`${path}: ${name} takes no value`, `write ${name} alone`);
  }
};

/** Turns a syntax error of clipanion into a usage error, and returns any other error unchanged. */
export const usageOf = (error: unknown, words: readonly string[], command: AnyCommand): Error => {
  if (!(error instanceof Error) || !/^(Unknown|Ambiguous)SyntaxError$/.test(error.name))
    return error as Error;
  const entry = entryOf(command);
  const [first = ''] = error.message.split('\n');
  const hints = [`see awsrole ${entry.name} --help`];
  const typed = asTyped(words);
  const late = lateCommand(typed);
  const meant = command === UseCommand ? execMeant(typed) : undefined;
  if (late) hints.unshift(`put options after the command: awsrole ${late} …`);
  else if (meant) hints.unshift(`to run a command: ${meant}`);
  if (command === ExecCommand) hints.push(AFTER_DASHES);
  return usageError(`${entry.name}: ${inPlainWords(first, entry)}`, ...hints);
};

const inPlainWords = (complaint: string, { positionals }: CommandEntry): string => {
  const [, quoted = ''] = /\("(.*)"\)/s.exec(complaint) ?? [];
  if (/^extraneous positional/i.test(complaint)) return `unexpected argument '${quoted}'`;
  if (/^(unsupported|invalid) option name/i.test(complaint))
    return `unknown option '${quoted.split('=', 1)[0]}'`;
  if (/^not enough positional/i.test(complaint))
    return `missing ${positionals.find(({ isRequired }) => isRequired)?.name ?? 'argument'}`;
  if (/^not enough arguments to option/i.test(complaint)) {
    const [, option = ''] = /option (--?[\w-]+)/.exec(complaint) ?? [];
    return `${option} needs a value`;
  }
  return 'unexpected arguments';
};

/** The words that the user typed: the shell functions put `use --shell NAME` before them. */
const asTyped = (words: readonly string[]): readonly string[] =>
  words[0] === 'use' && words[1] === '--shell' ? words.slice(3) : words;

/** The command after a leading option, where clipanion takes it for a profile. */
const lateCommand = ([first, ...rest]: readonly string[]): string | undefined =>
  // `-` is the previous profile, not an option
  first?.startsWith('-') && first !== '-'
    ? beforeDashes(rest).find(word => FIRST_WORDS.includes(word))
    : undefined;

/** The `exec` command line that `awsrole dev -- ls` probably means. */
const execMeant = (words: readonly string[]): string | undefined => {
  const [first, ...rest] = words[0] === 'use' ? words.slice(1) : words;
  const end = rest.indexOf('--');
  return first === undefined || end === -1 || end === rest.length - 1
    ? undefined
    : `awsrole exec ${[first, ...rest].join(' ')}`;
};

/** The usage error for a missing or unknown subcommand, given those that exist. */
export const subcommandError = (words: readonly string[], commands: readonly AnyCommand[]): AwsroleError =>
  usageError(
    words[1] === undefined || words[1].startsWith('-')
      ? `${words[0]}: missing subcommand`
      : `${words[0]}: unknown subcommand '${words[1]}'`,
    ...commands.map(command => `see awsrole ${entryOf(command).name} --help`),
  );

/** @throws AwsroleError (usage) when `awsrole help WORD` names no command */
export const checkHelpWord = (word: string | undefined): void => {
  if (word === undefined || word.startsWith('-') || FIRST_WORDS.includes(word)) return;
  const near = nearest(word, FIRST_WORDS);
  throw usageError(
    `help: unknown command '${word}'`,
    near.length > 0
      ? `did you mean ${near.map(name => `'${name}'`).join(', ')}?`
      : 'see awsrole --help for all commands',
  );
};

/**
 * Checks that the command of `exec` is the end of the command line, which the launcher runs as it is.
 *
 * @param command the words that clipanion took for the command
 * @throws AwsroleError (usage)
 */
export const checkExecWords = (words: readonly string[], command: readonly string[]): void => {
  const dashes = words.indexOf('--');
  // clipanion took the first word of the command for the profile
  if (dashes !== -1 && command.length < words.length - dashes - 1)
    throw usageError(
      'exec: missing PROFILE',
      `write it before --, for example: awsrole exec dev -- ${words.slice(dashes + 1).join(' ')}`,
    );
  const end = words.slice(words.length - command.length);
  if (command.some((word, index) => word !== end[index]))
    throw usageError('exec: options of awsrole are among the arguments of the command', AFTER_DASHES);
};

/** Adds a hint to the error for an unknown profile whose name is close to that of a command. */
export const withNearestCommand = (error: unknown, words: readonly string[]): unknown => {
  const [first = ''] = asTyped(words);
  if (!(error instanceof UnknownProfile) || error.profile !== first || first === 'use') return error;
  // the name of a profile may contain the name of a command
  const near = nearest(first, FIRST_WORDS).find(name => Math.abs(name.length - first.length) <= 2);
  if (!near) return error;
  const hints = [`did you mean the command: awsrole ${near}?`, ...error.hints];
  return new UnknownProfile(first, error.message, hints);
};
