import { Command, Option } from 'clipanion';
import { usageError } from '../core/errors.ts';
import { INTEGRATED } from '../shells/registry.ts';
import { AwsroleCommand } from './awsrole-command.ts';

const UNINSTALL = `to take awsrole out of this shell alone
  awsrole clear          the active profile
  awsrole_unload         the function, the prompt, the completion

to take it out for good
  bash    remove the line with \`awsrole init bash\` from ~/.bashrc
  zsh     remove the line with \`awsrole init zsh\` from ~/.zshrc
  fish    remove the line with \`awsrole init fish\` from ~/.config/fish/config.fish
  awsrole logout --all   cached sessions, the section \`awsrole mfa\` wrote, and what awsrole remembers
  npm uninstall -g awsrole
`;

export class InitCommand extends AwsroleCommand {
  static override paths = [['init']];
  static override readonly isEvaluated = true;
  static override usage = Command.Usage({
    description: 'the shell integration: function, prompt, completion',
    details: 'Prints shell code for the shell’s start-up file. No network, no question.',
    examples: [
      ['In ~/.bashrc', 'eval "$(awsrole init bash)"'],
      ['In ~/.zshrc, after compinit', 'eval "$(awsrole init zsh)"'],
      ['In ~/.config/fish/config.fish', 'awsrole init fish | source'],
      ['How to take it out again', 'awsrole init --uninstall'],
    ],
  });

  shell = Option.String({ name: 'SHELL', required: false });
  uninstall = Option.Boolean('--uninstall', false, { description: 'say how to take it out again' });

  override async execute(): Promise<number> {
    if (this.uninstall) {
      this.print(UNINSTALL);
      return 0;
    }
    const shell = INTEGRATED.find(name => name === this.shell);
    if (!shell)
      throw usageError(
        this.shell === undefined ? 'init: for which shell?' : `init: there is nothing for '${this.shell}'`,
        `write awsrole init ${INTEGRATED.join(', awsrole init ')}`,
      );
    this.print(this.context.integration(shell));
    return 0;
  }
}
