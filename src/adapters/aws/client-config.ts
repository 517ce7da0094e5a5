import { Sha256Js } from '@smithy/core/checksum';
import type { AwsCredentialIdentity, RetryStrategy } from '@smithy/types';
import type { CallSettings } from '../../ports/aws.ts';
import type { Observer } from './service-answer.ts';

/** The configuration of the SDK's STS and IAM clients. */
export type ClientConfig = ReturnType<typeof clientConfig>;

/**
 * Builds a complete client configuration, because the SDK reads an omitted setting from files, the environment or its
 * credential provider chain. Sets no logger, which would print codes and tokens. Allows one attempt, because the SDK's
 * own retries would send the same MFA code twice. Hashes without Node's crypto module, which takes longer to load than
 * these hashes take to compute.
 *
 * @param systemClockOffset milliseconds to add to this machine's clock when signing
 */
export const clientConfig = (settings: Settings, requestHandler: Observer, systemClockOffset: number) => {
  const { endpoint, credentials } = settings;
  return {
    region: settings.region,
    ...(credentials && { credentials: identityOf(credentials) }),
    // FIPS and dualstack select a regional endpoint; the SDK rejects them beside a custom endpoint
    ...(endpoint === undefined
      ? { useFipsEndpoint: settings.useFips ?? false, useDualstackEndpoint: settings.useDualstack ?? false }
      : { endpoint, useFipsEndpoint: false, useDualstackEndpoint: false }),
    ignoreConfiguredEndpointUrls: true,
    requestHandler,
    systemClockOffset,
    maxAttempts: 1,
    retryMode: 'standard',
    retryStrategy: ONE_ATTEMPT,
    sha256: Sha256Js,
    defaultsMode: 'standard' as const,
    authSchemePreference: [],
    sigv4aSigningRegionSet: async () => undefined,
    credentialDefaultProvider: () => async (): Promise<AwsCredentialIdentity> => {
      throw new Error('no credentials were given');
    },
  };
};

/** A strategy without a mode, which the SDK would name in the user agent. */
const ONE_ATTEMPT: RetryStrategy = { mode: '', retry: (next, args) => next(args) };

/** Omits the expiration: the caller decides by the service's clock whether a session is live. */
const identityOf = (credentials: NonNullable<Settings['credentials']>): AwsCredentialIdentity => ({
  accessKeyId: credentials.accessKeyId,
  secretAccessKey: credentials.secretAccessKey,
  ...(credentials.sessionToken !== undefined && { sessionToken: credentials.sessionToken }),
});

/** Middleware of the SDK for logs, for AWS Lambda, and for the user agent, which `createHttp` sets. */
const UNUSED = ['loggerMiddleware', 'recursionDetectionMiddleware', 'getUserAgentMiddleware'];

/** Creates a client that only serializes, signs and parses. */
export const createClient = <T extends { middlewareStack: { remove(name: string): boolean } }>(
  make: () => T,
): T => {
  const client = quietly(make);
  for (const name of UNUSED) client.middlewareStack.remove(name);
  return client;
};

const SWITCH = 'AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED';

/**
 * Creates a client without the SDK's warning about old Node versions. The SDK's documented switch is an environment
 * variable, which is set only during the call, so that the commands that awsrole starts do not inherit it.
 */
export const quietly = <T>(make: () => T): T => {
  const before = process.env[SWITCH];
  process.env[SWITCH] = 'true';
  try {
    return make();
  } finally {
    if (before === undefined) delete process.env[SWITCH];
    else process.env[SWITCH] = before;
  }
};

/** The settings of one call. AssumeRoleWithWebIdentity has no credentials. */
export type Settings = Omit<CallSettings, 'credentials'> & Partial<Pick<CallSettings, 'credentials'>>;
