import { Command, Option } from 'clipanion';
import { timeLeft } from '../core/aws/credentials.ts';
import { hasForeignKeys, type ShellState, shellState } from '../core/environment/shell-state.ts';
import { AwsroleError } from '../core/errors.ts';
import { planFor } from '../core/plan/plan.ts';
import type { Plan } from '../core/plan/types.ts';
import { colored } from '../core/profiles/color.ts';
import { FIRST_STEPS } from '../core/profiles/lookup.ts';
import type { Profiles } from '../core/profiles/profiles.ts';
import { isSessionOf } from '../core/report/active.ts';
import { MFA_SESSION, overview, type ProfileLine } from '../core/report/overview.ts';
import { formatSpan } from '../core/text/duration.ts';
import { toIsoSeconds } from '../core/text/instant.ts';
import { table } from '../core/text/table.ts';
import { safe } from '../core/text/terminal-text.ts';
import type { Ports } from '../ports/ports.ts';
import { loadProfiles } from '../session/load.ts';
import { cachedSteps, mapConcurrently, withSharedReads } from '../session/role/lookup.ts';
import { rememberedIdentity } from '../session/sources/identity.ts';
import { AwsroleCommand } from './awsrole-command.ts';

interface HeldSession extends ShellState {
  /** false when another tool has replaced the keys */
  readonly isOwn: boolean;
}

interface Line extends ProfileLine {
  /** epoch milliseconds at which the cached session expires */
  readonly expiresAt: number | undefined;
  readonly left: number | undefined;
  /** whether this shell has a session of the profile as it is in the shared files now */
  readonly active: boolean;
  /** for the profile that this shell activated: the session of the shell, when it is not one of the profile as it is now */
  readonly inShell?: HeldSession;
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
        lines.map(({ expiresAt, left, active, inShell, ...line }) => ({
          ...line,
          active,
          expiration: expiresAt && toIsoSeconds(expiresAt),
          inShell: inShell && {
            account: inShell.account,
            roleArn: inShell.roleArn,
            expiration: inShell.expiresAt && toIsoSeconds(inShell.expiresAt),
          },
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
    for (const { profile, inShell } of lines)
      if (inShell) ports.terminal.note(otherSession(profile, inShell));
    if (lines.length === 0) {
      ports.terminal.note(`no profiles in ${ports.files.configPath} nor ${ports.files.credentialsPath}`);
      const { missing } = profiles;
      for (const text of missing.length > 0 ? missing : FIRST_STEPS) ports.terminal.note(`hint: ${text}`);
    }
    return 0;
  }

  private async withSession(line: ProfileLine, profiles: Profiles, ports: Ports): Promise<Line> {
    const now = await ports.serviceClock.now();
    const plan = line.problem ? undefined : planIfPossible(profiles, line.profile, ports);
    const mfa = plan && plan.roles.length === 0 && plan.mfa.mode === 'session' ? true : undefined;
    const none = { ...line, expiresAt: undefined, left: undefined, active: false, mfa };
    if (line.profile !== ports.env['AWSROLE_PROFILE'])
      return { ...none, ...(await knownEnd(plan, now, ports)) };
    const state = shellState(ports.env, now);
    const sourceAccount =
      plan && plan.roles.length === 0 ? (await rememberedIdentity(plan, ports))?.account : undefined;
    const isOwn = !hasForeignKeys(ports.env);
    if (!isOwn || !isSessionOf(state, profiles.byName.get(line.profile), plan, sourceAccount))
      return { ...none, ...(await knownEnd(plan, now, ports)), inShell: { ...state, isOwn } };
    // the session of this shell may be longer than the one that the next use would find
    const { expiresAt, left } = state;
    const end = left !== undefined && left > 0 ? { expiresAt, left } : await knownEnd(plan, now, ports);
    return { ...none, ...end, active: true };
  }

  private printTable(lines: readonly Line[]): void {
    if (lines.length === 0) return;
    const rows = lines.map(line => [
      line.active ? '*' : line.inShell ? '!' : ' ',
      safe(line.profile),
      line.account ?? '-',
      safe(line.role ?? '-'),
      safe(line.region ?? '-'),
      safe(sourceLabel(line)),
      line.problem ? 'malformed' : leftOf(line),
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

const leftOf = ({ left }: Line): string =>
  left === undefined ? '-' : left > 0 ? formatSpan(left) : 'expired';

/** Returns undefined for a profile without a plan, which is still listed; `why` reports the reason. */
const planIfPossible = (profiles: Profiles, profile: string, ports: Ports): Plan | undefined => {
  try {
    return planFor(profiles, profile, ports.env);
  } catch (error) {
    if (error instanceof AwsroleError) return undefined;
    throw error;
  }
};

/** The end of the cached session that the plan would use, else that of the session keys in the section. */
const knownEnd = async (
  plan: Plan | undefined,
  now: number,
  ports: Ports,
): Promise<Pick<Line, 'expiresAt' | 'left'>> => {
  if (!plan) return { expiresAt: undefined, left: undefined };
  const cached = await cachedSteps(plan, ports);
  const session = plan.roles.length > 0 ? cached.roles.at(-1) : cached.mfa;
  const own = plan.roles.length === 0 && plan.source.kind === 'static' ? plan.source.keys : undefined;
  const expiresAt = session?.expiresAt ?? own?.expiresAt;
  return { expiresAt, left: expiresAt === undefined ? undefined : timeLeft({ expiresAt }, now) };
};

/** The note that the session of a shell does not belong to the profile as it is now. */
const otherSession = (profile: string, { isOwn, roleArn, account, left }: HeldSession): string => {
  const session = roleArn ?? (account ? `account ${account}` : 'other keys');
  const time = left === undefined || left <= 0 ? '' : ` (${formatSpan(left)} left)`;
  const held = isOwn ? `${session}${time}` : 'keys of another tool';
  return `this shell has ${held}, and not '${profile}' of the files as they are now; \`awsrole ${profile}\` switches to it`;
};

/** Names the MFA session, so that the time left does not look like that of the keys. */
const sourceLabel = ({ source, mfa }: Line): string => {
  if (!mfa || source === MFA_SESSION) return source ?? '-';
  return source === undefined ? MFA_SESSION : `${source} + MFA`;
};
