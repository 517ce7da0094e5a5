import type { Credentials } from '../../core/aws/credentials.ts';
import { AwsroleError } from '../../core/errors.ts';
import { at } from '../../core/ini/setting.ts';
import type { Source } from '../../core/plan/types.ts';
import type { StaticKeys } from '../../core/profiles/static-keys.ts';
import { toLocalTime } from '../../core/text/instant.ts';
import type { Ports } from '../../ports/ports.ts';

/**
 * The first credentials of a plan, from its credential source.
 *
 * @throws AwsroleError when the source has no credentials, or they have expired
 */
export const sourceCredentials = async (source: Source, ports: Ports): Promise<Credentials> => {
  const subject = subjectOf(source);
  switch (source.kind) {
    case 'static':
      return liveKeys(source, ports.clock.now());
    case 'environment':
      return environmentKeys(subject, ports);
    case 'process':
      return ports.sources.process(source.command.value, source.profile, subject);
    case 'sso':
    case 'login':
      return ports.sources.awsCli(source.profile, subject);
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

/** @throws AwsroleError for expired keys: AWS would reject every call that they sign */
const liveKeys = (
  { profile, keys, renewal }: Extract<Source, { kind: 'static' }>,
  now: number,
): Credentials => {
  if (keys.expiresAt !== undefined && keys.expiresAt <= now) {
    throw new AwsroleError(
      `profile '${profile}': its session expired at ${toLocalTime(keys.expiresAt)} (${at(keys.accessKeyId)})`,
      { hints: [renewal] },
    );
  }
  return credentialsOf(keys);
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
  return { accessKeyId, secretAccessKey, sessionToken };
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
