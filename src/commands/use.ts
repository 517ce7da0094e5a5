import { Command, Option } from 'clipanion';
import { replaceSection } from '../core/edit/credentials-section.ts';
import { activate, activationOf, type EnvChange } from '../core/environment/environment.ts';
import { credentialsEntries, dotenvLine } from '../core/environment/export-formats.ts';
import { AwsroleError, usageError } from '../core/errors.ts';
import { didYouMean } from '../core/text/names.ts';
import { safeJson } from '../core/text/terminal-text.ts';
import { loadPlan } from '../session/load.ts';
import { notEvaluated } from '../shells/not-evaluated.ts';
import { extended } from './awsrole-command.ts';
import { SessionCommand } from './session-command.ts';
import { chosenShell, shellOption } from './shell-option.ts';

export class UseCommand extends SessionCommand {
  static override paths = [['use'], Command.Default];
  static override readonly isEvaluated = true;
  static override usage = Command.Usage({
    category: 'Switch',
    description: 'activate a profile in this shell; `-` is the previous one',
    details: 'Prints shell code that makes PROFILE the active profile.',
    examples: [
      ['In this shell', 'eval "$(awsrole dev)"'],
      ['In fish', 'awsrole use dev --shell fish | source'],
      ['For eight hours', 'eval "$(awsrole dev --duration 8h)"'],
    ],
  });

  profile = extended(Option.String({ name: 'PROFILE' }), { offered: 'profiles' });
  shell = shellOption();
  json = Option.Boolean('--json', false, { description: 'print the variables as JSON' });
  format = extended(
    Option.String('--format', {
      description: 'print NAME=value lines or a section for the credentials file',
    }),
    { value: 'FORMAT', offered: ['dotenv', 'ini'] },
  );

  override async execute(): Promise<number> {
    const write = this.writer();
    const { ports, isTerminal } = this.context;
    const profile = this.profile === '-' ? this.previous() : this.profile;
    if (isTerminal && !this.isFormatNamed()) {
      // report an unknown profile first
      await loadPlan(profile, this.planOptions(), ports);
      throw notEvaluated(
        [...this.path, this.profile, ...this.typedOptions()],
        [this.context.parent, ports.env['SHELL']],
      );
    }
    const { plan, obtained } = await this.session(profile);
    const activation = activationOf(plan, obtained);
    const { region } = activation;
    // the reader of another format does not have the region of this shell
    const whole =
      this.json || this.format !== undefined ? { region: region && { ...region, own: true } } : {};
    this.print(write(activate({ ...activation, ...whole }, ports.env), plan.profile));
    return 0;
  }

  private previous(): string {
    const previous = this.context.ports.env['AWSROLE_PREVIOUS'];
    if (previous) return previous;
    throw new AwsroleError('no previous profile in this shell', {
      hints: [`name one: ${this.context.ports.changing('awsrole PROFILE')}; \`awsrole list\` shows them`],
    });
  }

  private isFormatNamed(): boolean {
    return this.shell !== undefined || this.json || this.format !== undefined;
  }

  /** The output format, checked before any prompt, so that a mistyped option costs no code. */
  private writer(): (changes: readonly EnvChange[], profile: string) => string {
    if ([this.shell !== undefined, this.json, this.format !== undefined].filter(Boolean).length > 1) {
      throw usageError('--shell, --json and --format exclude each other', 'keep one of them');
    }
    if (this.json) return changes => `${safeJson(Object.fromEntries(setOnly(changes)))}\n`;
    if (this.format === 'dotenv')
      return changes =>
        setOnly(changes)
          .filter(isForAws)
          .map(pair => dotenvLine(...pair))
          .join('');
    if (this.format === 'ini')
      return (changes, profile) =>
        replaceSection(undefined, profile, credentialsEntries(new Map(setOnly(changes))));
    if (this.format !== undefined)
      throw usageError(
        `--format: unknown format '${this.format}'`,
        ...didYouMean(this.format, ['dotenv', 'ini']),
        'write dotenv or ini',
      );
    const shell = chosenShell(this.shell, this.context.parent);
    return changes => shell.spell(changes);
  }
}

const setOnly = (changes: readonly EnvChange[]): [string, string][] =>
  changes.flatMap(({ name, value }) => (value === null ? [] : [[name, value] as [string, string]]));

const isForAws = ([name]: [string, string]): boolean => name.startsWith('AWS_');
