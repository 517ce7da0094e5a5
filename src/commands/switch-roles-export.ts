import { Command, Option } from 'clipanion';
import { AwsroleError, usageError } from '../core/errors.ts';
import type { Profiles } from '../core/profiles/profiles.ts';
import { accountIdIn, isAccount } from '../core/switch-roles/account.ts';
import { basesOf } from '../core/switch-roles/bases.ts';
import { exportedRoles } from '../core/switch-roles/export.ts';
import { rolesText } from '../core/switch-roles/write.ts';
import { didYouMean, matchesPattern } from '../core/text/names.ts';
import { loadProfiles } from '../session/load.ts';
import { baseAccounts } from '../session/switch-roles/base-accounts.ts';
import { extended } from './awsrole-command.ts';
import { SwitchRolesCommand } from './switch-roles-command.ts';

export class SwitchRolesExportCommand extends SwitchRolesCommand {
  static override paths = [['switch-roles', 'export']];
  static override usage = Command.Usage({
    category: 'Browser extension',
    description: 'print role profiles for AWS Extend Switch Roles',
    details:
      'PATTERN is the name of a profile, in which * matches any text and ? one character. Without PATTERN, every role is printed. A role that is assumed from another role includes that role. When the base account has an alias, set aws_account_alias in the base profile: the extension finds such an account only by its alias.',
    examples: [
      ['Every role', 'awsrole switch-roles export'],
      [
        'Two teams, only the roles behind one base profile',
        "awsrole switch-roles export --base mfa 'web-*' 'ops-*'",
      ],
      ['When the files do not name the base account', 'awsrole switch-roles export --base mfa=111122223333'],
    ],
  });

  base = extended(
    Option.Array('--base', [], {
      description: 'only the roles behind this profile, which is in ACCOUNT (repeatable)',
    }),
    { value: 'NAME[=ACCOUNT]', offered: 'profiles' },
  );
  patterns = extended(Option.Rest({ name: 'PATTERN' }), { offered: 'profiles' });

  override async execute(): Promise<number> {
    const { ports } = this.context;
    const given = new Map(this.base.filter(base => base.includes('=')).map(accountOfBase));
    const wantedBases = this.base.filter(base => !base.includes('='));
    const profiles = await loadProfiles(ports);
    this.checkPatterns(profiles);
    checkBases(profiles, [...given.keys(), ...wantedBases]);
    const { roles, others, notes } = exportedRoles(
      profiles,
      (name, base) => this.isNamed(name) && (wantedBases.length === 0 || wantedBases.includes(base ?? '')),
    );
    for (const note of notes) ports.terminal.note(note);
    if (others.length > 0 && wantedBases.length === 0)
      ports.terminal.note(`omitted, because they have no role_arn: ${others.join(', ')}`);
    if (roles.length === 0) throw noRoles(profiles);
    const accounts = await baseAccounts(roles, given, profiles, ports);
    const written = rolesText(roles, accounts, profiles);
    for (const note of written.notes) ports.terminal.note(note);
    this.printText(written.text);
    return 0;
  }

  private isNamed(name: string): boolean {
    return this.patterns.length === 0 || this.patterns.some(pattern => matchesPattern(name, pattern));
  }

  private checkPatterns(profiles: Profiles): void {
    const names = [...profiles.byName.keys()];
    for (const pattern of this.patterns) {
      if (names.some(name => matchesPattern(name, pattern))) continue;
      const near = didYouMean(pattern.replaceAll(/[*?]/g, ''), names);
      throw new AwsroleError(`there is no profile '${pattern}'`, {
        hints: [...profiles.missing, ...(near.length > 0 ? near : ['`awsrole list` shows the profiles'])],
      });
    }
  }
}

const noRoles = ({ missing }: Profiles): AwsroleError =>
  new AwsroleError('no roles to export', {
    hints: [...missing, 'a role profile has role_arn and source_profile; `awsrole list` shows the profiles'],
  });

/** Rejects a mistyped --base, which would omit roles or export them with the wrong account. */
const checkBases = (profiles: Profiles, named: readonly string[]): void => {
  const bases = basesOf(exportedRoles(profiles, () => true).roles);
  const wrong = named.find(name => !bases.includes(name));
  if (wrong === undefined) return;
  throw new AwsroleError(`--base: no role is behind '${wrong}'`, {
    hints: [
      bases.length > 0
        ? `roles are behind ${bases.map(base => `'${base}'`).join(', ')}`
        : 'a role profile has role_arn and source_profile',
    ],
  });
};

const accountOfBase = (word: string): [base: string, account: string] => {
  const end = word.lastIndexOf('=');
  const written = word.slice(end + 1);
  const account = accountIdIn(written) ?? written;
  if (end > 0 && isAccount(account)) return [word.slice(0, end), account];
  throw usageError(`--base: '${word}' names no account`, 'write for example --base mfa=123456789012');
};
