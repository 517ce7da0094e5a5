import { ExecCommand } from '../commands/exec.ts';
import { SwitchRolesImportCommand } from '../commands/switch-roles-import.ts';
import { UseCommand } from '../commands/use.ts';
import { AwsroleError, usageError } from '../core/errors.ts';
import { nearest } from '../core/text/names.ts';
import { COMMANDS, type INTERNAL_COMMANDS } from './commands.ts';

type AnyCommand = (typeof COMMANDS | typeof INTERNAL_COMMANDS)[number];

/** clipanion's complaint in plain words, with the way to the help. */
export const usageOf = (error: unknown, words: readonly string[], command: AnyCommand): Error => {
  if (!(error instanceof Error) || !/^(Unknown|Ambiguous)SyntaxError$/.test(error.name))
    return error as Error;
  const path = command.paths[0]?.join(' ') ?? '';
  const [first = ''] = error.message.split('\n');
  const hints = [`awsrole ${path} --help shows what it takes`];
  const typed = asTyped(words);
  const late = lateCommand(typed);
  const meant = command === UseCommand ? execMeant(typed) : undefined;
  if (late) hints.unshift(`options go behind the command: awsrole ${late} …`);
  else if (meant) hints.unshift(`to run a command: ${meant}`);
  if (command === ExecCommand) hints.push('the command goes after --: awsrole exec PROFILE -- CMD');
  // the only words that commands demand
  const demanded = command === SwitchRolesImportCommand ? 'FILE' : 'PROFILE';
  return usageError(`${path}: ${inPlainWords(first, demanded)}`, ...hints);
};

const inPlainWords = (complaint: string, demanded: string): string => {
  const [, quoted = ''] = /\("(.*)"\)/s.exec(complaint) ?? [];
  if (/^extraneous positional/i.test(complaint)) return `one word too many: '${quoted}'`;
  if (/^unsupported option name/i.test(complaint)) return `unknown option '${quoted}'`;
  if (/^not enough positional/i.test(complaint)) return `${demanded} is missing`;
  if (/^not enough arguments to option/i.test(complaint)) {
    const [, option = ''] = /option (--?[\w-]+)/.exec(complaint) ?? [];
    return `${option} needs a value`;
  }
  if (/^(command not found|cannot find which)/i.test(complaint)) return 'these words do not go together';
  return complaint.replace(/[.:]$/, '').replace(/^(.)/, letter => letter.toLowerCase());
};

const FIRST_WORDS: readonly string[] = [
  ...new Set(COMMANDS.flatMap(({ paths }) => paths.flatMap(([first]) => first ?? []))),
];

/** Without what the shell functions put before the words of a person: `use --shell NAME`. */
const asTyped = (words: readonly string[]): readonly string[] =>
  words[0] === 'use' && words[1] === '--shell' ? words.slice(3) : words;

/** The command that stands behind an option, where it is taken for a profile. */
const lateCommand = ([first, ...rest]: readonly string[]): string | undefined => {
  const end = rest.indexOf('--');
  // a `-` alone is the previous profile
  return first?.startsWith('-') && first !== '-'
    ? rest.slice(0, end === -1 ? undefined : end).find(word => FIRST_WORDS.includes(word))
    : undefined;
};

/** The commands whose names begin with the first word, when that word alone is none: `switch-roles`. */
export const commandsUnder = (words: readonly string[]): (typeof COMMANDS)[number][] => {
  const [first, second] = words;
  const under = COMMANDS.filter(({ paths }) => paths[0]?.[0] === first);
  return under.some(({ paths }) => paths[0]?.[1] === undefined || paths[0][1] === second) ? [] : under;
};

/** @param commands what `commandsUnder` found */
export const halfCommand = (words: readonly string[], commands: readonly AnyCommand[]): AwsroleError =>
  usageError(
    words[1] === undefined || words[1].startsWith('-')
      ? `${words[0]}: to do what?`
      : `${words[0]}: unknown word '${words[1]}'`,
    ...commands.map(({ paths }) => `awsrole ${paths[0]?.join(' ')} --help shows what it does`),
  );

/** @throws AwsroleError (usage) when there is no command of that name to help with */
export const checkHelpWord = (word: string | undefined): void => {
  if (word === undefined || word.startsWith('-') || FIRST_WORDS.includes(word)) return;
  const near = nearest(word, FIRST_WORDS);
  throw usageError(
    `help: there is no command '${word}'`,
    near.length > 0
      ? `did you mean ${near.map(name => `'${name}'`).join(', ')}?`
      : '`awsrole --help` shows the commands',
  );
};

/** `awsrole dev -- ls` is what other tools call `exec`. */
const execMeant = (words: readonly string[]): string | undefined => {
  const [first, ...rest] = words[0] === 'use' ? words.slice(1) : words;
  const end = rest.indexOf('--');
  return first === undefined || end === -1 || end === rest.length - 1
    ? undefined
    : `awsrole exec ${[first, ...rest].join(' ')}`;
};

/** @param end where the `--` stands */
export const execWithoutProfile = (words: readonly string[], end: number): AwsroleError =>
  usageError(
    'exec: PROFILE is missing',
    `write it before --, for example: awsrole exec dev -- ${words.slice(end + 1).join(' ')}`,
  );

/** clipanion knows a `--no-` for every switch, which nobody is told of. */
export const refuseNegation = (words: readonly string[]): void => {
  const end = words.indexOf('--');
  const found = words
    .slice(0, end === -1 ? undefined : end)
    .find(word => /^--no-(json|refresh|all|force|diff|write|print|switch-role)$/.test(word));
  if (found) throw usageError(`unknown option '${found}'`, `leave ${found.replace('no-', '')} out instead`);
};

/** A word that is no profile may be a mistyped command. */
export const withCommands = (error: unknown, words: readonly string[]): unknown => {
  const [first = ''] = words;
  const isUnknown =
    error instanceof AwsroleError && error.message.startsWith(`there is no profile '${first}'`);
  if (!isUnknown || first === 'use') return error;
  // a profile's name may hold a command's by chance
  const near = nearest(first, FIRST_WORDS).find(name => Math.abs(name.length - first.length) <= 2);
  if (!near) return error;
  return new AwsroleError(error.message, {
    hints: [`did you mean the command: awsrole ${near}?`, ...error.hints],
    exitCode: error.exitCode,
  });
};
