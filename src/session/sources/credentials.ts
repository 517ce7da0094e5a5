import type { Credentials } from '../../core/aws/credentials.ts';
import { AwsroleError } from '../../core/errors.ts';
import { at } from '../../core/ini/setting.ts';
import type { Source } from '../../core/plan/types.ts';
import type { StaticKeys } from '../../core/profiles/static-keys.ts';
import { toLocalTime } from '../../core/text/instant.ts';
import type { Ports } from '../../ports/ports.ts';

/**
 * The credentials a plan starts from.
 *
 * @throws AwsroleError when the source has none, or they have expired
 */
export const sourceCredentials = async (source: Source, ports: Ports): Promise<Credentials> => {
  switch (source.kind) {
    case 'static':
      return liveKeys(source.profile, source.keys, ports.clock.now());
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
      throw new AwsroleError(`profile '${source.profile}': a web identity token signs nothing by itself`);
  }
};

/** Keys of a section as credentials; expired ones are an error, since no call could be signed with them. */
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

/** The credentials that stand in a section, whatever their age. */
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
      { hints: ['take them out with `awsrole clear`, and set your own'] },
    );
  }
  // botocore still reads the old name
  const sessionToken = env['AWS_SESSION_TOKEN'] || env['AWS_SECURITY_TOKEN'] || undefined;
  return { accessKeyId, secretAccessKey, sessionToken };
};

/**
 * Whose credentials a source gives, as text for the session key: the access key where it is known beforehand
 * (a change of keys is a change of identity), else what the profile says about where they come from.
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

/** Every variable that leads to another container's role; a token itself is a secret and stays out of the key. */
const CONTAINER = [
  'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI',
  'AWS_CONTAINER_CREDENTIALS_FULL_URI',
  'AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE',
];
/** The same for a machine: where its metadata service is. */
const INSTANCE = ['AWS_EC2_METADATA_SERVICE_ENDPOINT', 'AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE'];

const valuesOf = (names: readonly string[], env: Ports['env']): string[] =>
  names.map(name => env[name] ?? '');
