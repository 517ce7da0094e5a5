import { Command, Option } from 'clipanion';
import type { Session } from '../domain/credentials.ts';
import { ROLE_WINDOW, timeLeft } from '../domain/expiry.ts';
import { planFor } from '../domain/plan.ts';
import { table } from '../domain/table.ts';
import { safe } from '../domain/terminal-text.ts';
import { type CachedUntil, whyOf } from '../domain/why.ts';
import { whyRows } from '../domain/why-rows.ts';
import { cachedSteps, wouldAsk } from '../session/cached.ts';
import { loadProfiles } from '../session/load.ts';
import { resultWindow } from '../session/obtain.ts';
import { SessionCommand } from './session-command.ts';

export class WhyCommand extends SessionCommand {
  static override paths = [['why']];
  static override usage = Command.Usage({
    description: 'how a profile’s session would be got, with file and line of every value; offline',
    examples: [
      ['Before the first use', 'awsrole why dev'],
      ['What would change for eight hours', 'awsrole why dev --duration 8h'],
    ],
  });

  profile = Option.String({ name: 'PROFILE' });
  json = Option.Boolean('--json', false, { description: 'as JSON' });

  override async execute(): Promise<number> {
    const { world } = this.context;
    const profiles = await loadProfiles(world);
    const plan = planFor(profiles, this.profile, world.env, this.planOptions());
    const cached = await cachedSteps(plan, world);
    const now = world.clock.now();
    const until = (session: Session | undefined): CachedUntil | undefined =>
      session && { expiresAt: session.expiresAt, left: timeLeft(session, now) };
    const options = this.obtainOptions();
    const window =
      plan.roles.length > 0 ? Math.max(ROLE_WINDOW, options.minLeft ?? 0) : resultWindow(options);
    const asks =
      this.code === undefined
        ? wouldAsk(plan, this.refresh ? { ...cached, roles: [] } : cached, window, now)
        : 'no';
    const facts = {
      serial: cached.serial,
      mfa: until(cached.mfa),
      roles: cached.roles.map(until),
      asks,
      isKept: world.cache.isKept,
    };
    const why = whyOf(plan, profiles.byName.get(this.profile), facts);
    if (this.json) this.printJson(why);
    else this.print(table(whyRows(why).map(row => row.map(cell => safe(this.context.tilde(cell))))));
    return 0;
  }
}
