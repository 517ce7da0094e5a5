import { safe } from '../core/text/terminal-text.ts';
import { AwsroleCommand } from './awsrole-command.ts';

/** What export and import share: they print foreign text as it is, except on a terminal, where they escape it. */
export abstract class SwitchRolesCommand extends AwsroleCommand {
  protected printText(text: string): void {
    this.print(this.context.isTerminal ? text.replaceAll(/[^\n\t]+/g, safe) : text);
  }
}
