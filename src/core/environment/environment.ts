import type { Credentials } from '../aws/credentials.ts';
import { type ClockMeasurement, formatMeasurement } from '../aws/service-clock.ts';
import { toIsoSeconds } from '../text/instant.ts';
import { isSafe } from '../text/terminal-text.ts';

/** A process environment. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** One change of an environment. */
export interface EnvChange {
  readonly name: string;
  /** null unsets the variable */
  readonly value: string | null;
}

/** The values that make a profile active in a shell. */
export interface Activation {
  readonly profile: string;
  readonly credentials: Credentials;
  readonly accountId: string | undefined;
  readonly roleArn: string | undefined;
  readonly color: string | undefined;
  /**
   * `own` is true when the profile or an option sets the region. Otherwise the region is the shell's, and the region
   * variables stay unchanged.
   */
  readonly region: { readonly value: string; readonly own: boolean } | undefined;
  /** undefined unless this machine's clock is wrong */
  readonly clock?: ClockMeasurement | undefined;
}

/**
 * Variables of other tools that override or contradict the variables of awsrole. For example, botocore prefers
 * AWS_SECURITY_TOKEN to AWS_SESSION_TOKEN, the JavaScript SDK prefers AWS_PROFILE to keys, and starship shows AWS_VAULT
 * first.
 */
const CONFLICTING = [
  'AWS_PROFILE',
  'AWS_DEFAULT_PROFILE',
  'AWS_EB_PROFILE',
  // oh-my-zsh shows it in the prompt as the region of its AWS_PROFILE
  'AWS_PROFILE_REGION',
  'AWS_SECURITY_TOKEN',
  'EC2_SECURITY_TOKEN',
  'AWS_SESSION_EXPIRATION',
  'AWS_CREDENTIAL_FILE',
  'AWSUME_EXPIRATION',
  'AWSUME_COMMAND',
  'AWS_VAULT',
  'AWSU_PROFILE',
  'AWSU_EXPIRES',
  'AWSRUNAS_PROFILE',
  'SAML2AWS_PROFILE',
  'ASSUMED_ROLE',
  'AWS_SSO',
  'AWS_SSO_PROFILE',
  'AWS_SSO_ACCOUNT_ID',
  'AWS_SSO_ROLE_NAME',
  'AWS_SSO_ROLE_ARN',
  'AWS_SSO_SESSION_EXPIRATION',
  'AWS_SSO_DEFAULT_REGION',
  'GRANTED_SSO',
  'GRANTED_SSO_START_URL',
  'GRANTED_SSO_ROLE_NAME',
  'GRANTED_SSO_REGION',
  'GRANTED_SSO_ACCOUNT_ID',
  'GRANTED_COMMAND',
  'AWS_CONTAINER_CREDENTIALS_FULL_URI',
  'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI',
  'AWS_CONTAINER_AUTHORIZATION_TOKEN',
  'AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE',
  'AWS_ROLE_ARN',
  'AWS_ROLE_SESSION_NAME',
  'AWS_WEB_IDENTITY_TOKEN_FILE',
  // awsrole sets it for a helper program; a shell that the helper starts must not inherit it
  'AWSROLE_RESOLVING',
] as const;

/** The variables of awsrole except the region variables, which can also be the user's. */
const OWN = [
  'AWS_ACCESS_KEY_ID',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
  'AWS_CREDENTIAL_EXPIRATION',
  'AWSROLE_PROFILE',
  'AWSROLE_ACCOUNT_ID',
  'AWSROLE_ROLE_ARN',
  'AWSROLE_EXPIRES',
  'AWSROLE_CLOCK',
  'AWSROLE_COLOR',
  'AWSROLE_KEY',
  'AWSROLE_REGION',
  'AWSROLE_SAVED_REGION',
  'AWSROLE_SAVED_DEFAULT_REGION',
  'AWSROLE_PREVIOUS',
  'AWSUME_PROFILE',
] as const;

const REGIONS = ['AWS_REGION', 'AWS_DEFAULT_REGION'] as const;

/** Where the user's own value of a region variable is kept while the region of a profile replaces it. */
const SAVED = {
  AWS_REGION: 'AWSROLE_SAVED_REGION',
  AWS_DEFAULT_REGION: 'AWSROLE_SAVED_DEFAULT_REGION',
} as const;

/** The variables that depend on the shell in which a profile becomes active, and not on the profile alone. */
export const SHELL_NAMES: readonly string[] = ['AWSROLE_CLOCK', ...Object.values(SAVED), 'AWSROLE_PREVIOUS'];

/** The variables that `use` sets, in this order. */
export const SET_NAMES: readonly string[] = [...OWN.slice(0, 4), ...REGIONS, ...OWN.slice(4)];

/** The variables of a session, which a renewal replaces. The others of `SET_NAMES` belong to the profile. */
export const SESSION_NAMES: readonly string[] = [...OWN.slice(0, 4), 'AWSROLE_KEY', 'AWSROLE_EXPIRES'];

/**
 * The variables that `use` and `clear` unset first; then `use` sets its own, and both set AWSROLE_PREVIOUS. They unset
 * the regions only where awsrole set them.
 */
export const UNSET_NAMES: readonly string[] = [...OWN, ...CONFLICTING];

/** All variables that `use` and `clear` can set or unset. */
export const MANAGED_NAMES: readonly string[] = [...UNSET_NAMES, ...REGIONS];

/**
 * The region that the user set in this shell, and the variable's name. A region that awsrole set for the active profile
 * does not count, because it does not apply to the next profile; the region that it replaced does.
 */
export const shellRegion = (env: Environment): { value: string; name: string } | undefined => {
  for (const name of REGIONS) {
    const value = usersRegion(name, env);
    if (value) return { value, name };
  }
  return undefined;
};

/** The user's own value of a region variable: the saved one while awsrole's stands in the variable. */
const usersRegion = (name: keyof typeof SAVED, env: Environment): string | undefined =>
  isSetByAwsrole(name, env) ? env[SAVED[name]] : env[name];

const isSetByAwsrole = (name: string, env: Environment): boolean =>
  Boolean(env['AWSROLE_REGION']) && env[name] === env['AWSROLE_REGION'];

/**
 * The changes that make a profile active in `env`, unset variables first. Conflicting variables are unset even if `env`
 * does not have them, because the shell that evaluates the changes can have other variables.
 */
export const activate = (activation: Activation, env: Environment): EnvChange[] => {
  const { profile, credentials } = activation;
  const region = activation.region?.own ? activation.region.value : undefined;
  const expiresAt = credentials.expiresAt;
  const values = new Map<string, string | undefined>([
    ['AWS_ACCESS_KEY_ID', credentials.accessKeyId],
    ['AWS_SECRET_ACCESS_KEY', credentials.secretAccessKey],
    ['AWS_SESSION_TOKEN', credentials.sessionToken],
    ['AWS_CREDENTIAL_EXPIRATION', expiresAt === undefined ? undefined : toIsoSeconds(expiresAt)],
    ...(region === undefined
      ? restoredRegions(env)
      : REGIONS.flatMap(name => [[name, region] as const, [SAVED[name], usersRegion(name, env)] as const])),
    ['AWSROLE_PROFILE', profile],
    ['AWSROLE_ACCOUNT_ID', activation.accountId],
    ['AWSROLE_ROLE_ARN', activation.roleArn],
    ['AWSROLE_EXPIRES', expiresAt === undefined ? undefined : String(Math.floor(expiresAt / 1000))],
    ['AWSROLE_CLOCK', activation.clock && formatMeasurement(activation.clock)],
    ['AWSROLE_COLOR', activation.color],
    ['AWSROLE_KEY', credentials.accessKeyId],
    ['AWSROLE_REGION', region],
    ['AWSROLE_PREVIOUS', previousProfile(env, profile)],
    ['AWSUME_PROFILE', profile],
  ]);
  return changesTo(values, env);
};

/**
 * The changes that unset all variables of `use` and all conflicting variables in `env`, except AWSROLE_PREVIOUS, with
 * which `awsrole -` activates the profile again. The user's region stays, or comes back.
 */
export const deactivate = (env: Environment): EnvChange[] =>
  changesTo(new Map([...restoredRegions(env), ['AWSROLE_PREVIOUS', previousProfile(env)]]), env);

/** Unsets every managed variable that has no value in `values`, then sets the others. */
const changesTo = (values: ReadonlyMap<string, string | undefined>, env: Environment): EnvChange[] => {
  const regions = REGIONS.filter(name => isSetByAwsrole(name, env));
  const unset = [...OWN, ...regions, ...CONFLICTING].filter(name => !values.get(name));
  return [
    ...unset.map(name => ({ name, value: null })),
    ...SET_NAMES.flatMap(name => {
      const value = values.get(name);
      return value ? [{ name, value }] : [];
    }),
  ];
};

/**
 * The profile that `awsrole -` uses after `profile` is active, or after `clear`. A name with invisible characters is the
 * name of no usable profile.
 */
const previousProfile = (env: Environment, profile?: string): string | undefined => {
  const current = env['AWSROLE_PROFILE'];
  const previous = current && current !== profile ? current : env['AWSROLE_PREVIOUS'];
  return previous !== undefined && isSafe(previous) ? previous : undefined;
};

/** The user's values for the region variables that awsrole set. */
const restoredRegions = (env: Environment): [string, string | undefined][] =>
  REGIONS.filter(name => isSetByAwsrole(name, env)).map(name => [name, env[SAVED[name]]]);

/** A copy of `env` with the changes applied. */
export const applyChanges = (
  env: Environment,
  changes: readonly EnvChange[],
): Record<string, string | undefined> => {
  const next: Record<string, string | undefined> = { ...env };
  for (const { name, value } of changes) {
    if (value === null) delete next[name];
    else next[name] = value;
  }
  return next;
};

/** The activation of a plan, with the credentials and identity that the plan obtained. */
export const activationOf = (
  plan: Pick<Activation, 'profile' | 'color' | 'region'>,
  obtained: Pick<Activation, 'credentials' | 'accountId' | 'roleArn' | 'clock'>,
): Activation => ({
  profile: plan.profile,
  credentials: obtained.credentials,
  accountId: obtained.accountId,
  roleArn: obtained.roleArn,
  color: plan.color,
  region: plan.region,
  clock: obtained.clock,
});
