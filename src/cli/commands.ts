import { Cli, type CommandClass } from 'clipanion';
import { ClearCommand } from '../commands/clear.ts';
import { ConsoleCommand } from '../commands/console.ts';
import type { AppContext } from '../commands/context.ts';
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

/** Every command there is, in the order of the help. A new one is one file beside these and one line here. */
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

/** What only our own files call: in no help, and in no completion. */
export const INTERNAL_COMMANDS = [NamesCommand];

/**
 * The command line, ready to run.
 *
 * @param commands what it knows of: to build the whole takes longer than many a command
 */
export const createCli = (
  version: string,
  commands: readonly CommandClass<AppContext>[] = [...COMMANDS, ...INTERNAL_COMMANDS],
): Cli<AppContext> => {
  const cli = new Cli<AppContext>({
    binaryName: 'awsrole',
    binaryLabel: 'awsrole',
    binaryVersion: version,
    enableColors: false,
  });
  for (const command of commands) cli.register(command);
  return cli;
};
