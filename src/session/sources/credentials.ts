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
  switch (source.kind) {
    case 'static':
      return liveKeys(source.profile, source.keys, await ports.serviceClock.now());
    case 'environment':
      return environmentKeys(source.profile, ports);
    case 'process':
      return ports.sources.process(source.command.value, source.profile);
    case 'sso':
    case 'login':
      return ports.sources.awsCli(source.profile);
    case 'container':
      return ports.sources.container();
    case 'instance':
      return ports.sources.instance();
    case 'web-identity':
      throw new AwsroleError(`profile '${source.profile}': a web identity token cannot sign a call`);
  }
};

/** @throws AwsroleError for expired keys: AWS would reject every call that they sign */
const liveKeys = (profile: string, keys: StaticKeys, now: number): Credentials => {
  if (keys.expiresAt !== undefined && keys.expiresAt <= now) {
    throw new AwsroleError(
      `profile '${profile}': its session expired at ${toLocalTime(keys.expiresAt)} (${at(keys.accessKeyId)})`,
      {
        hints: [
          `renew it with the tool that wrote it, or let awsrole do it: awsrole mfa --to ${profile} --force`,
        ],
      },
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

const environmentKeys = (profile: string, { env }: Ports): Credentials => {
  const accessKeyId = env['AWS_ACCESS_KEY_ID'];
  const secretAccessKey = env['AWS_SECRET_ACCESS_KEY'];
  if (!accessKeyId || !secretAccessKey) {
    throw new AwsroleError(
      `profile '${profile}': credential_source = Environment, but the environment has no keys`,
      {
        hints: ['set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or name a source_profile instead'],
      },
    );
  }
  if (env['AWSROLE_KEY'] === accessKeyId) {
    throw new AwsroleError(
      `profile '${profile}': credential_source = Environment, but the keys in this shell are those of profile '${env['AWSROLE_PROFILE'] ?? ''}'`,
      { hints: ['unset them with `awsrole clear`, then set your own'] },
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
