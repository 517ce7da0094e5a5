import { Command, Option } from 'clipanion';
import { activate, activationOf, applyChanges } from '../core/environment/environment.ts';
import { usageError } from '../core/errors.ts';
import { execRecord } from '../core/records/exec-record.ts';
import { extended } from './awsrole-command.ts';
import { SessionCommand } from './session-command.ts';

export class ExecCommand extends SessionCommand {
  static override paths = [['exec']];
  static override usage = Command.Usage({
    category: 'Switch',
    description: 'run one command with a profile’s credentials',
    details: 'The command gets the terminal and the signals; awsrole exits with its exit status.',
    examples: [
      ['One command', 'awsrole exec prod -- terraform plan'],
      ['With at least half an hour left', 'awsrole exec prod --min-left 30m -- ./deploy'],
    ],
  });

  profile = extended(Option.String({ name: 'PROFILE' }), { offered: 'profiles' });
  words = extended(Option.Rest({ name: 'CMD' }), { usage: '-- CMD…', offered: 'command' });

  override async execute(): Promise<number> {
    const [command, ...args] = this.words;
    if (command === undefined || command === '') {
      throw usageError(
        'exec: missing command',
        `write it after --, for example: awsrole exec ${this.profile} -- env`,
      );
    }
    const { ports } = this.context;
    const { plan, obtained } = await this.session(this.profile);
    const changes = activate(activationOf(plan, obtained), ports.env);
    if (this.context.isLauncher) {
      this.print(execRecord(changes, this.words.length));
      return 0;
    }
    return this.context.run(command, args, applyChanges(ports.env, changes));
  }
}
