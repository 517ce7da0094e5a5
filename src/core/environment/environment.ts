import type { Credentials } from '../aws/credentials.ts';
import { toIsoSeconds } from '../text/instant.ts';

/** A process environment. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** One change of an environment; null takes the variable away. */
export interface EnvChange {
  readonly name: string;
  readonly value: string | null;
}

/** What a shell that has a profile active should hold. */
export interface Activation {
  readonly profile: string;
  readonly credentials: Credentials;
  readonly accountId: string | undefined;
  readonly roleArn: string | undefined;
  readonly color: string | undefined;
  /** `own`: the profile or an option says so; else it is the shell's, where both variables stay as a person left them */
  readonly region: { readonly value: string; readonly own: boolean } | undefined;
}

/**
 * Leftovers of other tools (and of the shell's past) that would outrank or contradict what is set here: botocore
 * takes AWS_SECURITY_TOKEN before AWS_SESSION_TOKEN, the JavaScript SDK takes AWS_PROFILE before keys, starship
 * shows AWS_VAULT before everything.
 */
const LEFTOVERS = [
  'AWS_PROFILE',
  'AWS_DEFAULT_PROFILE',
  'AWS_EB_PROFILE',
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
  // our own mark on a helper program: a shell that one opens is no helper any more
  'AWSROLE_RESOLVING',
] as const;

/** What awsrole itself sets, and therefore takes away again. The regions are apart: they may be the shell's own. */
const OWN = [
  'AWS_ACCESS_KEY_ID',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
  'AWS_CREDENTIAL_EXPIRATION',
  'AWSROLE_PROFILE',
  'AWSROLE_ACCOUNT_ID',
  'AWSROLE_ROLE_ARN',
  'AWSROLE_EXPIRES',
  'AWSROLE_COLOR',
  'AWSROLE_KEY',
  'AWSROLE_REGION',
  'AWSROLE_PREVIOUS',
  'AWSUME_PROFILE',
] as const;

const REGIONS = ['AWS_REGION', 'AWS_DEFAULT_REGION'] as const;

/** What `use` sets, in that order. */
export const SET_NAMES: readonly string[] = [...OWN.slice(0, 4), ...REGIONS, ...OWN.slice(4)];

/** The variables of a session, which a renewal replaces; the others of `SET_NAMES` belong to the profile. */
export const SESSION_NAMES: readonly string[] = [...OWN.slice(0, 4), 'AWSROLE_KEY', 'AWSROLE_EXPIRES'];

/** What `use` and `clear` unset whatever it holds. They unset the regions only where awsrole set them. */
export const UNSET_NAMES: readonly string[] = [...OWN, ...LEFTOVERS];

/** Every name that `use` and `clear` may touch. */
export const MANAGED_NAMES: readonly string[] = [...UNSET_NAMES, ...REGIONS];

/**
 * The region that a person gave to this shell, and the variable that says so. One that awsrole put there for the
 * last profile is no wish of anybody's for the next one.
 */
export const shellRegion = (env: Environment): { value: string; name: string } | undefined => {
  for (const name of REGIONS) {
    const value = env[name];
    if (value && value !== env['AWSROLE_REGION']) return { value, name };
  }
  return undefined;
};

/**
 * The changes that make `env` a shell with this profile active, removals first. Leftovers are taken away whether
 * this process sees them or not: the shell that evaluates the changes may be another one.
 */
export const activate = (activation: Activation, env: Environment): EnvChange[] => {
  const { profile, credentials } = activation;
  const region = activation.region?.own ? activation.region.value : undefined;
  const expiresAt = credentials.expiresAt;
  const values = new Map([
    ['AWS_ACCESS_KEY_ID', credentials.accessKeyId],
    ['AWS_SECRET_ACCESS_KEY', credentials.secretAccessKey],
    ['AWS_SESSION_TOKEN', credentials.sessionToken],
    ['AWS_CREDENTIAL_EXPIRATION', expiresAt === undefined ? undefined : toIsoSeconds(expiresAt)],
    ['AWS_REGION', region],
    ['AWS_DEFAULT_REGION', region],
    ['AWSROLE_PROFILE', profile],
    ['AWSROLE_ACCOUNT_ID', activation.accountId],
    ['AWSROLE_ROLE_ARN', activation.roleArn],
    ['AWSROLE_EXPIRES', expiresAt === undefined ? undefined : String(Math.floor(expiresAt / 1000))],
    ['AWSROLE_COLOR', activation.color],
    ['AWSROLE_KEY', credentials.accessKeyId],
    ['AWSROLE_REGION', region],
    ['AWSROLE_PREVIOUS', previousProfile(profile, env)],
    ['AWSUME_PROFILE', profile],
  ]);
  const removed = [...OWN, ...ownRegions(env), ...LEFTOVERS].filter(name => !values.get(name));
  return [
    ...removed.map(name => ({ name, value: null })),
    ...SET_NAMES.flatMap(name => {
      const value = values.get(name);
      return value ? [{ name, value }] : [];
    }),
  ];
};

/** `awsrole -` goes back to it, as `cd -` does. */
const previousProfile = (profile: string, env: Environment): string | undefined => {
  const current = env['AWSROLE_PROFILE'];
  return current && current !== profile ? current : env['AWSROLE_PREVIOUS'];
};

/** The changes that take everything `use` set out of `env`; the shell's own region stays. */
export const deactivate = (env: Environment): EnvChange[] =>
  [...OWN, ...ownRegions(env), ...LEFTOVERS].map(name => ({ name, value: null }));

const ownRegions = (env: Environment): readonly string[] =>
  env['AWSROLE_REGION'] === undefined ? [] : REGIONS.filter(name => env[name] === env['AWSROLE_REGION']);

/** `env` with the changes made. */
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

/**
 * The activation of a plan that was carried out.
 *
 * @param plan the plan, as far as the environment depends on it
 */
export const activationOf = (
  plan: Pick<Activation, 'profile' | 'color' | 'region'>,
  obtained: Pick<Activation, 'credentials' | 'accountId' | 'roleArn'>,
): Activation => ({
  profile: plan.profile,
  credentials: obtained.credentials,
  accountId: obtained.accountId,
  roleArn: obtained.roleArn,
  color: plan.color,
  region: plan.region,
});
