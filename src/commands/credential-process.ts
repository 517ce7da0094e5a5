import { Command, Option } from 'clipanion';
import { PROCESS_WINDOW } from '../core/aws/credentials.ts';
import { activate, activationOf } from '../core/environment/environment.ts';
import { processAnswer } from '../core/environment/export-formats.ts';
import { extended } from './awsrole-command.ts';
import { SessionCommand } from './session-command.ts';

export class CredentialProcessCommand extends SessionCommand {
  static override paths = [['credential-process']];
  static override usage = Command.Usage({
    category: 'Other tools',
    description: 'print credentials for `credential_process` in a config file',
    details:
      'Set credential_process in a profile without role_arn and without keys. When an MFA code is needed, awsrole asks for it on the terminal.',
    examples: [['In ~/.aws/config', 'credential_process = awsrole credential-process dev']],
  });

  profile = extended(Option.String({ name: 'PROFILE' }), { offered: 'profiles' });

  override async execute(): Promise<number> {
    const { plan, obtained } = await this.session(this.profile, PROCESS_WINDOW);
    const changes = activate(activationOf(plan, obtained), {});
    const values = changes.flatMap(({ name, value }) => (value === null ? [] : [[name, value] as const]));
    this.printJson(processAnswer(new Map(values)));
    return 0;
  }
}
