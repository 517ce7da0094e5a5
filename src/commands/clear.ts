import { Command, Option } from 'clipanion';
import { deactivate } from '../core/environment/environment.ts';
import { usageError } from '../core/errors.ts';
import { notEvaluated } from '../shells/not-evaluated.ts';
import { SHELLS, shellFor } from '../shells/registry.ts';
import { AwsroleCommand } from './awsrole-command.ts';

export class ClearCommand extends AwsroleCommand {
  static override paths = [['clear']];
  static override readonly isEvaluated = true;
  static override usage = Command.Usage({
    description: 'take everything `use` set out of this shell',
    examples: [['In this shell', 'eval "$(awsrole clear)"']],
  });

  shell = Option.String('--shell', {
    description: 'bash, zsh, fish or posix (by default, the one that reads it)',
  });

  override async execute(): Promise<number> {
    const { ports, isTerminal, parent } = this.context;
    if (isTerminal && this.shell === undefined) throw notEvaluated(['clear'], [parent, ports.env['SHELL']]);
    const shell = shellFor(this.shell, parent);
    if (!shell)
      throw usageError(
        `--shell: unknown shell '${this.shell}'`,
        `write one of ${[...SHELLS.keys()].join(', ')}`,
      );
    this.print(shell.spell(deactivate(ports.env)));
    return 0;
  }
}
