import { Command, Option } from 'clipanion';
import { deactivate } from '../domain/environment.ts';
import { usageError } from '../domain/errors.ts';
import { SHELLS } from '../shells/registry.ts';
import { AwsroleCommand } from './awsrole-command.ts';

export class ClearCommand extends AwsroleCommand {
  static override paths = [['clear']];
  static override readonly isEvaluated = true;
  static override usage = Command.Usage({
    description: 'take everything `use` set out of this shell',
    examples: [['In this shell', 'eval "$(awsrole clear)"']],
  });

  shell = Option.String('--shell', 'posix', { description: 'bash, zsh, fish or posix' });

  override async execute(): Promise<number> {
    const shell = SHELLS.get(this.shell);
    if (!shell)
      throw usageError(
        `--shell: unknown shell '${this.shell}'`,
        `write one of ${[...SHELLS.keys()].join(', ')}`,
      );
    this.print(shell.spell(deactivate(this.context.world.env)));
    return 0;
  }
}
