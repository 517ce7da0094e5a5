import { table } from '../core/text/table.ts';

const HELP = `awsrole: one MFA code a day, any AWS role in this shell at once

in this shell
  eval "$(awsrole PROFILE)"         activate a profile; \`awsrole -\` is the previous one
  eval "$(awsrole clear)"           take it out again
  awsrole status                    what is live here

for good
  eval "$(awsrole init bash)"       in ~/.bashrc (or zsh, fish): \`awsrole PROFILE\`, prompt and completion

one command
  awsrole exec PROFILE -- CMD       run CMD with the profile's credentials

in a browser
  awsrole console PROFILE           the AWS console, signed in; --service s3, --print, --switch-role

for every AWS tool
  awsrole mfa                       one code: a session in [mfa], for profiles with source_profile = mfa
  awsrole mfa status                which profiles it serves, which would still ask, and why
  awsrole credential-process PROFILE
                                    for credential_process = … in a config file

in the browser
  awsrole switch-roles export       the roles, for the extension AWS Extend Switch Roles
  awsrole switch-roles import FILE  the extension's roles, as profiles of the config file

looking
  awsrole list                      the profiles, and how long their sessions last
  awsrole why PROFILE               how a session would be got, with file and line of every value

tidying
  awsrole logout                    delete cached sessions and the section \`awsrole mfa\` wrote

trying it without an AWS account
  awsrole sandbox                   a shell on a local STS and IAM; \`awsrole sandbox code\` shows an MFA code

sessions take --duration 8h, --region, --session-name, --code 123456, --refresh, --min-left 30m;
\`awsrole COMMAND --help\` shows all of them
`;

/** What \`awsrole --help\` prints. */
export const overviewHelp = (): string => HELP;

/** What clipanion knows of a command. */
interface Definition {
  /** `awsrole mfa status` */
  readonly path: string;
  readonly usage: string;
  readonly description?: string;
  readonly details?: string;
  readonly examples?: readonly (readonly [text: string, command: string])[];
  readonly options: readonly { readonly definition: string; readonly description?: string }[];
}

/** What the options take; clipanion itself knows only how many words. */
const VALUES: Record<string, string> = {
  '--duration': 'TIME',
  '--min-left': 'TIME',
  '--region': 'REGION',
  '--session-name': 'NAME',
  '--code': 'CODE',
  '--service': 'SERVICE',
  '--url': 'URL',
  '--shell': 'SHELL',
  '--format': 'FORMAT',
  '--from': 'PROFILE',
  '--to': 'SECTION',
  '--base': 'NAME[=ACCOUNT]',
  '--source': 'PROFILE',
  '--partition': 'PARTITION',
  '--account': 'ALIAS=ID',
};

/** The words at the end of those that take any number, which clipanion calls `...`. */
const RESTS: Record<string, string> = {
  'awsrole exec': ' -- CMD…',
  'awsrole sandbox': ' [-- CMD…]',
  'awsrole switch-roles export': ' [PATTERN…]',
};

/** What `awsrole COMMAND --help` prints. */
export const commandHelp = (definition: Definition): string => {
  const words = definition.usage
    .replaceAll(/ \[--[^\]]*\]/g, '')
    .replaceAll(/<(\w+)>/g, '$1')
    .replace(/ \.\.\.$/, '');
  const rest = RESTS[definition.path] ?? '';
  const usage = `${words}${definition.options.length > 0 ? ' [options]' : ''}${rest}`;
  const options = definition.options.map(({ definition: name, description = '' }) => [
    `  ${name.replace(' #0', ` ${VALUES[name.split(' ')[0] ?? ''] ?? 'VALUE'}`)}`,
    description,
  ]);
  const examples = (definition.examples ?? []).map(
    ([text, command]) => `  ${lowerFirst(text.trim())}\n    ${command.trim()}\n`,
  );
  return [
    `${usage}\n`,
    `${lowerFirst(definition.description?.trim().replace(/\.$/, '') ?? '')}\n`,
    ...(definition.details ? [`${definition.details.trim().replaceAll(/(?<![ \t])[ \t]+$/gm, '')}\n`] : []),
    ...(options.length > 0 ? [`options\n${table(options)}`] : []),
    ...(examples.length > 0 ? [`examples\n${examples.join('')}`] : []),
  ].join('\n');
};

const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);
