import { Command, Option } from 'clipanion';
import { segmentOf } from '../core/environment/segment.ts';
import { shellState } from '../core/environment/shell-state.ts';
import { formatSpan } from '../core/text/duration.ts';
import { toIsoSeconds, toLocalTime } from '../core/text/instant.ts';
import { maskKeyId } from '../core/text/mask.ts';
import { safe } from '../core/text/terminal-text.ts';
import { AwsroleCommand } from './awsrole-command.ts';

export class StatusCommand extends AwsroleCommand {
  static override paths = [['status']];
  static override usage = Command.Usage({
    category: 'Inspect',
    description: 'show the active profile and session of this shell',
    examples: [['Which account is this?', 'awsrole status']],
  });

  json = Option.Boolean('--json', false, { description: 'print JSON' });

  override async execute(): Promise<number> {
    const { env, serviceClock, cache, changing } = this.context.ports;
    const state = shellState(env, await serviceClock.now(), changing);
    if (this.json) {
      const { expiresAt, left, accessKeyId, ...rest } = state;
      this.printJson({
        ...rest,
        accessKeyId: accessKeyId && maskKeyId(accessKeyId),
        expiration: expiresAt === undefined ? undefined : toIsoSeconds(expiresAt),
        secondsLeft: left === undefined ? undefined : Math.floor(left / 1000),
        segment: segmentOf(env)?.word,
      });
      return 0;
    }
    if (state.profile === undefined) this.print('no profile is active in this shell\n');
    else this.rows(state.profile, state);
    if (!cache.isPersistent) this.row('cache', 'off: no sessions are cached, every command obtains its own');
    const segment = segmentOf(env);
    if (segment !== undefined) this.row('prompt', segment.text);
    for (const warning of state.warnings) this.print(`warning  ${safe(warning)}\n`);
    return 0;
  }

  private rows(profile: string, state: ReturnType<typeof shellState>): void {
    this.row('profile', profile);
    if (state.account) this.row('account', state.account);
    if (state.roleArn) this.row('role', state.roleArn);
    if (state.region) this.row('region', state.region);
    if (state.accessKeyId) this.row('key', maskKeyId(state.accessKeyId));
    if (state.expiresAt !== undefined && state.left !== undefined) {
      const left = state.left > 0 ? `${formatSpan(state.left)} left` : 'expired';
      this.row('valid', `until ${toLocalTime(state.expiresAt)} (${left})`);
    }
  }

  private row(label: string, text: string): void {
    this.print(`${label.padEnd(9)}${safe(text)}\n`);
  }
}
