import { shellWord } from '../text/split-words.ts';
import type { Environment } from './environment.ts';

/** The state of a shell according to its environment, with warnings about contradictions. */
export interface ShellState {
  readonly profile: string | undefined;
  readonly account: string | undefined;
  readonly roleArn: string | undefined;
  readonly region: string | undefined;
  readonly accessKeyId: string | undefined;
  /** epoch milliseconds */
  readonly expiresAt: number | undefined;
  /** milliseconds, negative once expired */
  readonly left: number | undefined;
  /** messages in lower case without a full stop */
  readonly warnings: readonly string[];
}

/**
 * Reads the state of a shell from its environment alone, like the prompt.
 *
 * @param now epoch milliseconds
 * @param changing the command line with which the user changes this shell, made from `awsrole clear`
 */
export const shellState = (
  env: Environment,
  now: number,
  changing: (command: string) => string = command => command,
): ShellState => {
  const profile = env['AWSROLE_PROFILE'] || undefined;
  const seconds = Number(env['AWSROLE_EXPIRES'] || Number.NaN);
  const expiresAt = profile && isInstant(seconds) ? seconds * 1000 : undefined;
  return {
    profile,
    account: env['AWSROLE_ACCOUNT_ID'] || undefined,
    roleArn: env['AWSROLE_ROLE_ARN'] || undefined,
    region: env['AWS_REGION'] || env['AWS_DEFAULT_REGION'] || undefined,
    accessKeyId: env['AWS_ACCESS_KEY_ID'] || undefined,
    expiresAt,
    left: expiresAt === undefined ? undefined : expiresAt - now,
    warnings: warningsOf(profile, env, changing),
  };
};

/** Whether another tool has replaced the keys of the active profile by its own. */
export const hasForeignKeys = (env: Environment): boolean => {
  const [keyId, own] = [env['AWS_ACCESS_KEY_ID'], env['AWSROLE_KEY']];
  return Boolean(keyId && own && keyId !== own);
};

/**
 * Whether a `Date` can represent these epoch seconds (ECMA-262: 8.64e15 milliseconds); the variable can have any value.
 */
const isInstant = (seconds: number): boolean => Number.isInteger(seconds) && Math.abs(seconds) <= 8.64e12;

const warningsOf = (
  profile: string | undefined,
  env: Environment,
  changing: (command: string) => string,
): string[] => {
  const keyId = env['AWS_ACCESS_KEY_ID'];
  const warnings: string[] = [];
  if (profile !== undefined && (!keyId || keyId !== env['AWSROLE_KEY'])) {
    warnings.push(
      keyId
        ? `another tool has changed the keys of '${profile}' (AWS_ACCESS_KEY_ID); \`${changing(`awsrole ${shellWord(profile)}`)}\` sets them again, \`${changing('awsrole clear')}\` unsets them`
        : `the keys of '${profile}' are no longer set in this shell: AWS tools use other credentials`,
    );
  }
  if (profile === undefined && keyId) warnings.push('AWS_ACCESS_KEY_ID is set, but not by awsrole');
  const named = ['AWS_PROFILE', 'AWS_DEFAULT_PROFILE'].find(name => env[name] !== undefined);
  if (named !== undefined) {
    warnings.push(
      keyId
        ? `${named} is set ('${env[named]}'): some SDKs prefer it to the keys in this shell; unset it`
        : `${named} is set ('${env[named]}'): AWS tools use that profile`,
    );
  }
  if (env['AWS_SECURITY_TOKEN'])
    warnings.push('AWS_SECURITY_TOKEN is set: botocore prefers it to AWS_SESSION_TOKEN; unset it');
  return warnings;
};
