import type { AwsCredentialIdentity, UserAgent } from '@smithy/types';
import type { CallSettings } from '../../ports/aws.ts';
import type { Observer } from './service-answer.ts';

/** What is handed to the constructors of the SDK's STS and IAM clients. */
export type ClientConfig = ReturnType<typeof clientConfig>;

/**
 * A whole configuration: whatever is left out the SDK would read from files, the environment or its chain of
 * credential providers. There is never a logger (it would print codes and tokens), and one attempt only, since
 * the SDK's own retries would send the same MFA code twice.
 *
 * @param systemClockOffset milliseconds to add to this machine's clock when signing
 * @param version the program's, for the user agent
 */
export const clientConfig = (
  settings: Settings,
  requestHandler: Observer,
  systemClockOffset: number,
  version: string | undefined,
) => {
  const { endpoint, credentials } = settings;
  return {
    region: settings.region,
    ...(credentials && { credentials: identityOf(credentials) }),
    // FIPS and dualstack choose a regional endpoint; the SDK refuses them beside a given one
    ...(endpoint === undefined
      ? { useFipsEndpoint: settings.useFips ?? false, useDualstackEndpoint: settings.useDualstack ?? false }
      : { endpoint, useFipsEndpoint: false, useDualstackEndpoint: false }),
    ignoreConfiguredEndpointUrls: true,
    requestHandler,
    systemClockOffset,
    maxAttempts: 1,
    retryMode: 'standard',
    defaultsMode: 'standard' as const,
    authSchemePreference: [],
    sigv4aSigningRegionSet: async () => undefined,
    userAgentAppId: async () => undefined,
    defaultUserAgentProvider: async (): Promise<UserAgent> => [version ? ['awsrole', version] : ['awsrole']],
    credentialDefaultProvider: () => async (): Promise<AwsCredentialIdentity> => {
      throw new Error('no credentials were given');
    },
  };
};

/** Without the expiry: whether a session is still good is the caller's to judge, by the service's clock. */
const identityOf = (credentials: NonNullable<Settings['credentials']>): AwsCredentialIdentity => ({
  accessKeyId: credentials.accessKeyId,
  secretAccessKey: credentials.secretAccessKey,
  ...(credentials.sessionToken !== undefined && { sessionToken: credentials.sessionToken }),
});

const SWITCH = 'AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED';

/**
 * Makes a client without the SDK's warning about old Node versions (its documented switch is a variable, which
 * the commands that awsrole starts are not to inherit).
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

/** How a call is to be sent; without credentials for web identity. */
export type Settings = Omit<CallSettings, 'credentials'> & Partial<Pick<CallSettings, 'credentials'>>;
