import type { Environment } from './environment.ts';

/** What a shell's environment says, and where it contradicts itself. */
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
  /** lower case sentences without a full stop */
  readonly warnings: readonly string[];
}

/**
 * Reads the environment as a prompt does: nothing is looked up.
 *
 * @param now epoch milliseconds
 */
export const shellState = (env: Environment, now: number): ShellState => {
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
    warnings: warningsOf(profile, env),
  };
};

/** Whole epoch seconds that a date can hold (ECMA-262: 8.64e15 milliseconds); the variable may hold anything. */
const isInstant = (seconds: number): boolean => Number.isInteger(seconds) && Math.abs(seconds) <= 8.64e12;

const warningsOf = (profile: string | undefined, env: Environment): string[] => {
  const keyId = env['AWS_ACCESS_KEY_ID'];
  const warnings: string[] = [];
  if (profile !== undefined && (!keyId || keyId !== env['AWSROLE_KEY'])) {
    warnings.push(
      keyId
        ? `AWS_ACCESS_KEY_ID is no longer the one awsrole set for '${profile}': these keys belong to somebody else; \`awsrole ${profile}\` sets its own again, \`awsrole clear\` takes all out`
        : `the keys of '${profile}' were taken out of this shell: the AWS tools use something else`,
    );
  }
  if (profile === undefined && keyId) warnings.push('AWS_ACCESS_KEY_ID is set, and not by awsrole');
  const named = ['AWS_PROFILE', 'AWS_DEFAULT_PROFILE'].find(name => env[name] !== undefined);
  if (named !== undefined) {
    warnings.push(
      keyId
        ? `${named} is set ('${env[named]}'): some SDKs take it before the keys in this shell; unset it`
        : `${named} is set ('${env[named]}'): the AWS tools use that profile`,
    );
  }
  if (env['AWS_SECURITY_TOKEN'])
    warnings.push('AWS_SECURITY_TOKEN is set: botocore takes it before AWS_SESSION_TOKEN; unset it');
  return warnings;
};
