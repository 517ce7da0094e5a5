import { Command, Option } from 'clipanion';
import { safe } from '../core/text/terminal-text.ts';
import { logout } from '../session/role/logout.ts';
import { AwsroleCommand } from './awsrole-command.ts';

export class LogoutCommand extends AwsroleCommand {
  static override paths = [['logout']];
  static override usage = Command.Usage({
    category: 'Clean up',
    description: 'delete cached sessions and the section `awsrole mfa` wrote',
    details: 'AWS cannot revoke a session: a copy elsewhere stays valid until it expires.',
    examples: [
      ['At the end of the day', 'awsrole logout'],
      ['With everything else awsrole keeps', 'awsrole logout --all'],
    ],
  });

  all = Option.Boolean('--all', false, {
    description: 'also delete cached MFA devices, cached identities and the backups of the shared files',
  });

  override async execute(): Promise<number> {
    const { ports } = this.context;
    const gone = await logout(this.context.stored());
    const parts = [
      count(gone.sessions, 'cached session'),
      ...(gone.awsCliEntries > 0
        ? [`${count(gone.awsCliEntries, 'entry', 'entries')} of the AWS CLI’s cache`]
        : []),
      ...gone.sections.map(name => `[${name}] in ${ports.files.credentialsPath}`),
      ...(this.all
        ? [count(await this.context.forget(), 'remembered fact or backup', 'remembered facts and backups')]
        : []),
    ];
    this.print(`deleted ${safe(this.context.tilde(parts.join(', ')))}\n`);
    if (ports.env['AWSROLE_PROFILE']) {
      ports.terminal.note(
        `this shell still has the keys of '${ports.env['AWSROLE_PROFILE']}': unset them with ${ports.changing('awsrole clear')}`,
      );
    }
    return 0;
  }
}

const count = (number: number, one: string, many = `${one}s`): string =>
  `${number} ${number === 1 ? one : many}`;
