import { Command, Option } from 'clipanion';
import { CONSOLE_PARTITIONS } from '../core/aws/partition.ts';
import { isSafeValue } from '../core/edit/section-edit.ts';
import { AwsroleError, usageError } from '../core/errors.ts';
import type { Profiles } from '../core/profiles/profiles.ts';
import { accountIdIn } from '../core/switch-roles/account.ts';
import { type WantedProfile, wantedProfiles } from '../core/switch-roles/import.ts';
import { importProfiles, type Outcome, profilesText } from '../core/switch-roles/imported-profiles.ts';
import { sourcesOfBases } from '../core/switch-roles/sources.ts';
import { readRolesText } from '../core/switch-roles/text.ts';
import { type OfferedBase, offeredBases, offeredRoles } from '../core/switch-roles/tree.ts';
import { maskSecrets } from '../core/text/mask.ts';
import { summarizeNames } from '../core/text/names.ts';
import { safe } from '../core/text/terminal-text.ts';
import { loadProfiles } from '../session/load.ts';
import { accountIds } from '../session/switch-roles/account-aliases.ts';
import { knownAccounts } from '../session/switch-roles/base-accounts.ts';
import { extended } from './awsrole-command.ts';
import { SwitchRolesCommand } from './switch-roles-command.ts';

export class SwitchRolesImportCommand extends SwitchRolesCommand {
  static override paths = [['switch-roles', 'import']];
  static override usage = Command.Usage({
    category: 'Browser extension',
    description: 'convert the roles of the extension to profiles',
    details:
      'Prints profiles for the config file. With --write, awsrole writes them: it changes only their sections, and leaves profiles that you wrote unchanged. Without --source, the source_profile of a role is the profile with the name of its base account, or mfa, or another profile in that account. Without --partition, the region of a role decides.',
    examples: [
      ['Print the profiles', 'awsrole switch-roles import roles.txt'],
      ['From the clipboard, show the changes', 'wl-paste | awsrole switch-roles import - --diff'],
      [
        'Into the config file',
        'awsrole switch-roles import roles.txt --write --account example=123456789012',
      ],
    ],
  });

  file = extended(Option.String({ name: 'FILE' }), { offered: 'files' });
  source = extended(
    Option.Array('--source', [], {
      description: 'the source_profile of all roles, or of one base account (repeatable)',
    }),
    { value: '[BASE=]PROFILE', offered: 'profiles' },
  );
  partition = extended(
    Option.String('--partition', {
      description: 'the partition of roles without an ARN',
    }),
    { value: 'PARTITION', offered: CONSOLE_PARTITIONS },
  );
  account = extended(
    Option.Array('--account', [], {
      description: 'the account ID of an alias (skips the prompt; repeatable)',
    }),
    { value: 'ALIAS=ID' },
  );
  diff = Option.Boolean('--diff', false, { description: 'show what would change in the config file' });
  write = Option.Boolean('--write', false, { description: 'write the profiles to the config file' });
  force = Option.Boolean('--force', false, {
    description: 'also replace profiles that awsrole did not write',
  });

  override async execute(): Promise<number> {
    const { ports } = this.context;
    const { file } = this;
    this.checkWords();
    const given = new Map(this.account.map(accountOfAlias));
    const text = await this.context.readInput(file);
    const name = file === '-' ? 'standard input' : file;
    const read = readRolesText(text, name);
    const roles = offeredRoles(read.sections);
    if (roles.length === 0)
      throw new AwsroleError(`there is no role in ${name}`, {
        hints: ['a role is a section [NAME] with aws_account_id and role_name, or with role_arn'],
      });
    const accounts = await accountIds(roles, given, ports);
    const profiles = await loadProfiles(ports);
    const bases = offeredBases(read.sections, roles);
    const { given: givenSources, source } = this.sources(bases, profiles);
    const known = await knownAccounts(profiles, ports);
    const chosen = sourcesOfBases(bases, roles, {
      given: givenSources,
      source,
      profiles,
      accounts: known,
    });
    const { profiles: wanted, notes } = wantedProfiles(roles, {
      sources: chosen.sources,
      source,
      profiles,
      partition: this.partition,
      accounts,
    });
    for (const note of [...read.notes, ...chosen.notes, ...notes]) ports.terminal.note(note);
    if (this.write) await this.writeInto(wanted);
    else if (this.diff) await this.showChanges(wanted);
    else this.printText(profilesText(wanted));
    return 0;
  }

  private checkWords(): void {
    if (this.diff && this.write)
      throw usageError('switch-roles import: --diff and --write exclude each other', 'omit one of them');
    if (this.source.some(source => source === '' || !isSafeValue(source)))
      throw usageError('--source: not a valid profile name', 'write for example --source mfa');
    if (this.partition !== undefined && !/^aws(-[a-z]+)*$/.test(this.partition))
      throw usageError(
        `--partition: '${this.partition}' is no partition`,
        'write for example --partition aws-us-gov',
      );
  }

  /** `BASE=PROFILE` of `--source` by base account, and the `PROFILE` for all others. */
  private sources(
    bases: readonly OfferedBase[],
    profiles: Profiles,
  ): { given: Map<string, string>; source: string | undefined } {
    const given = new Map<string, string>();
    let source: string | undefined;
    for (const word of this.source) {
      const end = word.indexOf('=');
      const base = word.slice(0, end);
      const profile = word.slice(end + 1);
      // the name of a profile can contain '=', the name of a base account cannot
      if (end > 0 && profile !== '' && bases.some(({ name }) => name === base)) given.set(base, profile);
      else if (end === -1 || profiles.byName.has(word)) source = word;
      else throw noSuchBase(base, bases);
    }
    return { given, source };
  }

  private async showChanges(wanted: readonly WantedProfile[]): Promise<void> {
    const { config, credentials } = await this.context.ports.files.read();
    const { text, outcomes } = importProfiles(config, credentials, wanted, { force: this.force });
    this.sayKept(outcomes);
    const [before, after] = [maskSecrets(config.text ?? ''), maskSecrets(text)];
    this.printText(await this.context.diff(config.path, before, after));
  }

  private async writeInto(wanted: readonly WantedProfile[]): Promise<void> {
    const { files } = this.context.ports;
    const { credentials } = await files.read();
    let outcomes: readonly Outcome[] = [];
    const { backup } = await files.editConfig(text => {
      const config = { path: files.configPath, text };
      const result = importProfiles(config, credentials, wanted, { force: this.force });
      outcomes = result.outcomes;
      return { text: result.text, needsBackup: outcomes.some(({ isForced }) => isForced) };
    });
    this.sayKept(outcomes);
    for (const { name, change, why } of outcomes)
      if (change !== 'kept' && why !== '') this.context.ports.terminal.note(`profile '${name}': ${why}`);
    for (const change of ['added', 'changed', 'same'] as const) {
      const names = outcomes.filter(outcome => outcome.change === change).map(({ name }) => name);
      const where = change === 'same' ? '' : ` in ${files.configPath}`;
      if (names.length > 0) this.row(change, `${summarizeNames(names)}${where}`);
    }
    if (backup) this.row('backup', backup);
  }

  private sayKept(outcomes: readonly Outcome[]): void {
    const { terminal } = this.context.ports;
    const kept = outcomes.filter(({ change }) => change === 'kept');
    for (const { name, why } of kept)
      terminal.note(`profile '${name}' was not written by awsrole and is kept: ${why}`);
    if (kept.length > 0) terminal.note('hint: --force also replaces these profiles (awsrole keeps a backup)');
  }

  private row(label: string, text: string): void {
    this.print(`${label.padEnd(9)}${safe(this.context.tilde(text))}\n`);
  }
}

const noSuchBase = (base: string, bases: readonly OfferedBase[]): AwsroleError =>
  usageError(
    `--source: there is no base account '${base}'`,
    bases.length > 0
      ? `the base accounts are ${bases.map(({ name }) => `'${name}'`).join(', ')}`
      : 'no role in this text has a base account: write --source PROFILE',
  );

const accountOfAlias = (word: string): [alias: string, account: string] => {
  const end = word.lastIndexOf('=');
  const account = accountIdIn(word.slice(end + 1));
  if (end > 0 && account !== undefined) return [word.slice(0, end), account];
  throw usageError(
    `--account: '${word}' is not ALIAS=ID with an ID of twelve digits`,
    'write for example --account example=123456789012',
  );
};
