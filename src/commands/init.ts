import { Command, Option } from 'clipanion';
import { usageError } from '../core/errors.ts';
import { didYouMean } from '../core/text/names.ts';
import { INTEGRATED, START_UP } from '../shells/registry.ts';
import { AwsroleCommand, extended } from './awsrole-command.ts';

const UNINSTALL = `Unload awsrole from this shell
  awsrole clear          unset the active profile
  awsrole_unload         remove the function, the prompt and the completion

Uninstall awsrole
${INTEGRATED.map(shell => `  ${shell.padEnd(23)}remove the line with \`awsrole init ${shell}\` from ${START_UP[shell].file}\n`).join('')}  awsrole logout --all   delete cached sessions, the section \`awsrole mfa\` wrote, and everything else cached
  npm uninstall -g awsrole
`;

export class InitCommand extends AwsroleCommand {
  static override paths = [['init']];
  static override readonly isEvaluated = true;
  static override usage = Command.Usage({
    category: 'Set up',
    description: 'set up shell function, prompt and completion (in ~/.bashrc)',
    details: 'Prints shell code for the start-up file of the shell. Needs no network and never prompts.',
    examples: [
      ...INTEGRATED.map(shell => {
        const { file, line } = START_UP[shell];
        return [`In ${file}`, line] as [string, string];
      }),
      ['How to uninstall it', 'awsrole init --uninstall'],
    ],
  });

  shell = extended(Option.String({ name: 'SHELL', required: false }), { offered: INTEGRATED });
  uninstall = Option.Boolean('--uninstall', false, { description: 'show how to uninstall awsrole' });

  override async execute(): Promise<number> {
    if (this.uninstall) {
      this.print(UNINSTALL);
      return 0;
    }
    const shell = INTEGRATED.find(name => name === this.shell);
    if (!shell)
      throw usageError(
        this.shell === undefined ? 'init: missing SHELL' : `init: unsupported shell '${this.shell}'`,
        ...didYouMean(this.shell ?? '', INTEGRATED),
        `write awsrole init ${INTEGRATED.join(', awsrole init ')}`,
      );
    this.print(this.context.integration(shell));
    return 0;
  }
}
