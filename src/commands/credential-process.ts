import { Command, Option } from 'clipanion';
import { PROCESS_WINDOW } from '../core/aws/credentials.ts';
import { activate, activationOf } from '../core/environment/environment.ts';
import { processAnswer } from '../core/environment/export-formats.ts';
import { SessionCommand } from './session-command.ts';

export class CredentialProcessCommand extends SessionCommand {
  static override paths = [['credential-process']];
  static override usage = Command.Usage({
    description: 'print a profile’s credentials for `credential_process` in a config file',
    details:
      'Write it into a profile that has no role_arn and no keys of its own. A code, when one is needed, is asked for on the terminal.',
    examples: [['In ~/.aws/config', 'credential_process = awsrole credential-process dev']],
  });

  profile = Option.String({ name: 'PROFILE' });

  override async execute(): Promise<number> {
    const { plan, obtained } = await this.session(this.profile, PROCESS_WINDOW);
    const changes = activate(activationOf(plan, obtained), {});
    const values = changes.flatMap(({ name, value }) => (value === null ? [] : [[name, value] as const]));
    this.printJson(processAnswer(new Map(values)));
    return 0;
  }
}
