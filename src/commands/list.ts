import { Command, Option } from 'clipanion';
import { timeLeft } from '../core/aws/credentials.ts';
import { shellState } from '../core/environment/shell-state.ts';
import { planFor } from '../core/plan/plan.ts';
import { colored } from '../core/profiles/color.ts';
import { FIRST_STEPS } from '../core/profiles/lookup.ts';
import type { Profiles } from '../core/profiles/profiles.ts';
import { MFA_SESSION, overview, type ProfileLine } from '../core/report/overview.ts';
import { formatSpan } from '../core/text/duration.ts';
import { toIsoSeconds } from '../core/text/instant.ts';
import { table } from '../core/text/table.ts';
import { safe } from '../core/text/terminal-text.ts';
import type { Ports } from '../ports/ports.ts';
import { loadProfiles } from '../session/load.ts';
import { cachedSteps, mapConcurrently, withSharedReads } from '../session/role/lookup.ts';
import { AwsroleCommand } from './awsrole-command.ts';

interface Line extends ProfileLine {
  /** epoch milliseconds at which the cached session expires */
  readonly expiresAt: number | undefined;
  readonly left: number | undefined;
  /** the profile has no role and provides an MFA session in place of the credentials of its source */
  readonly mfa: boolean | undefined;
}

export class ListCommand extends AwsroleCommand {
  static override paths = [['list'], ['ls']];
  static override usage = Command.Usage({
    category: 'Inspect',
    description: 'list the profiles and the time left of their sessions',
    examples: [
      ['For people', 'awsrole list'],
      ['For programs', 'awsrole list --json'],
    ],
  });

  json = Option.Boolean('--json', false, { description: 'print JSON' });

  override async execute(): Promise<number> {
    const { ports } = this.context;
    const profiles = await loadProfiles(ports);
    const reads = await withSharedReads(ports, profiles.byName.size);
    const lines = await mapConcurrently(overview(profiles), line => this.withSession(line, profiles, reads));
    if (this.json)
      this.printJson(
        lines.map(({ expiresAt, left, ...line }) => ({
          ...line,
          active: this.isActive(line),
          expiration: expiresAt && toIsoSeconds(expiresAt),
        })),
      );
    else this.printTable(lines);
    if (!ports.cache.isPersistent && !this.json)
      ports.terminal.note(
        'AWSROLE_CACHE=off: no sessions are cached; LEFT shows sections of the shared files only',
      );
    if (lines.length > 0) for (const text of profiles.missing) ports.terminal.note(`warning: ${text}`);
    for (const problem of profiles.problems)
      ports.terminal.note(`warning: ${problem.file}:${problem.line}: ${problem.message}`);
    for (const { profile, problem } of lines)
      if (problem) ports.terminal.note(`warning: profile '${profile}': ${problem}`);
    if (lines.length === 0) {
      ports.terminal.note(`no profiles in ${ports.files.configPath} nor ${ports.files.credentialsPath}`);
      const { missing } = profiles;
      for (const text of missing.length > 0 ? missing : FIRST_STEPS) ports.terminal.note(`hint: ${text}`);
    }
    return 0;
  }

  private isActive(line: ProfileLine): boolean {
    return line.profile === this.context.ports.env['AWSROLE_PROFILE'];
  }

  private async withSession(line: ProfileLine, profiles: Profiles, ports: Ports): Promise<Line> {
    const none = { ...line, expiresAt: undefined, left: undefined, mfa: undefined };
    if (line.problem) return none;
    const own = this.isActive(line) ? shellState(ports.env, ports.clock.now()) : undefined;
    // the session of this shell may be longer than the one that the next use would find
    const shell = own?.left !== undefined && own.left > 0 ? { expiresAt: own.expiresAt, left: own.left } : {};
    try {
      const plan = planFor(profiles, line.profile, ports.env);
      const cached = await cachedSteps(plan, ports);
      const session = plan.roles.length > 0 ? cached.roles.at(-1) : cached.mfa;
      return {
        ...none,
        mfa: (plan.roles.length === 0 && plan.mfa.mode === 'session') || undefined,
        ...(session && { expiresAt: session.expiresAt, left: timeLeft(session, ports.clock.now()) }),
        ...shell,
      };
    } catch {
      // a profile without a plan is still listed; `why` reports the reason
      return { ...none, ...shell };
    }
  }

  private printTable(lines: readonly Line[]): void {
    if (lines.length === 0) return;
    const rows = lines.map(line => [
      this.isActive(line) ? '*' : ' ',
      safe(line.profile),
      line.account ?? '-',
      safe(line.role ?? '-'),
      safe(line.region ?? '-'),
      safe(sourceLabel(line)),
      line.problem ? 'malformed' : line.left === undefined ? '-' : formatSpan(line.left),
    ]);
    const header = [' ', 'PROFILE', 'ACCOUNT', 'ROLE', 'REGION', 'SOURCE', 'LEFT'];
    const color = (row: number): string | undefined =>
      this.context.hasColors ? lines[row - 1]?.color : undefined;
    this.print(
      table([header, ...rows], (cell, row, column) =>
        column === 1 ? colored(cell, color(row), this.context.ports.env) : cell,
      ),
    );
  }
}

/** Names the MFA session, so that the time left does not look like that of the keys. */
const sourceLabel = ({ source, mfa }: Line): string => {
  if (!mfa || source === MFA_SESSION) return source ?? '-';
  return source === undefined ? MFA_SESSION : `${source} + MFA`;
};
