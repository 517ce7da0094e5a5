import { Command } from 'clipanion';
import type { Extension, Offered } from '../commands/awsrole-command.ts';
import { ClearCommand } from '../commands/clear.ts';
import { ConsoleCommand } from '../commands/console.ts';
import { CredentialProcessCommand } from '../commands/credential-process.ts';
import { ExecCommand } from '../commands/exec.ts';
import { InitCommand } from '../commands/init.ts';
import { ListCommand } from '../commands/list.ts';
import { LogoutCommand } from '../commands/logout.ts';
import { MfaCommand } from '../commands/mfa.ts';
import { MfaStatusCommand } from '../commands/mfa-status.ts';
import { NamesCommand } from '../commands/names.ts';
import { SandboxCodeCommand, SandboxCommand } from '../commands/sandbox.ts';
import { StatusCommand } from '../commands/status.ts';
import { SwitchRolesExportCommand } from '../commands/switch-roles-export.ts';
import { SwitchRolesImportCommand } from '../commands/switch-roles-import.ts';
import { UseCommand } from '../commands/use.ts';
import { WhyCommand } from '../commands/why.ts';

/** Every command, in the order of help and completion. To add one, write its file and add a line here. */
export const COMMANDS = [
  UseCommand,
  ClearCommand,
  InitCommand,
  ExecCommand,
  ConsoleCommand,
  MfaCommand,
  MfaStatusCommand,
  ListCommand,
  StatusCommand,
  WhyCommand,
  LogoutCommand,
  CredentialProcessCommand,
  SwitchRolesExportCommand,
  SwitchRolesImportCommand,
  SandboxCommand,
  SandboxCodeCommand,
];

/** Commands for awsrole's own shell files, hidden in help and completion. */
export const INTERNAL_COMMANDS = [NamesCommand];

/** The class of any command. */
export type AnyCommand = (typeof COMMANDS | typeof INTERNAL_COMMANDS)[number];

/** The first word of every command and every alias. */
export const FIRST_WORDS: readonly string[] = [
  ...new Set(COMMANDS.flatMap(({ paths }) => paths.flatMap(([first]) => first ?? []))),
];

/** An option of a command. */
export interface OptionEntry {
  /** `--duration` */
  readonly name: string;
  readonly description: string;
  /** what help calls the value; undefined for an option without a value */
  readonly value: string | undefined;
  readonly defaultValue: string | undefined;
  readonly offered: Offered | undefined;
}

/** A positional argument of a command. */
export interface PositionalEntry {
  /** `PROFILE` */
  readonly name: string;
  /** how help writes it: `PROFILE`, `[SHELL]`, `-- CMD…` */
  readonly usage: string;
  readonly isRequired: boolean;
  /** takes all the remaining words */
  readonly isRest: boolean;
  readonly offered: Offered | undefined;
}

/** What help, completion and usage errors know of a command. */
export interface CommandEntry {
  readonly command: AnyCommand;
  /** the words of its name, then those of its aliases; no words for the default command */
  readonly paths: readonly (readonly string[])[];
  /** `mfa status` */
  readonly name: string;
  /** the heading in the overview */
  readonly section: string;
  readonly description: string;
  readonly details: string | undefined;
  readonly examples: readonly (readonly [title: string, line: string])[];
  readonly options: readonly OptionEntry[];
  readonly positionals: readonly PositionalEntry[];
}

/** What clipanion keeps in the fields of a command until a command line is parsed. */
interface Definition {
  readonly extension?: Extension;
  readonly definition: (builder: Builder, key: string) => void;
  readonly transformer: (builder: object, key: string, state: object, context: object) => unknown;
}

/** The methods by which a definition declares itself to clipanion. */
interface Builder {
  addOption(option: {
    names: readonly string[];
    description?: string;
    arity?: number;
    hidden?: boolean;
  }): void;
  addPositional(positional: { name: string; required?: boolean }): void;
  addRest(rest: { name: string }): void;
}

/** The entry of a command in the table, read from its class. Hidden options are left out. */
export const entryOf = (command: AnyCommand): CommandEntry => {
  const options: OptionEntry[] = [];
  const positionals: PositionalEntry[] = [];
  for (const field of Object.values(new command())) {
    if (!isDefinition(field)) continue;
    const { value = 'VALUE', offered, usage } = field.extension ?? {};
    field.definition(
      {
        addOption: ({ names: [name = ''], description = '', arity = 0, hidden = false }) => {
          if (hidden) return;
          options.push({
            name,
            description,
            value: arity > 0 ? value : undefined,
            defaultValue: defaultOf(field),
            offered,
          });
        },
        addPositional: ({ name, required: isRequired = true }) =>
          positionals.push({
            name,
            usage: usage ?? (isRequired ? name : `[${name}]`),
            isRequired,
            isRest: false,
            offered,
          }),
        addRest: ({ name }) =>
          positionals.push({
            name,
            usage: usage ?? `[${name}…]`,
            isRequired: usage !== undefined && !usage.startsWith('['),
            isRest: true,
            offered,
          }),
      },
      '',
    );
  }
  const paths: readonly (readonly string[])[] = command.paths;
  const { category = '', description = '', details, examples = [] } = command.usage ?? {};
  return {
    command,
    paths,
    name: paths[0]?.join(' ') ?? '',
    section: category,
    description,
    details,
    examples,
    options,
    positionals,
  };
};

const isDefinition = (field: unknown): field is Definition =>
  typeof field === 'object' && field !== null && Command.isOption in field;

/** What clipanion puts into the field when the option is not given. */
const defaultOf = ({ transformer }: Definition): string | undefined => {
  const value = transformer({}, '', { options: [] }, { env: {} });
  return typeof value === 'string' ? value : undefined;
};

/** The command that the first words name; without one it is `use`, the default. */
export const commandNamed = (words: readonly string[]): AnyCommand => {
  const byLength = [...COMMANDS, ...INTERNAL_COMMANDS]
    .flatMap(command => command.paths.map(path => ({ command, path })))
    .sort((a, b) => b.path.length - a.path.length);
  const found = byLength.find(
    ({ path }) => path.length > 0 && path.every((word, index) => words[index] === word),
  );
  return found?.command ?? UseCommand;
};

/** The subcommands of the first word, when that word is no command without one: `switch-roles`. */
export const commandsUnder = (words: readonly string[]): (typeof COMMANDS)[number][] => {
  const [first, second] = words;
  const under = COMMANDS.filter(({ paths }) => paths[0]?.[0] === first);
  return under.some(({ paths }) => paths[0]?.[1] === undefined || paths[0][1] === second) ? [] : under;
};
