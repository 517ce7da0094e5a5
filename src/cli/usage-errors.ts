import { ExecCommand } from '../commands/exec.ts';
import { UseCommand } from '../commands/use.ts';
import { AwsroleError, UnknownProfile, usageError } from '../core/errors.ts';
import { didYouMean, nearest } from '../core/text/names.ts';
import { shellWord } from '../core/text/split-words.ts';
import { type AnyCommand, COMMANDS, type CommandEntry, entryOf, FIRST_WORDS } from './commands.ts';

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
  const typed = asTyped(words);
  const { what, word } = inPlainWords(error.message.split('\n')[0] ?? '', entry);
  const code = withCodeOption(typed, entry, word);
  return usageError(
    `${entry.name}: ${code ? 'an MFA code is not an argument' : what}`,
    ...(code ? [`pass the code with --code: ${code}`] : meantHints(typed, entry, word)),
    `see awsrole ${entry.name} --help`,
  );
};

/** What the user probably meant, the likeliest first. */
const meantHints = (typed: readonly string[], entry: CommandEntry, word: string): readonly string[] => {
  const late = lateCommand(typed);
  if (late) return [`put options after the command: awsrole ${late} …`];
  if (entry.command === UseCommand) {
    const meant = execMeant(typed);
    if (meant) return [`to run a command: ${meant}`];
  }
  const near = word.startsWith('-')
    ? didYouMean(word, [
        ...entry.options.map(({ name }) => name),
        '--help',
        ...(entry.command === UseCommand ? ['--version'] : []),
      ])
    : subcommandHints(entry.paths[0]?.[0], word);
  if (entry.command !== ExecCommand || typed.includes('--')) return near;
  const line = withDashes(typed, entry);
  // the option may be mistyped, when no command precedes it
  return near.length > 0 && line.endsWith(` ${NO_COMMAND}`)
    ? near
    : [`put the command after --: ${line}`, ...near];
};

/** The subcommands of a command. */
const subcommandsOf = (first: string | undefined): readonly string[] =>
  COMMANDS.flatMap(({ paths }) => (paths[0]?.[0] === first ? (paths[0]?.[1] ?? []) : []));

/** The hint with the subcommands of `first` that the user may have meant by `second`. */
const subcommandHints = (first: string | undefined, second: string): string[] =>
  nearest(second, subcommandsOf(first), 1).map(name => `did you mean the command: awsrole ${first} ${name}?`);

/**
 * The command line with an MFA code as an option, when the code is an argument. The code is a secret and left out.
 *
 * @param unexpected the argument that is too many
 */
const withCodeOption = (
  typed: readonly string[],
  { options }: CommandEntry,
  unexpected: string,
): string | undefined => {
  const isPart = (word: string): boolean => /^\d+(?:-\d+)*$/.test(word);
  if (!options.some(({ name }) => name === '--code') || !isPart(unexpected)) return undefined;
  const digits = typed.filter(isPart).join('').replaceAll('-', '');
  if (!/^\d{6}$/.test(digits)) return undefined;
  const rest = typed.filter(word => !isPart(word));
  return ['awsrole', ...rest.map(shellWord), '--code CODE'].join(' ');
};

/** Stands for the command of `exec`. */
const NO_COMMAND = 'CMD';

/**
 * The `exec` command line with `--` before the command: behind the options of awsrole, the profile and the options
 * after it. The value of --code is left out.
 */
const withDashes = (typed: readonly string[], { options }: CommandEntry): string => {
  const own: string[] = [];
  let profile: string | undefined;
  const rest = typed.slice(1);
  for (let word = rest[0]; word !== undefined; word = rest[0]) {
    const option = options.find(({ name }) => name === word?.split('=', 1)[0]);
    if (!option && (profile !== undefined || word.startsWith('-'))) break;
    rest.shift();
    if (!option) profile = word;
    else if (option.value === undefined || word.includes('=')) own.push(word);
    else own.push(word, rest.shift() ?? option.value);
  }
  const shown = own.map((word, index) => {
    if (word.startsWith('--code=')) return '--code=CODE';
    return own[index - 1] === '--code' ? 'CODE' : shellWord(word);
  });
  const command = rest[0] === undefined || rest[0].startsWith('-') ? [NO_COMMAND] : rest.map(shellWord);
  return ['awsrole exec', shellWord(profile ?? 'PROFILE'), ...shown, '--', ...command].join(' ');
};

/** The complaint of clipanion in plain words, and the word that it is about, empty where it names none. */
const inPlainWords = (complaint: string, { positionals }: CommandEntry): { what: string; word: string } => {
  const [, quoted = ''] = /\("(.*)"\)/s.exec(complaint) ?? [];
  if (/^extraneous positional/i.test(complaint))
    return { what: `unexpected argument '${quoted}'`, word: quoted };
  if (/^(unsupported|invalid) option name/i.test(complaint)) {
    const [name = ''] = quoted.split('=', 1);
    return { what: `unknown option '${name}'`, word: name };
  }
  if (/^not enough positional/i.test(complaint)) {
    const missing = positionals.find(({ isRequired }) => isRequired)?.name ?? 'argument';
    return { what: `missing ${missing}`, word: '' };
  }
  if (/^not enough arguments to option/i.test(complaint)) {
    const [, option = ''] = /option (--?[\w-]+)/.exec(complaint) ?? [];
    return { what: `${option} needs a value`, word: '' };
  }
  return { what: 'unexpected arguments', word: '' };
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
    : `awsrole exec ${[first, ...rest].map(shellWord).join(' ')}`;
};

/** The usage error for a missing or unknown subcommand, given those that exist. */
export const subcommandError = (words: readonly string[], commands: readonly AnyCommand[]): AwsroleError =>
  usageError(
    words[1] === undefined || words[1].startsWith('-')
      ? `${words[0]}: missing subcommand`
      : `${words[0]}: unknown subcommand '${words[1]}'`,
    ...subcommandHints(words[0], words[1] ?? ''),
    ...commands.map(command => `see awsrole ${entryOf(command).name} --help`),
  );

/** @throws AwsroleError (usage) when `awsrole help WORD…` names no command or no subcommand */
export const checkHelpWords = ([first, second]: readonly string[]): void => {
  if (first === undefined || first.startsWith('-')) return;
  const under = subcommandsOf(first);
  const isSubcommand =
    under.length === 0 || second === undefined || second.startsWith('-') || under.includes(second);
  if (FIRST_WORDS.includes(first) && isSubcommand) return;
  const [typed, near] = FIRST_WORDS.includes(first)
    ? [`${first} ${second}`, subcommandHints(first, second ?? '')]
    : [first, didYouMean(first, FIRST_WORDS)];
  throw usageError(
    `help: unknown command '${typed}'`,
    ...(near.length > 0 ? near : ['see awsrole --help for all commands']),
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
      `write it before --, for example: awsrole exec dev -- ${words
        .slice(dashes + 1)
        .map(shellWord)
        .join(' ')}`,
    );
  const end = words.slice(words.length - command.length);
  if (command.some((word, index) => word !== end[index]))
    throw usageError(
      'exec: options of awsrole are among the arguments of the command',
      `put the command after --: ${withDashes(words, entryOf(ExecCommand))}`,
    );
};

/**
 * Adds a hint to the error for an unknown profile whose name is close to that of a command, and for a command of the
 * sandbox that does not exist and is close to a subcommand.
 */
export const withNearestCommand = (error: unknown, words: readonly string[]): unknown => {
  const [first = '', second = ''] = asTyped(words);
  if (first === 'sandbox' && error instanceof AwsroleError && error.exitCode === 127) {
    const hints = [...subcommandHints(first, second), ...error.hints];
    return new AwsroleError(error.message, { hints, exitCode: error.exitCode, cause: error.cause });
  }
  if (!(error instanceof UnknownProfile) || error.profile !== first || first === 'use') return error;
  // the name of a profile may contain the name of a command
  const near = nearest(first, FIRST_WORDS).find(name => Math.abs(name.length - first.length) <= 2);
  if (!near) return error;
  const hints = [`did you mean the command: awsrole ${near}?`, ...error.hints];
  return new UnknownProfile(first, error.message, hints);
};
