import { readProcessAnswer } from '../../core/aws/credential-process.ts';
import type { Credentials } from '../../core/aws/credentials.ts';
import { AwsroleError } from '../../core/errors.ts';
import { findCode } from '../../core/mfa/device.ts';
import { shellWord, splitWords } from '../../core/text/split-words.ts';
import { safe } from '../../core/text/terminal-text.ts';
import type { MfaProcess } from '../../ports/sources.ts';
import { writeIfPossible } from '../terminal/standard-streams.ts';
import { runHelper } from './helper-run.ts';
import { startFailure } from './start-error.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** How a helper program runs. */
export interface HelperSettings {
  /** the environment of the program, `process.env` by default */
  readonly env?: Environment;
  readonly timeoutMs?: number;
}

const IS_AWSROLE = /(^|\/)awsrole(\.sh)?$/;

const codeTimeoutMs = 60_000;
/** Longer than for a code, because a credential_process may ask for an MFA code itself. */
const credentialsTimeoutMs = 120_000;

/**
 * The environment variable that lists the profiles with a running helper, one per line, so that awsrole detects a
 * loop.
 */
const resolvingVariable = 'AWSROLE_RESOLVING';

/**
 * Creates the source of MFA codes from `mfa_process`. It runs the command through `/bin/sh`, as aws-vault does, for at
 * most 60 s, and throws an AwsroleError that begins with `subject` when the command fails or does not print exactly one six-digit
 * code.
 */
export const createMfaProcess = (settings: HelperSettings = {}): MfaProcess => ({
  async code(command, subject) {
    const result = await runHelper(command, [], {
      env: settings.env ?? process.env,
      shell: true,
      timeoutMs: settings.timeoutMs ?? codeTimeoutMs,
    });
    if (result.failure !== undefined)
      throw new AwsroleError(`${subject} ${result.failure}`, {
        hints: ['run that command by itself to see its output', 'pass the code as an option: --code 123456'],
      });
    const code = findCode(result.stdout);
    if (code !== undefined) return code;
    throw new AwsroleError(`${subject} did not print exactly one six-digit code`, {
      hints: ['it must print the code on stdout and everything else on stderr'],
    });
  },
});

/**
 * Runs a profile's `credential_process` for at most 2 min and parses its JSON output. Splits the command into words as
 * botocore does and uses no shell.
 *
 * @param subject the beginning of the message of an error: profile and setting, with file and line
 * @throws AwsroleError with the program, never with an argument or output of the program
 */
export const runCredentialProcess = async (
  command: string,
  profile: string,
  subject: string,
  settings: HelperSettings = {},
): Promise<Credentials> => {
  const words = splitWords(command);
  if (words === undefined)
    throw new AwsroleError(`${subject} has an open quote or ends in a backslash`, {
      hints: ['put single quotes around words with special characters'],
    });
  const [program, ...args] = words;
  if (!program) throw new AwsroleError(`${subject} is empty`);

  const env = helperEnvironment(profile, settings.env ?? process.env);
  const timeoutMs = settings.timeoutMs ?? credentialsTimeoutMs;
  const result = await runHelper(program, args, { env, timeoutMs });
  const name = safe(program);
  if (result.startError !== undefined) {
    const { why, hint } = startFailure(program, result.startError);
    const remedy = program.startsWith('/') && !program.includes('$') ? hint : FULL_PATH;
    throw new AwsroleError(`${subject}: cannot run '${name}': ${why}`, {
      hints: remedy === undefined ? [] : [remedy],
    });
  }
  if (result.failure !== undefined)
    throw new AwsroleError(`${subject}: '${name}' ${result.failure}`, {
      // a nested awsrole has already printed its own error and hint
      hints: IS_AWSROLE.test(program) ? [] : ['run that command by itself to see its output'],
    });
  return credentialsIn(result.stdout, `${subject}: '${name}'`);
};

const FULL_PATH = 'write its full path: no shell reads this line, so ~ and $HOME are not expanded';

/**
 * Obtains the credentials of an IAM Identity Center or `aws login` profile from the AWS CLI (version 2).
 *
 * @param subject the beginning of the message of an error: the profile, with file and line
 * @param env the environment of the AWS CLI
 * @param settings.region the region of the AWS CLI: a sign-in session of `aws login` can only be renewed in its own
 * @throws AwsroleError when the AWS CLI fails; with the sign-in command when the sign-in session has expired
 */
export const exportFromAwsCli = async (
  profile: string,
  subject: string,
  env: Environment,
  settings: Pick<HelperSettings, 'timeoutMs'> & { readonly region?: string | undefined } = {},
): Promise<Credentials> => {
  const { region } = settings;
  const args = ['configure', 'export-credentials', '--profile', profile, '--format', 'process'];
  const result = await runHelper('aws', args, {
    env: {
      ...helperEnvironment(profile, env),
      ...regionVariables(env, region),
    },
    holdsStderr: true,
    timeoutMs: settings.timeoutMs ?? credentialsTimeoutMs,
  });
  const about = `${subject}: the AWS CLI`;
  // version 1 prints a page of usage text, which would hide the error of awsrole
  if (!isTooOld(result.stderr)) writeIfPossible(2, result.stderr);
  if (result.failure === undefined) return credentialsIn(result.stdout, about);
  const reason = cliFailure(result.stderr, result.startError, profile, region);
  throw new AwsroleError(`${about} ${reason?.what ?? result.failure}`, {
    hints: [
      reason?.hint ?? `run it to see its error: aws sts get-caller-identity --profile ${shellWord(profile)}`,
    ],
  });
};

/**
 * The region variables of the AWS CLI, which it prefers to the profile: `region`, else the user's own. A region that
 * awsrole set in the shell belongs to another profile.
 */
const regionVariables = (env: Environment, region: string | undefined): Environment =>
  Object.fromEntries(
    ['AWS_REGION', 'AWS_DEFAULT_REGION'].map(name => [
      name,
      region ?? (env[name] === env['AWSROLE_REGION'] ? undefined : env[name]),
    ]),
  );

const isTooOld = (stderr: string): boolean => /invalid choice/i.test(stderr);

const cliFailure = (
  stderr: string,
  startError: string | undefined,
  profile: string,
  region: string | undefined,
): { what: string; hint: string } | undefined => {
  const install = 'install version 2 of the AWS CLI: https://docs.aws.amazon.com/cli/latest/userguide/';
  if (startError === 'ENOENT') return { what: 'is needed to sign in, but aws is not in PATH', hint: install };
  if (isTooOld(stderr)) return { what: 'is too old: it has no configure export-credentials', hint: install };
  if (/aws login/i.test(stderr))
    return {
      what: 'has no live sign-in session',
      hint: `sign in: aws login --profile ${shellWord(profile)}${region === undefined ? '' : ` --region ${shellWord(region)}`}`,
    };
  if (/sso/i.test(stderr))
    return {
      what: 'has no live sign-in session',
      hint: `sign in: aws sso login --profile ${shellWord(profile)}`,
    };
  return undefined;
};

const credentialsIn = (stdout: string, about: string): Credentials => {
  const answer = readProcessAnswer(stdout);
  if (!('complaint' in answer)) return answer;
  throw new AwsroleError(`${about} ${answer.complaint}`, {
    hints: ['it must print version-1 JSON on stdout and everything else on stderr'],
  });
};

/** The environment of a profile's helper program. Throws when a helper of the same profile started this awsrole. */
const helperEnvironment = (profile: string, env: Environment): Environment => {
  const running = env[resolvingVariable]?.split('\n') ?? [];
  if (running.includes(profile))
    throw new AwsroleError(
      `profile '${safe(profile)}': its credentials come from a command that requests the same profile from awsrole`,
      { hints: ['use another profile or another program in credential_process'] },
    );
  return { ...env, [resolvingVariable]: [...running, profile].join('\n') };
};
