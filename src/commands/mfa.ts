import { Command, Option } from 'clipanion';
import { timeLeft } from '../core/aws/credentials.ts';
import { usageError } from '../core/errors.ts';
import { checkedMfaSeconds, defaultMinLeft } from '../core/mfa/duration.ts';
import { MFA_PROFILE, MFA_SOURCE } from '../core/plan/chain.ts';
import { checkSectionName, mfaPlanFor, refuseOtherUse } from '../core/plan/mfa-plan.ts';
import { mfaReport, type ProfileUse } from '../core/report/mfa-report.ts';
import { formatSpan, parseDuration } from '../core/text/duration.ts';
import { toLocalTime } from '../core/text/instant.ts';
import { summarizeNames } from '../core/text/names.ts';
import { safe } from '../core/text/terminal-text.ts';
import { noteMalformedLines, refusedFiles, sayRefused } from '../session/file-checks.ts';
import { loadProfiles } from '../session/load.ts';
import { parseCode } from '../session/mfa/code.ts';
import { prepareMfaSection, writeMfaSection } from '../session/mfa/section.ts';
import { AwsroleCommand, extended } from './awsrole-command.ts';
import { codeOption } from './session-command.ts';

export class MfaCommand extends AwsroleCommand {
  static override paths = [['mfa']];
  static override usage = Command.Usage({
    category: 'Other tools',
    description: 'write an MFA session to the section [mfa], with one code',
    details:
      'Asks for one MFA code, calls GetSessionToken and replaces the section `[mfa]` of the shared credentials file. Role profiles with `source_profile = mfa` then work in every AWS tool.',
    examples: [
      ['For the day', 'awsrole mfa'],
      ['For 36 hours', 'awsrole mfa --duration 36h'],
      ['Which profiles can use it', 'awsrole mfa status'],
    ],
  });

  from = extended(Option.String('--from', MFA_SOURCE, { description: 'the profile with long-term keys' }), {
    value: 'PROFILE',
    offered: 'profiles',
  });
  to = extended(Option.String('--to', MFA_PROFILE, { description: 'the section to write' }), {
    value: 'SECTION',
  });
  duration = extended(
    Option.String('--duration', '12h', { description: 'the duration of the session, 15m to 36h' }),
    { value: 'TIME' },
  );
  code = codeOption();
  refresh = Option.Boolean('--refresh', false, { description: 'replace a live session too' });
  minLeft = extended(
    Option.String('--min-left', {
      description: 'keep a session that lasts this long (default: half of --duration, at most 1h)',
    }),
    { value: 'TIME' },
  );
  force = Option.Boolean('--force', false, {
    description: 'also replace a section with your own keys or settings (keeps a backup)',
  });

  override async execute(): Promise<number> {
    const { ports } = this.context;
    checkSectionName(this.to);
    const durationSeconds = checkedMfaSeconds(parseDuration(this.duration, '--duration'));
    const minLeft = this.minLeftMs(durationSeconds);
    const code = this.code === undefined ? undefined : parseCode(this.code);
    await ports.files.checkCredentials();
    const profiles = await loadProfiles(ports);
    refuseOtherUse(profiles, this.to, ports.files.credentialsPath);
    const plan = mfaPlanFor(profiles, { from: this.from, to: this.to, durationSeconds }, ports.env);
    noteMalformedLines(profiles, ports);
    const prepared = await prepareMfaSection(plan, this.to, { force: this.force }, ports);
    this.row('who', `${prepared.identity.arn} (profile ${this.from})`);
    this.row('device', `${prepared.serial} (${prepared.serialFrom})`);
    const written = await writeMfaSection(
      plan,
      this.to,
      prepared,
      {
        code,
        refresh: this.refresh,
        force: this.force,
        minLeft,
        durationSeconds,
      },
      ports,
    );
    this.row(
      written.changed ? 'wrote' : 'kept',
      `[${this.to}] in ${ports.files.credentialsPath}${written.isNew ? '' : ` (${written.changed ? 'with the live session' : 'its session is live'}; use --refresh for a new one)`}`,
    );
    if (written.backup) this.row('backup', written.backup);
    const now = await ports.serviceClock.now();
    const left = timeLeft(written.session, now);
    this.row('valid', `until ${toLocalTime(written.session.expiresAt)} (${formatSpan(left)})`);
    const refused = await refusedFiles(ports);
    this.usable(
      mfaReport({
        profiles: await loadProfiles(ports),
        files: await ports.files.read(),
        from: this.from,
        to: this.to,
        now,
      }),
      refused.length === 0,
    );
    for (const file of refused) this.row('but', sayRefused(file));
    return 0;
  }

  private usable(report: readonly ProfileUse[], isReadByAll: boolean): void {
    const names = report.filter(use => use.verdict === 'usable').map(use => use.profile);
    if (names.length > 0)
      this.row(
        'usable',
        isReadByAll
          ? `${summarizeNames(names)} in every AWS tool, for example: aws sts get-caller-identity --profile ${names[0]}`
          : `${summarizeNames(names)} in AWS tools other than the AWS CLI and boto3`,
      );
    else
      this.row(
        'next',
        `write source_profile = ${this.to} in your role profiles; every AWS tool can then use them without a code`,
      );
    const count = (wanted: ProfileUse['verdict']): number =>
      report.filter(({ verdict }) => verdict === wanted).length;
    const others = [
      [count('prompts'), 'profile still needs a code', 'profiles still need a code'],
      [count('broken'), 'profile cannot use it', 'profiles cannot use it'],
      [count('unused'), 'profile does not use it', 'profiles do not use it'],
    ] as const;
    const counts = others.flatMap(([number, one, many]) =>
      number > 0 ? [`${number} role ${number === 1 ? one : many}`] : [],
    );
    if (counts.length > 0) this.row('but', `${counts.join(', ')}: see awsrole mfa status`);
  }

  private row(label: string, text: string): void {
    this.print(`${label.padEnd(8)}${safe(this.context.tilde(text))}\n`);
  }

  private minLeftMs(durationSeconds: number): number {
    const seconds = this.minLeft === undefined ? undefined : parseDuration(this.minLeft, '--min-left');
    if (seconds !== undefined && seconds >= durationSeconds) {
      throw usageError(
        '--min-left must be less than the --duration of a new session',
        'lower --min-left, or raise --duration',
      );
    }
    return seconds === undefined ? defaultMinLeft(durationSeconds) : 1000 * seconds;
  }
}
