/** What signs a request. Long-term credentials have neither a session token nor an expiry. */
export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string | undefined;
  /** epoch milliseconds */
  readonly expiresAt?: number | undefined;
}

/** Long-term credentials belong to a user: only they may call GetSessionToken or carry an MFA code. */
export const areLongTerm = (credentials: Credentials): boolean => credentials.sessionToken === undefined;

/** What STS hands out: an MFA session (GetSessionToken) or a role session (AssumeRole). */
export interface Session extends Credentials {
  readonly sessionToken: string;
  /** epoch milliseconds, as the service said (its clock) */
  readonly expiresAt: number;
  /** epoch milliseconds of this machine's clock when it was received */
  readonly obtainedAt: number;
  /** the service's clock minus this machine's, in milliseconds, from the answer's `Date` header */
  readonly clockOffset: number;
  /** `arn:aws:sts::123456789012:assumed-role/Role/name`; absent for an MFA session */
  readonly assumedRoleArn?: string | undefined;
}

/** Who a set of credentials belongs to, as GetCallerIdentity tells. */
export interface CallerIdentity {
  readonly account: string;
  readonly arn: string;
  readonly userId: string;
}
