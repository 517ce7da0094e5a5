import { safe } from '../core/text/terminal-text.ts';
import { AwsroleCommand } from './awsrole-command.ts';

/** What both directions share: text that others wrote is printed as it is, except on a terminal. */
export abstract class SwitchRolesCommand extends AwsroleCommand {
  protected printText(text: string): void {
    this.print(this.context.isTerminal ? text.replaceAll(/[^\n\t]+/g, safe) : text);
  }
}
