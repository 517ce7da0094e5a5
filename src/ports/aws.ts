import type { CallerIdentity, Credentials, Session } from '../core/aws/credentials.ts';

/** How a role session is exchanged for a sign-in token. */
export interface SigninSettings {
  /** `https://signin.aws.amazon.com` */
  readonly signin: string;
  /** of the plan, for messages */
  readonly region: string;
  readonly credentials: Credentials;
  /** seconds the console session is asked to last, 900 to 43200; left out, it lasts as long as the role session */
  readonly durationSeconds?: number | undefined;
  /** the profile's; the environment may name another one */
  readonly caBundle?: CaBundle | undefined;
}

/** The console's federation endpoint. */
export interface Federation {
  /**
   * A token that signs one browser in within 15 minutes: a secret.
   *
   * @throws ServiceError, as the methods of `Sts` do
   */
  signinToken(settings: SigninSettings): Promise<string>;
}

/** A PEM file with the certificates to trust, and the `file:line` that names it. */
export interface CaBundle {
  readonly path: string;
  readonly from: string;
}

/** How one STS or IAM call is to be sent. */
export interface CallSettings {
  readonly credentials: Credentials;
  /** signing region and, without `endpoint`, the regional endpoint */
  readonly region: string;
  /** a whole URL that replaces the regional endpoint */
  readonly endpoint?: string | undefined;
  readonly useFips?: boolean | undefined;
  readonly useDualstack?: boolean | undefined;
  /** the profile's; the environment may name another one */
  readonly caBundle?: CaBundle | undefined;
}

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
 * STS. Every method throws ServiceError when the service (or the way to it) says no; throttling and
 * network faults that surely did not reach the service have then been retried already.
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
  /** Loads and connects ahead of a call (module, TLS) while a person types. Never throws. */
  warmUp(settings: Omit<CallSettings, 'credentials'>): void;
}

export interface Iam {
  /** Serial numbers of the caller's own MFA devices, as IAM lists them (FIDO ones too). */
  listMfaDevices(settings: CallSettings): Promise<string[]>;
  listAccountAliases(settings: CallSettings): Promise<string[]>;
}
