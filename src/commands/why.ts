import { Command, Option } from 'clipanion';
import type { Session } from '../core/aws/credentials.ts';
import { ROLE_WINDOW, timeLeft } from '../core/aws/credentials.ts';
import { planFor } from '../core/plan/plan.ts';
import { type CachedUntil, whyOf } from '../core/report/why.ts';
import { whyRows } from '../core/report/why-rows.ts';
import { table } from '../core/text/table.ts';
import { safe } from '../core/text/terminal-text.ts';
import { noteMalformedLines } from '../session/file-checks.ts';
import { loadProfiles } from '../session/load.ts';
import { cachedSteps, needsCode } from '../session/role/lookup.ts';
import { resultWindow } from '../session/role/obtain.ts';
import { extended } from './awsrole-command.ts';
import { SessionCommand } from './session-command.ts';

export class WhyCommand extends SessionCommand {
  static override paths = [['why']];
  static override usage = Command.Usage({
    category: 'Inspect',
    description: 'show how a session would be obtained, with file and line',
    details: 'Names file and line of every setting that takes part. Needs no network and no MFA code.',
    examples: [
      ['Before the first use', 'awsrole why dev'],
      ['What would change for eight hours', 'awsrole why dev --duration 8h'],
    ],
  });

  profile = extended(Option.String({ name: 'PROFILE' }), { offered: 'profiles' });
  json = Option.Boolean('--json', false, { description: 'print JSON' });

  override async execute(): Promise<number> {
    const { ports } = this.context;
    const profiles = await loadProfiles(ports);
    const plan = planFor(profiles, this.profile, ports.env, this.planOptions());
    noteMalformedLines(profiles, ports);
    const cached = await cachedSteps(plan, ports);
    const now = await ports.serviceClock.now();
    const until = (session: Session | undefined): CachedUntil | undefined =>
      session && { expiresAt: session.expiresAt, left: timeLeft(session, now) };
    const options = this.obtainOptions();
    const window =
      plan.roles.length > 0 ? Math.max(ROLE_WINDOW, options.minLeft ?? 0) : resultWindow(options);
    const asks =
      this.code === undefined
        ? needsCode(plan, this.refresh ? { ...cached, roles: [] } : cached, window, now)
        : 'no';
    const facts = {
      serial: cached.serial,
      mfa: until(cached.mfa),
      roles: cached.roles.map(until),
      asks,
      isPersistent: ports.cache.isPersistent,
      now,
      missing: profiles.missing,
    };
    const why = whyOf(plan, profiles.byName.get(this.profile), facts);
    if (this.json) this.printJson(why);
    else this.print(table(whyRows(why).map(row => row.map(cell => safe(this.context.tilde(cell))))));
    return 0;
  }
}
