import { readFile } from 'node:fs/promises';
import type { Credentials } from '../../core/aws/credentials.ts';
import { AwsroleError } from '../../core/errors.ts';
import type { CredentialSources } from '../../ports/sources.ts';
import { exportFromAwsCli, runCredentialProcess } from './helper-programs.ts';

type Env = Readonly<Record<string, string | undefined>>;

/** All sources of credentials outside the shared files; `env` is what the helper programs and the SDK's providers see. */
export const createCredentialSources = (env: Env): CredentialSources => ({
  process: (command, profile) => runCredentialProcess(command, profile, { env }),
  awsCli: profile => exportFromAwsCli(profile, env),
  container: () => fromContainer(env),
  instance: () => fromInstance(env),
  webIdentityToken: readToken,
});

/**
 * The credentials of an ECS task or EKS pod, by the SDK's own provider.
 *
 * @throws AwsroleError when this is no container, or its endpoint does not give any
 */
const fromContainer = async (env: Env): Promise<Credentials> => {
  const relative = env['AWS_CONTAINER_CREDENTIALS_RELATIVE_URI'];
  const full = env['AWS_CONTAINER_CREDENTIALS_FULL_URI'];
  if (!relative && !full) {
    throw new AwsroleError('credential_source = EcsContainer, but this is no container with a role', {
      hints: ['AWS_CONTAINER_CREDENTIALS_RELATIVE_URI or AWS_CONTAINER_CREDENTIALS_FULL_URI must be set'],
    });
  }
  const tokenFile = env['AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE'];
  const token = env['AWS_CONTAINER_AUTHORIZATION_TOKEN'];
  const { fromHttp } = await import('@aws-sdk/credential-provider-http');
  return provided(
    'the container credentials endpoint gave no credentials',
    'see the logs of the agent behind AWS_CONTAINER_CREDENTIALS_FULL_URI (or _RELATIVE_URI), and the role of the task',
    () =>
      // one of each pair only: beside both the SDK warns on stderr. An empty text keeps it from process.env
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
 * The credentials of an EC2 instance, by the SDK's own provider (IMDSv2 first).
 *
 * @throws AwsroleError when this is no instance with a role
 */
const fromInstance = async (env: Env): Promise<Credentials> => {
  if (env['AWS_EC2_METADATA_DISABLED']?.toLowerCase() === 'true') {
    throw new AwsroleError('credential_source = Ec2InstanceMetadata, but AWS_EC2_METADATA_DISABLED is true', {
      hints: ['unset AWS_EC2_METADATA_DISABLED'],
    });
  }
  const { fromInstanceMetadata } = await import('@smithy/credential-provider-imds');
  return provided(
    'the instance metadata service gave no credentials',
    'is this an EC2 instance with a role (instance profile)?',
    () => fromInstanceMetadata({ timeout: 2_000, maxRetries: 2, logger: SILENT })(),
  );
};

const SILENT = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

interface Provided {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  readonly expiration?: Date;
}

/** Providers' errors may quote answers: only their kind is told. */
const provided = async (what: string, hint: string, get: () => Promise<Provided>): Promise<Credentials> => {
  let answer: Provided;
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
  if (!isSound) throw new AwsroleError(`${what}: its answer makes no sense`, { hints: [hint] });
  return { accessKeyId, secretAccessKey, sessionToken, expiresAt };
};

const readToken = async (file: string): Promise<string> => {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new AwsroleError(
      `web_identity_token_file: cannot read ${file} (${error.code ?? 'unknown error'})`,
      {
        hints: ['let web_identity_token_file name the file that your platform keeps the token in'],
      },
    );
  });
  const token = text.trim();
  if (/^[\x21-\x7e]{4,20000}$/.test(token)) return token;
  throw new AwsroleError(`web_identity_token_file: ${file} does not hold a token`, {
    hints: ['the file holds one token and nothing else'],
  });
};
