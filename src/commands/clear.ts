import { Command } from 'clipanion';
import { deactivate } from '../core/environment/environment.ts';
import { notEvaluated } from '../shells/not-evaluated.ts';
import { AwsroleCommand } from './awsrole-command.ts';
import { chosenShell, shellOption } from './shell-option.ts';

export class ClearCommand extends AwsroleCommand {
  static override paths = [['clear']];
  static override readonly isEvaluated = true;
  static override usage = Command.Usage({
    category: 'Switch',
    description: 'unset everything that awsrole set in this shell',
    examples: [['In this shell', 'eval "$(awsrole clear)"']],
  });

  shell = shellOption();

  override async execute(): Promise<number> {
    const { ports, isTerminal, parent } = this.context;
    if (isTerminal && this.shell === undefined) throw notEvaluated(['clear'], [parent, ports.env['SHELL']]);
    this.print(chosenShell(this.shell, parent).spell(deactivate(ports.env)));
    return 0;
  }
}
