import { Command, Option } from 'clipanion';
import { deactivate } from '../domain/environment.ts';
import { usageError } from '../domain/errors.ts';
import { notEvaluated } from '../shells/not-evaluated.ts';
import { SHELLS } from '../shells/registry.ts';
import { AwsroleCommand } from './awsrole-command.ts';

export class ClearCommand extends AwsroleCommand {
  static override paths = [['clear']];
  static override readonly isEvaluated = true;
  static override usage = Command.Usage({
    description: 'take everything `use` set out of this shell',
    examples: [['In this shell', 'eval "$(awsrole clear)"']],
  });

  shell = Option.String('--shell', { description: 'bash, zsh, fish or posix (the default)' });

  override async execute(): Promise<number> {
    const { world, isTerminal } = this.context;
    if (isTerminal && this.shell === undefined) throw notEvaluated(['clear'], world.env['SHELL']);
    const shell = SHELLS.get(this.shell ?? 'posix');
    if (!shell)
      throw usageError(
        `--shell: unknown shell '${this.shell}'`,
        `write one of ${[...SHELLS.keys()].join(', ')}`,
      );
    this.print(shell.spell(deactivate(world.env)));
    return 0;
  }
}
