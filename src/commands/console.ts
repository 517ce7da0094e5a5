import { Command, Option } from 'clipanion';
import { CONSOLE_WINDOW, timeLeft } from '../core/aws/credentials.ts';
import { partitionOf } from '../core/aws/partition.ts';
import { checkSignsIn } from '../core/console/access.ts';
import { SERVICES } from '../core/console/services.ts';
import { switchRoleUrl, switchTarget } from '../core/console/switch-role-link.ts';
import { consoleHosts, destination } from '../core/console/url.ts';
import { usageError } from '../core/errors.ts';
import { HOUR } from '../core/plan/roles.ts';
import { endpointsOf } from '../core/plan/step-endpoint.ts';
import type { Plan } from '../core/plan/types.ts';
import { formatSpan } from '../core/text/duration.ts';
import { type SignIn, signIn } from '../session/browser/console.ts';
import { noteMalformedLines } from '../session/file-checks.ts';
import { loadPlan, loadProfiles } from '../session/load.ts';
import type { Obtained } from '../session/role/obtain.ts';
import { extended } from './awsrole-command.ts';
import { SessionCommand } from './session-command.ts';

export class ConsoleCommand extends SessionCommand {
  static override paths = [['console']];
  static override usage = Command.Usage({
    category: 'Console',
    description: 'open the AWS console in a browser, signed in as the role',
    details:
      'The console session ends with the role session. With a --duration of more than 1h it lasts that long; the ' +
      'AssumeRole call then needs an MFA code. A --switch-role link needs no code and renews itself in a browser ' +
      'that is signed in as your user. Set BROWSER to use another browser.',
    examples: [
      ['The home page', 'awsrole console dev'],
      ['One service, in another region', 'awsrole console dev --service s3 --region eu-central-1'],
      ['For a working day', 'awsrole console dev --duration 8h'],
      ['Over SSH', 'awsrole console dev --print'],
    ],
  });

  profile = extended(Option.String({ name: 'PROFILE' }), { offered: 'profiles' });
  service = extended(
    Option.String('--service', { description: 'the service to open: s3, ec2, cloudwatch, …' }),
    { value: 'SERVICE', offered: SERVICES },
  );
  url = extended(Option.String('--url', { description: 'the page to open, by its full URL' }), {
    value: 'URL',
  });
  isPrinted = Option.Boolean('--print', false, { description: 'print the link instead of opening it' });
  switchRole = Option.Boolean('--switch-role', false, {
    description: 'use the link that switches roles in a signed-in browser (no code, no secret)',
  });

  override async execute(): Promise<number> {
    const { ports } = this.context;
    this.checkOptions();
    if (this.switchRole) return this.switch();
    // a missing page or browser must not cost a code
    const planned = await loadPlan(this.profile, this.planOptions(), ports);
    const partition = partitionOf(planned.roles.at(-1)?.roleArn.value ?? planned.endpoint.region);
    const hosts = consoleHosts(partition, planned.profile, planned.signinEndpoint.url);
    checkSignsIn(planned);
    const page = destination(partition, hosts.console, {
      service: this.service,
      url: this.url,
      region: planned.region && { value: planned.region.value, isOption: this.region !== undefined },
    });
    if (!this.isPrinted) await ports.browser.check();
    const { plan, obtained } = await this.session(this.profile, CONSOLE_WINDOW);
    const signedIn = await signIn(plan, obtained, hosts, page, ports);
    if (this.isPrinted && this.context.isTerminal)
      ports.terminal.note('the link is a secret: for 15 minutes it signs in whoever opens it');
    await this.show(signedIn.url);
    await this.noteEnd(plan, obtained, signedIn);
    return 0;
  }

  /** Rejects options that would have no effect. */
  private checkOptions(): void {
    if (this.url !== undefined && this.region !== undefined)
      throw usageError(
        '--url and --region exclude each other: the URL names the whole page',
        'omit one of them',
      );
    if (!this.switchRole) return;
    const own = [
      ['--service', this.service],
      ['--url', this.url],
      ['--code', this.code],
    ].flatMap(([option, value]) => (value === undefined ? [] : [option]));
    // --switch-role never prompts, so --unattended is allowed
    const typed = this.typedOptions().filter(word => word.startsWith('--') && word !== '--unattended');
    const given = [...own, ...typed];
    if (given.length > 0)
      throw usageError(
        `--switch-role needs no session and has a page of its own: it does not take ${given.join(', ')}`,
        'omit --switch-role, or the other options',
      );
  }

  /** Shows the link that switches roles. It needs no session. */
  private async switch(): Promise<number> {
    const { ports } = this.context;
    const profiles = await loadProfiles(ports);
    const target = switchTarget(profiles, this.profile);
    const { signinEndpoint } = endpointsOf(profiles, target.profile, target.roleArn, ports.env, {});
    const hosts = consoleHosts(partitionOf(target.roleArn), this.profile, signinEndpoint.url);
    noteMalformedLines(profiles, ports);
    for (const text of target.caveats) ports.terminal.note(text);
    await this.show(switchRoleUrl(target, hosts.signin));
    return 0;
  }

  private async show(link: string): Promise<void> {
    if (this.isPrinted) return this.print(`${link}\n`);
    const { terminal, browser } = this.context.ports;
    await browser.check();
    const done = terminal.progress(() => 'waiting for the browser');
    try {
      await browser.open(link);
    } finally {
      done();
    }
  }

  /** Notes when the console session ends, and the link that renews itself, for sessions of an hour or less. */
  private async noteEnd(plan: Plan, { session }: Obtained, { durationSeconds }: SignIn): Promise<void> {
    if (!session || durationSeconds !== undefined) return;
    const { serviceClock, terminal } = this.context.ports;
    const left = timeLeft(session, await serviceClock.now());
    if (left > HOUR * 1000) return;
    terminal.note(`the console session ends with the role session, in ${formatSpan(left)}`);
    // the console cannot send an external ID
    if (plan.roles.at(-1)?.externalId === undefined)
      terminal.note('hint: --switch-role gives a link that needs no code and renews itself in the browser');
  }
}
