import { Command, Option } from 'clipanion';
import { AwsroleCommand, extended } from './awsrole-command.ts';

export class SandboxCommand extends AwsroleCommand {
  static override paths = [['sandbox']];
  static override usage = Command.Usage({
    category: 'Sandbox',
    description: 'try awsrole with a local STS and IAM, without an AWS account',
    details:
      'Starts a shell (or runs CMD) in a temporary home with the profiles default, mfa, dev, uat and prod. The home is deleted at the end.',
    examples: [
      ['A shell to try awsrole in', 'awsrole sandbox'],
      ['Inside the sandbox: a fresh MFA code', 'awsrole sandbox code'],
      ['One command', 'awsrole sandbox -- awsrole list'],
    ],
  });

  words = extended(Option.Rest({ name: 'CMD' }), { usage: '[-- CMD…]', offered: 'command' });

  override async execute(): Promise<number> {
    return this.context.sandbox.run(this.words);
  }
}

export class SandboxCodeCommand extends AwsroleCommand {
  static override paths = [['sandbox', 'code']];
  static override usage = Command.Usage({
    category: 'Sandbox',
    description: 'print a fresh MFA code, inside the sandbox',
    examples: [['As the MFA device would show it', 'awsrole mfa --code "$(awsrole sandbox code)"']],
  });

  override async execute(): Promise<number> {
    this.print(`${await this.context.sandbox.code()}\n`);
    return 0;
  }
}
