import type { CallerIdentity, Credentials, Session } from '../core/aws/credentials.ts';

/** The parameters of a call that exchanges a role session for a sign-in token. */
export interface SigninSettings {
  /** `https://signin.aws.amazon.com` */
  readonly signin: string;
  /** the region of the plan, for messages */
  readonly region: string;
  readonly credentials: Credentials;
  /** the duration of the console session in seconds, 900 to 43200; undefined: as long as the role session */
  readonly durationSeconds?: number | undefined;
  /** the profile's CA bundle; the adapter also reads the CA bundle of the environment */
  readonly caBundle?: CaBundle | undefined;
}

/** The console's federation endpoint. */
export interface Federation {
  /**
   * Returns a token that signs one browser in within 15 minutes. The token is a secret.
   *
   * @throws ServiceError when the endpoint rejects the credentials or is unreachable
   */
  signinToken(settings: SigninSettings): Promise<string>;
}

/** A PEM file of trusted certificates, and the `file:line` that names it. */
export interface CaBundle {
  readonly path: string;
  readonly from: string;
}

/** Credentials and endpoint of one STS or IAM call. */
export interface CallSettings {
  readonly credentials: Credentials;
  /** the signing region and, without `endpoint`, the region of the endpoint */
  readonly region: string;
  /** a complete URL that replaces the regional endpoint */
  readonly endpoint?: string | undefined;
  readonly useFips?: boolean | undefined;
  readonly useDualstack?: boolean | undefined;
  /** the profile's CA bundle; the adapter also reads the CA bundle of the environment */
  readonly caBundle?: CaBundle | undefined;
}

/** The parameters of AssumeRole. */
export interface AssumeRoleRequest {
  readonly roleArn: string;
  readonly roleSessionName: string;
  /** seconds */
  readonly durationSeconds?: number | undefined;
  readonly externalId?: string | undefined;
  readonly sourceIdentity?: string | undefined;
  readonly serialNumber?: string | undefined;
  readonly tokenCode?: string | undefined;
}

/**
 * AWS STS. Every method throws ServiceError when STS rejects the call or is unreachable. Before that, the adapter has
 * retried throttled calls and calls that certainly did not reach STS.
 */
export interface Sts {
  getCallerIdentity(settings: CallSettings): Promise<CallerIdentity>;
  /** @param durationSeconds 900 to 129600 */
  getSessionToken(
    settings: CallSettings,
    request: { durationSeconds: number; serialNumber?: string; tokenCode?: string },
  ): Promise<Session>;
  assumeRole(settings: CallSettings, request: AssumeRoleRequest): Promise<Session>;
  assumeRoleWithWebIdentity(
    settings: Omit<CallSettings, 'credentials'>,
    request: {
      roleArn: string;
      roleSessionName: string;
      durationSeconds?: number | undefined;
      webIdentityToken: string;
    },
  ): Promise<Session>;
  /** Loads the client and connects to STS while the user types an MFA code. Never throws. */
  warmUp(settings: Omit<CallSettings, 'credentials'>): void;
}

/** AWS IAM. Every method throws ServiceError, as the methods of `Sts` do. */
export interface Iam {
  /** Returns the serial numbers of the caller's own MFA devices, including FIDO security keys. */
  listMfaDevices(settings: CallSettings): Promise<string[]>;
  listAccountAliases(settings: CallSettings): Promise<string[]>;
}
