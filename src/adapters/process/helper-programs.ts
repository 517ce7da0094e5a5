import { readProcessAnswer } from '../../core/aws/credential-process.ts';
import type { Credentials } from '../../core/aws/credentials.ts';
import { AwsroleError } from '../../core/errors.ts';
import { findCode } from '../../core/mfa/device.ts';
import { splitWords } from '../../core/text/split-words.ts';
import { safe } from '../../core/text/terminal-text.ts';
import type { MfaProcess } from '../../ports/sources.ts';
import { runHelper } from './helper-run.ts';

type Environment = Readonly<Record<string, string | undefined>>;

export interface HelperSettings {
  /** the environment of the program, `process.env` by default */
  readonly env?: Environment;
  /** milliseconds */
  readonly timeoutMs?: number;
}

const IS_AWSROLE = /(^|\/)awsrole(\.sh)?$/;

const codeTimeoutMs = 60_000;
/** Longer: the program behind a credential_process may itself ask for an MFA code. */
const credentialsTimeoutMs = 120_000;

/** Names the profiles whose helpers are running, one per line, to the programs that these helpers start. */
const resolving = 'AWSROLE_RESOLVING';

/**
 * The program that a profile's `mfa_process` names, run through `/bin/sh` as aws-vault does, 60 s at most. Throws an
 * AwsroleError that names the profile when it fails or prints anything but one six-digit code.
 */
export const createMfaProcess = (settings: HelperSettings = {}): MfaProcess => ({
  async code(command, profile) {
    const result = await runHelper(command, [], {
      env: settings.env ?? process.env,
      shell: true,
      timeoutMs: settings.timeoutMs ?? codeTimeoutMs,
    });
    const about = `profile '${safe(profile)}': the command in mfa_process`;
    if (result.failure !== undefined)
      throw new AwsroleError(`${about} ${result.failure}`, {
        hints: [
          'run that command by itself to see what it says',
          'give the code as an option: --code 123456',
        ],
      });
    const code = findCode(result.stdout);
    if (code !== undefined) return code;
    throw new AwsroleError(`${about} did not print exactly one code of six digits`, {
      hints: ['it must print the code on stdout and everything else on stderr'],
    });
  },
});

/**
 * Runs a profile's `credential_process` (no shell, botocore's words, 2 min at most) and reads its JSON. Throws an
 * AwsroleError that names the profile and the program, never an argument or anything it printed.
 */
export const runCredentialProcess = async (
  command: string,
  profile: string,
  settings: HelperSettings = {},
): Promise<Credentials> => {
  const about = `profile '${safe(profile)}': credential_process`;
  const words = splitWords(command);
  if (words === undefined)
    throw new AwsroleError(`${about} has an open quote or ends in a backslash`, {
      hints: ['put single quotes around words with special characters'],
    });
  const [program, ...args] = words;
  if (!program) throw new AwsroleError(`${about} is empty`);

  const env = guarded(profile, settings.env ?? process.env);
  const timeoutMs = settings.timeoutMs ?? credentialsTimeoutMs;
  const result = await runHelper(program, args, { env, timeoutMs });
  const name = safe(program);
  if (result.startError !== undefined)
    throw new AwsroleError(`${about}: '${name}' ${result.failure}`, {
      hints: ['write its path in full: no shell reads this line, so ~ and $HOME stay as they are'],
    });
  if (result.failure !== undefined)
    throw new AwsroleError(`${about}: '${name}' ${result.failure}`, {
      // an awsrole in there has said its error and remedy just before
      hints: IS_AWSROLE.test(program) ? [] : ['run that command by itself to see what it says'],
    });
  return credentialsIn(result.stdout, `${about}: '${name}'`);
};

/**
 * Asks the AWS CLI (version 2) for the credentials of a profile that awsrole cannot read itself: IAM Identity Center
 * and `aws login`. Throws an AwsroleError with the command that signs in again when the sign-in is over.
 * @param env the environment of the AWS CLI
 */
export const exportFromAwsCli = async (
  profile: string,
  env: Environment,
  settings: Pick<HelperSettings, 'timeoutMs'> = {},
): Promise<Credentials> => {
  const args = ['configure', 'export-credentials', '--profile', profile, '--format', 'process'];
  const result = await runHelper('aws', args, {
    env: guarded(profile, env),
    readStderr: true,
    timeoutMs: settings.timeoutMs ?? credentialsTimeoutMs,
  });
  const about = `profile '${safe(profile)}': the AWS CLI`;
  if (result.failure === undefined) return credentialsIn(result.stdout, about);
  const reason = cliFailure(result.stderr, result.startError, profile);
  throw new AwsroleError(`${about} ${reason?.what ?? result.failure}`, {
    hints: [reason?.hint ?? `see what it says: aws sts get-caller-identity --profile ${shown(profile)}`],
  });
};

/** A profile's name as a word of a command that a person copies. */
const shown = (profile: string): string =>
  /^[\w.@:+/-]+$/.test(profile) ? profile : `'${safe(profile).replaceAll("'", "'\\''")}'`;

const cliFailure = (
  stderr: string,
  startError: string | undefined,
  profile: string,
): { what: string; hint: string } | undefined => {
  const install = 'install version 2 of the AWS CLI: https://docs.aws.amazon.com/cli/latest/userguide/';
  if (startError === 'ENOENT')
    return { what: 'is needed to sign in, but there is no aws in PATH', hint: install };
  if (/invalid choice/i.test(stderr))
    return { what: 'that is installed is too old: it has no configure export-credentials', hint: install };
  if (/aws login/i.test(stderr))
    return { what: 'has no live sign-in', hint: `sign in: aws login --profile ${shown(profile)}` };
  if (/sso/i.test(stderr))
    return { what: 'has no live sign-in', hint: `sign in: aws sso login --profile ${shown(profile)}` };
  return undefined;
};

const credentialsIn = (stdout: string, about: string): Credentials => {
  const answer = readProcessAnswer(stdout);
  if (!('complaint' in answer)) return answer;
  throw new AwsroleError(`${about} ${answer.complaint}`, {
    hints: ['it must print version-1 JSON on stdout and everything else on stderr'],
  });
};

/** The environment for a profile's helper. Throws when that helper, run for the same profile, is what started us. */
const guarded = (profile: string, env: Environment): Environment => {
  const running = env[resolving]?.split('\n') ?? [];
  if (running.includes(profile))
    throw new AwsroleError(
      `profile '${safe(profile)}': its credentials come from a command that asks awsrole for them`,
      {
        hints: ['let credential_process name another profile, or another program'],
      },
    );
  return { ...env, [resolving]: [...running, profile].join('\n') };
};
