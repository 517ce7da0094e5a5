import { Command, Option } from 'clipanion';
import { timeLeft } from '../core/aws/credentials.ts';
import { shellState } from '../core/environment/shell-state.ts';
import { planFor } from '../core/plan/plan.ts';
import { colored } from '../core/profiles/color.ts';
import { FIRST_STEPS } from '../core/profiles/lookup.ts';
import { overview, type ProfileLine } from '../core/profiles/overview.ts';
import type { Profiles } from '../core/profiles/profiles.ts';
import { formatSpan } from '../core/text/duration.ts';
import { toIsoSeconds } from '../core/text/instant.ts';
import { table } from '../core/text/table.ts';
import { safe } from '../core/text/terminal-text.ts';
import { missingFiles } from '../session/file-checks.ts';
import { loadProfiles } from '../session/load.ts';
import { cachedSteps, forLooking, lookAtAll } from '../session/lookup.ts';
import type { World } from '../session/world.ts';
import { AwsroleCommand } from './awsrole-command.ts';

interface Line extends ProfileLine {
  /** epoch milliseconds until which a cached session lives */
  readonly expiresAt: number | undefined;
  readonly left: number | undefined;
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
    const { world } = this.context;
    const profiles = await loadProfiles(world);
    const looking = await forLooking(world, profiles.byName.size);
    const lines = await lookAtAll(overview(profiles), line => this.withSession(line, profiles, looking));
    if (this.json)
      this.printJson(
        lines.map(({ expiresAt, left, ...line }) => ({
          ...line,
          active: this.isActive(line),
          expiration: expiresAt && toIsoSeconds(expiresAt),
        })),
      );
    else this.printTable(lines);
    if (!world.cache.isKept && !this.json)
      world.terminal.note('AWSROLE_CACHE=off: no session is kept; LEFT is that of sections in the files');
    for (const problem of profiles.problems)
      world.terminal.note(`warning: ${problem.file}:${problem.line}: ${problem.message}`);
    for (const { profile, problem } of lines)
      if (problem) world.terminal.note(`warning: profile '${profile}': ${problem}`);
    if (lines.length === 0) {
      world.terminal.note(`no profiles in ${world.files.configPath} nor ${world.files.credentialsPath}`);
      const missing = await missingFiles(world);
      for (const text of missing.length > 0 ? missing : FIRST_STEPS) world.terminal.note(`hint: ${text}`);
    }
    return 0;
  }

  private isActive(line: ProfileLine): boolean {
    return line.profile === this.context.world.env['AWSROLE_PROFILE'];
  }

  private async withSession(line: ProfileLine, profiles: Profiles, world: World): Promise<Line> {
    const none = { ...line, expiresAt: undefined, left: undefined };
    if (line.problem) return none;
    if (this.isActive(line)) {
      // what this shell has, which may be a longer session than the next use would find
      const { expiresAt, left } = shellState(world.env, world.clock.now());
      if (left !== undefined && left > 0) return { ...line, expiresAt, left };
    }
    try {
      const plan = planFor(profiles, line.profile, world.env);
      const cached = await cachedSteps(plan, world);
      const session = plan.roles.length > 0 ? cached.roles.at(-1) : cached.mfa;
      return session
        ? { ...line, expiresAt: session.expiresAt, left: timeLeft(session, world.clock.now()) }
        : none;
    } catch {
      // a profile that cannot be used is still listed; `why` tells what is the matter with it
      return none;
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
      safe(line.source ?? '-'),
      line.problem ? 'malformed' : line.left === undefined ? '-' : formatSpan(line.left),
    ]);
    const header = [' ', 'PROFILE', 'ACCOUNT', 'ROLE', 'REGION', 'SOURCE', 'LEFT'];
    const color = (row: number): string | undefined =>
      this.context.hasColors ? lines[row - 1]?.color : undefined;
    this.print(
      table([header, ...rows], (cell, row, column) =>
        column === 1 ? colored(cell, color(row), this.context.world.env) : cell,
      ),
    );
  }
}
