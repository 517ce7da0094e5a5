import { promises } from 'node:fs';
import type { Credentials } from '../../core/aws/credentials.ts';
import { AwsroleError } from '../../core/errors.ts';
import type { CredentialSources } from '../../ports/sources.ts';
import { exportFromAwsCli, runCredentialProcess } from './helper-programs.ts';

type Env = Readonly<Record<string, string | undefined>>;

/**
 * Creates the credential sources outside the shared files. `env` is the environment of helper programs and SDK
 * providers.
 */
export const createCredentialSources = (env: Env): CredentialSources => ({
  process: (command, profile, subject) => runCredentialProcess(command, profile, subject, { env }),
  awsCli: (profile, subject, region) => exportFromAwsCli(profile, subject, env, { region }),
  container: subject => fromContainer(subject, env),
  instance: subject => fromInstance(subject, env),
  webIdentityToken: readToken,
});

/**
 * Obtains the credentials of an ECS task or EKS pod with the SDK's provider.
 *
 * @throws AwsroleError outside a container, and when the endpoint returns no valid credentials
 */
const fromContainer = async (subject: string, env: Env): Promise<Credentials> => {
  const relative = env['AWS_CONTAINER_CREDENTIALS_RELATIVE_URI'];
  const full = env['AWS_CONTAINER_CREDENTIALS_FULL_URI'];
  if (!relative && !full) {
    throw new AwsroleError(`${subject}, but this is not a container with a role`, {
      hints: ['set AWS_CONTAINER_CREDENTIALS_RELATIVE_URI or AWS_CONTAINER_CREDENTIALS_FULL_URI'],
    });
  }
  const tokenFile = env['AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE'];
  const token = env['AWS_CONTAINER_AUTHORIZATION_TOKEN'];
  const { fromHttp } = await import('@aws-sdk/credential-provider-http');
  return credentialsFrom(
    `${subject}: the container credentials endpoint returned no credentials`,
    'check the logs of the agent behind AWS_CONTAINER_CREDENTIALS_FULL_URI (or _RELATIVE_URI), and the role of the task',
    () =>
      // the SDK warns on stderr when both values of a pair are set, and reads process.env when one is undefined
      fromHttp({
        awsContainerCredentialsRelativeUri: relative ?? '',
        awsContainerCredentialsFullUri: relative ? '' : (full ?? ''),
        awsContainerAuthorizationTokenFile: tokenFile ?? '',
        awsContainerAuthorizationToken: tokenFile ? '' : (token ?? ''),
        timeout: 2_000,
        maxRetries: 1,
      })(),
  );
};

/**
 * Obtains the credentials of an EC2 instance with the SDK's provider (IMDSv2 first).
 *
 * @throws AwsroleError when this machine is not an instance with a role
 */
const fromInstance = async (subject: string, env: Env): Promise<Credentials> => {
  if (env['AWS_EC2_METADATA_DISABLED']?.toLowerCase() === 'true') {
    throw new AwsroleError(`${subject}, but AWS_EC2_METADATA_DISABLED is true`, {
      hints: ['unset AWS_EC2_METADATA_DISABLED'],
    });
  }
  const { fromInstanceMetadata } = await import('@smithy/credential-provider-imds');
  return credentialsFrom(
    `${subject}: the instance metadata service returned no credentials`,
    'check that this is an EC2 instance with a role (instance profile)',
    () => fromInstanceMetadata({ timeout: 2_000, maxRetries: 2, logger: SILENT })(),
  );
};

const SILENT = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

interface ProviderAnswer {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  readonly expiration?: Date;
}

/** Runs an SDK provider. Reports only the code of its error, because the message may quote the answer. */
const credentialsFrom = async (
  what: string,
  hint: string,
  get: () => Promise<ProviderAnswer>,
): Promise<Credentials> => {
  let answer: ProviderAnswer;
  try {
    answer = await get();
  } catch (error) {
    const { code } = error as { code?: unknown };
    const detail = typeof code === 'string' && /^[A-Z_]{1,40}$/.test(code) ? ` (${code})` : '';
    throw new AwsroleError(`${what}${detail}`, { hints: [hint] });
  }
  const { accessKeyId, secretAccessKey, sessionToken, expiration } = answer;
  const expiresAt = expiration?.getTime();
  const isSound =
    /^\w{16,128}$/.test(accessKeyId) &&
    [secretAccessKey, sessionToken ?? '-'].every(value => /^[\x21-\x7e]+$/.test(value)) &&
    !Number.isNaN(expiresAt ?? 0);
  if (!isSound) throw new AwsroleError(`${what}: its answer is not valid`, { hints: [hint] });
  return { accessKeyId, secretAccessKey, sessionToken, expiresAt };
};

const readToken = async (file: string, subject: string): Promise<string> => {
  const text = await promises.readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new AwsroleError(`${subject}: cannot read ${file} (${error.code ?? 'unknown error'})`, {
      hints: ['set web_identity_token_file to the file in which your platform stores the token'],
    });
  });
  const token = text.trim();
  if (/^[\x21-\x7e]{4,20000}$/.test(token)) return token;
  throw new AwsroleError(`${subject}: ${file} does not contain a token`, {
    hints: ['the file must contain one token and nothing else'],
  });
};
