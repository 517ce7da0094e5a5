import { Command, Option } from 'clipanion';
import { MFA_PROFILE, MFA_SOURCE, mfaCommand } from '../core/plan/chain.ts';
import { checkSectionName } from '../core/plan/mfa-plan.ts';
import { settingOf } from '../core/profiles/lookup.ts';
import { managedSectionOf } from '../core/profiles/static-keys.ts';
import { mfaReport } from '../core/report/mfa-report.ts';
import { mfaReportRows } from '../core/report/mfa-report-rows.ts';
import { formatSpan } from '../core/text/duration.ts';
import { toIsoSeconds, toLocalTime } from '../core/text/instant.ts';
import { safe } from '../core/text/terminal-text.ts';
import { noteMalformedLines, refusedFiles, sayRefused } from '../session/file-checks.ts';
import { loadProfiles } from '../session/load.ts';
import { AwsroleCommand, extended } from './awsrole-command.ts';

export class MfaStatusCommand extends AwsroleCommand {
  static override paths = [['mfa', 'status']];
  static override usage = Command.Usage({
    category: 'Other tools',
    description: 'show which profiles use the MFA session and which need a code',
    examples: [['After awsrole mfa', 'awsrole mfa status']],
  });

  to = extended(Option.String('--to', MFA_PROFILE, { description: 'the section that holds the session' }), {
    value: 'SECTION',
  });
  json = Option.Boolean('--json', false, { description: 'print JSON' });

  override async execute(): Promise<number> {
    const { ports } = this.context;
    checkSectionName(this.to);
    const profiles = await loadProfiles(ports);
    noteMalformedLines(profiles, ports);
    const profile = profiles.byName.get(this.to);
    const section = profile && managedSectionOf(profile);
    const from = section?.from ?? MFA_SOURCE;
    const now = await ports.serviceClock.now();
    const report = mfaReport({
      profiles,
      files: await ports.files.read(),
      from,
      to: this.to,
      now,
    });
    const expiresAt = section?.keys.expiresAt;
    const left = expiresAt === undefined ? undefined : expiresAt - now;
    const refused = await refusedFiles(ports);
    const shadow = settingOf(profile, 'role_arn');
    if (this.json) {
      this.printJson({
        section: this.to,
        from: section?.from,
        device: section?.serial,
        expiration: expiresAt === undefined ? undefined : toIsoSeconds(expiresAt),
        alive: left !== undefined && left > 0,
        profiles: report,
        refused,
      });
      return 0;
    }
    if (!section)
      this.row(
        'session',
        profile?.settings.has('aws_access_key_id')
          ? `[${this.to}] was not written by awsrole`
          : `[${this.to}] does not exist yet: run ${this.command(from)}`,
      );
    else {
      this.row(
        'session',
        `[${this.to}] in ${ports.files.credentialsPath}, made from '${section.from}' with ${section.serial}`,
      );
      if (expiresAt !== undefined)
        this.row(
          'valid',
          left !== undefined && left > 0
            ? `until ${toLocalTime(expiresAt)} (${formatSpan(left)} left)`
            : `expired at ${toLocalTime(expiresAt)}: run ${this.command(from)}`,
        );
    }
    if (shadow)
      this.row(
        'warning',
        `[${this.to}] also has a role_arn (${shadow.file}:${shadow.line}), which some AWS tools prefer to these keys`,
      );
    for (const text of profiles.missing) this.row('warning', text);
    for (const file of refused) this.row('warning', sayRefused(file));
    for (const [label, text] of mfaReportRows(report, refused.length === 0)) this.row(label, text);
    if (report.length === 0)
      this.row('profiles', `no profile has a role_arn: write one with source_profile = ${this.to}`);
    return 0;
  }

  /** The command that writes the section. */
  private command(from: string): string {
    return mfaCommand(from, this.to);
  }

  private row(label: string, text: string): void {
    this.print(`${label.padEnd(12)}${safe(this.context.tilde(text))}\n`);
  }
}
