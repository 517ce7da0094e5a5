import { Command, Option } from 'clipanion';
import { AwsroleCommand } from './awsrole-command.ts';

export class SandboxCommand extends AwsroleCommand {
  static override paths = [['sandbox']];
  static override usage = Command.Usage({
    description: 'try everything on a local STS and IAM, without an AWS account',
    details:
      'Starts a shell (or runs CMD) in a temporary home with the profiles default, mfa, dev, uat and prod; nothing is left behind.',
    examples: [
      ['A shell to play in', 'awsrole sandbox'],
      ['Inside: a fresh MFA code', 'awsrole sandbox code'],
      ['One command', 'awsrole sandbox -- awsrole list'],
    ],
  });

  words = Option.Rest({ name: 'CMD' });

  override async execute(): Promise<number> {
    return this.context.sandbox.run(this.words);
  }
}

export class SandboxCodeCommand extends AwsroleCommand {
  static override paths = [['sandbox', 'code']];
  static override usage = Command.Usage({
    description: 'inside the sandbox: an MFA code that was not used yet',
    examples: [['As the device would show it', 'awsrole mfa --code "$(awsrole sandbox code)"']],
  });

  override async execute(): Promise<number> {
    this.print(`${await this.context.sandbox.code()}\n`);
    return 0;
  }
}
