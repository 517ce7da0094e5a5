import { formatMarkdownish } from 'clipanion';
import { ExecCommand } from '../commands/exec.ts';
import { InitCommand } from '../commands/init.ts';
import { SessionCommand } from '../commands/session-command.ts';
import { table } from '../core/text/table.ts';
import { ANY_SHELL, type CallingShell, changing } from '../shells/calling-shell.ts';
import { START_UP } from '../shells/registry.ts';
import { type AnyCommand, COMMANDS, type CommandEntry, entryOf, type OptionEntry } from './commands.ts';

/** The text of `awsrole --help`: every command under the heading of its section. */
export const overviewHelp = (shell: CallingShell = ANY_SHELL): string => {
  const entries = COMMANDS.map(entryOf);
  const sections = [...new Set(entries.map(({ section }) => section))].map(section => ({
    heading: section,
    rows: entries
      .filter(entry => entry.section === section)
      .map(entry => [call(entry, shell), entry.description]),
  }));
  const sessionOptions = {
    heading: `Session options of ${entries
      .filter(({ command }) => command.prototype instanceof SessionCommand)
      .map(({ name }) => name)
      .join(', ')}`,
    rows: entryOf(ExecCommand).options.map(option => [optionUsage(option), option.description]),
  };
  return [
    'awsrole: one MFA code a day, any AWS role in this shell at once\n',
    ...inColumns([...sections, sessionOptions]),
    '`awsrole COMMAND --help` shows all options and examples of a command\n',
  ].join('\n');
};

/** The text of `awsrole COMMAND --help`. */
export const commandHelp = (command: AnyCommand, shell: CallingShell = ANY_SHELL): string => {
  const entry = entryOf(command);
  const subcommands = COMMANDS.map(entryOf).filter(
    ({ paths: [path = []] }) => path.length > 1 && path.slice(0, -1).join(' ') === entry.name,
  );
  return [
    entry.paths.map(path => `${usage(entry, path)}\n`).join(''),
    `${entry.description}\n`,
    ...(entry.details === undefined ? [] : [paragraph(entry.details)]),
    ...inColumns([
      { heading: 'Subcommands', rows: subcommands.map(sub => [call(sub, shell), sub.description]) },
      {
        heading: 'Options',
        rows: entry.options.map(option => [optionUsage(option), optionText(option)]),
      },
    ]),
    ...(entry.examples.length > 0
      ? [
          `Examples\n${entry.examples.map(([title, line]) => `  ${title}\n    ${exampleFor(entry, line, shell)}\n`).join('')}`,
        ]
      : []),
  ].join('\n');
};

interface Section {
  readonly heading: string;
  readonly rows: readonly (readonly string[])[];
}

/** Sections with a heading each and the same columns in all of them; those without rows are left out. */
const inColumns = (sections: readonly Section[]): string[] => {
  const lines = table(
    sections.flatMap(({ rows }) => rows.map(([first = '', ...rest]) => [`  ${first}`, ...rest])),
  )
    .split('\n')
    .values();
  return sections
    .filter(({ rows }) => rows.length > 0)
    .map(({ heading, rows }) => `${heading}\n${rows.map(() => `${lines.next().value}\n`).join('')}`);
};

/**
 * How the overview calls a command: the shortest way that works, within `eval` where the shell has to run its output and
 * has no functions.
 */
const call = ({ command, paths, positionals }: CommandEntry, shell: CallingShell): string => {
  const words = positionals
    .filter(({ isRest, isRequired }) => isRequired || !isRest)
    .map(({ name, usage: written, offered, isRest }) =>
      isRest ? written : typeof offered === 'object' ? (offered[0] ?? name) : name,
    );
  const path = paths.find(({ length }) => length === 0) ?? paths[0] ?? [];
  const line = ['awsrole', ...path, ...words].join(' ');
  if (command === InitCommand) return START_UP[shell.name ?? 'bash'].line;
  return command.isEvaluated ? changing(line, shell) : line;
};

/** Examples of commands that change the shell are in `eval`, which the shell functions make unnecessary. */
const exampleFor = ({ command }: CommandEntry, line: string, shell: CallingShell): string => {
  const [, inner] = /^eval "\$\((.*)\)"$/.exec(line) ?? [];
  return inner === undefined || command === InitCommand ? line : changing(inner, shell);
};

const usage = ({ options, positionals }: CommandEntry, path: readonly string[]): string =>
  [
    'awsrole',
    ...path,
    ...positionals.filter(({ isRest }) => !isRest).map(positional => positional.usage),
    ...(options.length > 0 ? ['[options]'] : []),
    ...positionals.filter(({ isRest }) => isRest).map(positional => positional.usage),
  ].join(' ');

const optionUsage = ({ name, value }: OptionEntry): string =>
  value === undefined ? name : `${name} ${value}`;

/** More words than these would hide the description. */
const FEW = 6;

const optionText = ({ description, defaultValue, offered }: OptionEntry): string =>
  [
    description,
    ...(typeof offered === 'object' && offered.length <= FEW ? [`: ${offered.join(', ')}`] : []),
    ...(defaultValue === undefined ? [] : [` (default: ${defaultValue})`]),
  ].join('');

const PLAIN = { header: String, bold: String, error: String, code: String };

const paragraph = (text: string): string =>
  formatMarkdownish(text, { format: PLAIN, paragraphs: true })
    .split('\n')
    .map(line => line.trimEnd())
    .join('\n');
