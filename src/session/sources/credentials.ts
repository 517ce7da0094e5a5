import type { Credentials } from '../../core/aws/credentials.ts';
import { AwsroleError } from '../../core/errors.ts';
import { at } from '../../core/ini/setting.ts';
import { shadowHints } from '../../core/plan/chain.ts';
import type { Source } from '../../core/plan/types.ts';
import { type StaticKeys, zoneName } from '../../core/profiles/static-keys.ts';
import { parseForeignInstant, toLocalTime } from '../../core/text/instant.ts';
import type { Ports } from '../../ports/ports.ts';
import { doOnce } from '../lock.ts';

/**
 * The first credentials of a plan, from its credential source.
 *
 * @throws AwsroleError when the source has no credentials, or they have expired: AWS would reject every call that they
 *   sign. The hints name the settings over which the source takes precedence
 */
export const sourceCredentials = async (source: Source, ports: Ports): Promise<Credentials> => {
  try {
    const credentials = await readSource(source, ports);
    const { expiresAt } = credentials;
    if (expiresAt !== undefined && expiresAt <= (await ports.serviceClock.now()))
      throw expired(source, expiresAt);
    return credentials;
  } catch (error) {
    const shadows = shadowHints(source);
    if (shadows.length === 0 || !(error instanceof AwsroleError)) throw error;
    const { message, hints, exitCode, code } = error;
    throw new AwsroleError(message, {
      hints: [...shadows, ...hints],
      exitCode,
      cause: error,
      ...(code !== undefined && { code }),
    });
  }
};

const readSource = async (source: Source, ports: Ports): Promise<Credentials> => {
  const subject = subjectOf(source);
  switch (source.kind) {
    case 'static':
      return credentialsOf(source.keys);
    case 'environment':
      return environmentKeys(subject, ports);
    case 'process':
      return ports.sources.process(source.command.value, source.profile, subject);
    case 'sso':
      return ports.sources.awsCli(source.profile, subject, undefined);
    case 'login':
      // the AWS CLI renews the session of the sign-in, and two at a time would use the same refresh token
      return doOnce(
        `sign-in ${source.setting.value}`,
        {
          doing: `renewing the sign-in of profile ${source.profile}`,
          work: () => ports.sources.awsCli(source.profile, subject, source.region?.value),
        },
        ports,
      );
    case 'container':
      return ports.sources.container(subject);
    case 'instance':
      return ports.sources.instance(subject);
    case 'web-identity':
      throw new AwsroleError(`${subject}: a web identity token cannot sign a call`);
  }
};

/** The web identity token of a plan, which replaces credentials. @throws AwsroleError when the file has no token */
export const webIdentityToken = (
  source: Extract<Source, { kind: 'web-identity' }>,
  ports: Ports,
): Promise<string> => ports.sources.webIdentityToken(source.tokenFile.value, subjectOf(source));

/** The beginning of a message about a source: the profile, and the setting with file and line. */
const subjectOf = (source: Source): string => {
  const profile = `profile '${source.profile}'`;
  switch (source.kind) {
    case 'static':
      return `${profile} (${at(source.keys.accessKeyId)})`;
    case 'process':
      return `${profile}: credential_process (${at(source.command)})`;
    case 'web-identity':
      return `${profile}: web_identity_token_file (${at(source.tokenFile)})`;
    case 'sso':
    case 'login':
      return `${profile} (${at(source.setting)})`;
    case 'environment':
    case 'container':
    case 'instance':
      return `${profile}: credential_source = ${source.setting.value} (${at(source.setting)})`;
  }
};

/** The error for a source whose credentials have expired. */
const expired = (source: Source, expiresAt: number): AwsroleError => {
  const { profile } = source;
  const date = toLocalTime(expiresAt);
  const fail = (what: string, hint: string): AwsroleError =>
    new AwsroleError(`profile '${profile}': ${what}`, { hints: [hint] });
  switch (source.kind) {
    case 'static': {
      const { expiry, accessKeyId } = source.keys;
      const zone = expiry?.assumedZone ? `, read as ${zoneName(expiry.assumedZone)}` : '';
      return fail(
        `its session expired at ${date} (${at(expiry?.setting ?? accessKeyId)}${zone})`,
        source.renewal,
      );
    }
    case 'process':
      return fail(
        `credential_process (${at(source.command)}) printed credentials that expired at ${date}`,
        'renew them with the program that credential_process runs',
      );
    case 'sso':
    case 'login':
      return fail(
        `the AWS CLI printed credentials that expired at ${date}`,
        `sign in: aws ${source.kind === 'sso' ? 'sso login' : 'login'} --profile ${profile}`,
      );
    case 'environment':
      return fail(
        `credential_source = Environment, but the keys in this shell expired at ${date} (AWS_CREDENTIAL_EXPIRATION)`,
        'renew them with the tool that set them; unset AWS_CREDENTIAL_EXPIRATION if it belongs to other keys',
      );
    default:
      return fail(
        `the credentials of this ${source.kind === 'container' ? 'container' : 'machine'} expired at ${date}`,
        'try again later: they are renewed by the service that provides them',
      );
  }
};

/** The keys of a section as credentials, live or expired. */
export const credentialsOf = (keys: StaticKeys): Credentials => ({
  accessKeyId: keys.accessKeyId.value,
  secretAccessKey: keys.secretAccessKey.value,
  sessionToken: keys.sessionToken?.value,
  expiresAt: keys.expiresAt,
});

const environmentKeys = (subject: string, { env, changing }: Ports): Credentials => {
  const accessKeyId = env['AWS_ACCESS_KEY_ID'];
  const secretAccessKey = env['AWS_SECRET_ACCESS_KEY'];
  if (!accessKeyId || !secretAccessKey) {
    throw new AwsroleError(`${subject}, but the environment has no keys`, {
      hints: ['set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or name a source_profile instead'],
    });
  }
  if (env['AWSROLE_KEY'] === accessKeyId) {
    throw new AwsroleError(
      `${subject}, but the keys in this shell are those of profile '${env['AWSROLE_PROFILE'] ?? ''}'`,
      { hints: [`unset them with \`${changing('awsrole clear')}\`, then set your own`] },
    );
  }
  // botocore still reads AWS_SECURITY_TOKEN, the old name
  const sessionToken = env['AWS_SESSION_TOKEN'] || env['AWS_SECURITY_TOKEN'] || undefined;
  // botocore applies it too
  const expiresAt = sessionToken && parseForeignInstant(env['AWS_CREDENTIAL_EXPIRATION'] ?? '')?.epochMs;
  return { accessKeyId, secretAccessKey, sessionToken, ...(expiresAt && { expiresAt }) };
};

/**
 * Identifies the credentials of a source in a session key, without reading the source: by the access key ID where the
 * files or the environment have it, else by the settings that lead to the credentials. Other keys never find the cached
 * sessions of the old ones.
 */
export const sourceIdentity = (source: Source, env: Ports['env']): string => {
  switch (source.kind) {
    case 'static':
      return `key ${source.keys.accessKeyId.value}`;
    case 'environment':
      return `key ${env['AWS_ACCESS_KEY_ID'] ?? ''}`;
    case 'process':
      return `process ${source.profile} ${source.command.value}`;
    case 'sso':
      return JSON.stringify(['sso', source.profile, ...source.identity]);
    case 'login':
      return `login ${source.profile} ${source.setting.value}`;
    case 'container':
      return JSON.stringify(['container', ...valuesOf(CONTAINER, env)]);
    case 'instance':
      return JSON.stringify(['instance', ...valuesOf(INSTANCE, env)]);
    case 'web-identity':
      return `web identity ${source.tokenFile.value}`;
  }
};

/** The variables that select the role of a container. The authorization token itself is a secret, so it is omitted. */
const CONTAINER = [
  'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI',
  'AWS_CONTAINER_CREDENTIALS_FULL_URI',
  'AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE',
];
/** The variables that select the instance metadata service. */
const INSTANCE = ['AWS_EC2_METADATA_SERVICE_ENDPOINT', 'AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE'];

const valuesOf = (names: readonly string[], env: Ports['env']): string[] =>
  names.map(name => env[name] ?? '');
