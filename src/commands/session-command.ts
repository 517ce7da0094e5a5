import { Option } from 'clipanion';
import { activationOf } from '../core/environment/environment.ts';
import { usageError } from '../core/errors.ts';
import { MFA_SESSION_SECONDS } from '../core/mfa/duration.ts';
import { planFor } from '../core/plan/plan.ts';
import { isRegion } from '../core/plan/region.ts';
import type { Plan, PlanOptions } from '../core/plan/types.ts';
import { isRecordable, liveRecord } from '../core/records/live-record.ts';
import { parseDuration } from '../core/text/duration.ts';
import type { Ports } from '../ports/ports.ts';
import { noteMalformedLines } from '../session/file-checks.ts';
import { loadProfiles } from '../session/load.ts';
import { parseCode } from '../session/mfa/code.ts';
import { type Obtained, obtain } from '../session/role/obtain.ts';
import type { ObtainOptions } from '../session/role/session.ts';
import { AwsroleCommand, extended } from './awsrole-command.ts';

/** `--code` of the commands that may need an MFA code. */
export const codeOption = (): string | undefined =>
  extended(Option.String('--code', { description: 'the MFA code (skips the prompt)' }), { value: 'CODE' });

/** The options of every command that obtains a session. */
export abstract class SessionCommand extends AwsroleCommand {
  duration = extended(
    Option.String('--duration', { description: 'the duration of the session: 45m, 8h, 3600' }),
    { value: 'TIME' },
  );
  region = extended(Option.String('--region', { description: 'use this region, not that of the profile' }), {
    value: 'REGION',
  });
  sessionName = extended(
    Option.String('--session-name', { description: 'the role session name (default: your user name)' }),
    { value: 'NAME' },
  );
  code = codeOption();
  refresh = Option.Boolean('--refresh', false, { description: 'ignore cached role sessions' });
  minLeft = extended(
    Option.String('--min-left', { description: 'use a cached session only with this much time left: 30m' }),
    { value: 'TIME' },
  );
  unattended = Option.Boolean('--unattended', false, {
    description: 'never prompt: fail when an MFA code is needed',
  });

  protected planOptions(): PlanOptions {
    if (this.region !== undefined && !isRegion(this.region)) {
      throw usageError(`--region: '${this.region}' is not a region`, 'write for example --region eu-west-1');
    }
    if (this.sessionName !== undefined && !/^[\w+=,.@-]{2,64}$/.test(this.sessionName)) {
      throw usageError(
        `--session-name: '${this.sessionName}' is not a role session name`,
        'use 2 to 64 letters, digits and any of +=,.@_-',
      );
    }
    return {
      durationSeconds: this.duration === undefined ? undefined : parseDuration(this.duration, '--duration'),
      region: this.region,
      roleSessionName: this.sessionName,
    };
  }

  /** The options as typed, without the code, which is a secret for one call. */
  protected typedOptions(): string[] {
    const valued = [
      ['--duration', this.duration],
      ['--region', this.region],
      ['--session-name', this.sessionName],
      ['--min-left', this.minLeft],
    ] as const;
    return [
      ...valued.flatMap(([option, value]) => (value === undefined ? [] : [option, value])),
      ...(this.refresh ? ['--refresh'] : []),
      ...(this.unattended ? ['--unattended'] : []),
    ];
  }

  protected obtainOptions(): ObtainOptions {
    return {
      code: this.code === undefined ? undefined : parseCode(this.code),
      refresh: this.refresh,
      minLeft: this.minLeft === undefined ? undefined : parseDuration(this.minLeft, '--min-left') * 1000,
      durationSeconds: this.planOptions().durationSeconds,
    };
  }

  /** Plans and obtains the session of a profile, and records it for the shells. The plan's notes come before any prompt. */
  protected async session(profile: string, window = 0): Promise<{ plan: Plan; obtained: Obtained }> {
    const ports = this.unattended ? withoutPrompts(this.context.ports) : this.context.ports;
    const options = this.obtainOptions();
    const planOptions = this.planOptions();
    // the state of the files before awsrole reads them, so that the record becomes invalid when they change later
    const seen = await ports.live.observe();
    const profiles = await loadProfiles(ports);
    const loaded = planFor(profiles, profile, ports.env, planOptions);
    noteMalformedLines(profiles, ports);
    const plan = this.unattended ? { ...loaded, mfaProcess: undefined } : loaded;
    const durationMs =
      1000 * (plan.roles.at(-1)?.durationSeconds ?? options.durationSeconds ?? MFA_SESSION_SECONDS);
    const minLeft = Math.max(options.minLeft ?? 0, Math.min(window, durationMs / 2));
    const obtained = await obtain(plan, { ...options, minLeft }, ports);
    const { session } = obtained;
    // shells compare the times of a record with this machine's clock
    if (session && !obtained.clock && isRecordable(plan, planOptions, ports.env))
      await ports.live.write(plan.profile, seen, files =>
        liveRecord(activationOf(plan, obtained), session, files, {
          env: ports.env,
          writtenAt: ports.clock.now(),
        }),
      );
    return { plan, obtained };
  }
}

/** Ports without prompts, for a renewal in the background. */
const withoutPrompts = (ports: Ports): Ports => {
  const { terminal } = ports;
  return {
    ...ports,
    isUnattended: true,
    terminal: {
      canAsk: false,
      isInteractive: terminal.isInteractive,
      ask: (prompt, options) => terminal.ask(prompt, options),
      progress: text => terminal.progress(text),
      note: text => terminal.note(text),
    },
  };
};
