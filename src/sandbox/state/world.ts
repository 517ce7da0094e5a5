/** An AWS account. */
export interface Account {
  readonly id: string;
  /** `aws`, `aws-cn`, `aws-us-gov`, … */
  readonly partition: string;
  readonly aliases: string[];
}

/** An access key of a user or of a session. */
export interface AccessKey {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** An MFA device. A device without `secret` is a FIDO key: IAM lists it, STS cannot validate it. */
export interface MfaDevice {
  /** an ARN, or a hardware number such as `GAHT12345678` */
  readonly serial: string;
  /** base32 */
  readonly secret?: string | undefined;
  /** epoch milliseconds */
  readonly enabledAt: number;
  /** 30 s steps with an accepted code; the sandbox accepts each code once */
  readonly usedSteps: Set<number>;
  /** 30 s steps with a code that the sandbox handed out; it hands out each code once */
  readonly handedOutSteps: Set<number>;
}

/** An IAM action that the sandbox checks. */
export type Permission = 'iam:ListMFADevices' | 'iam:ListAccountAliases';

/** An IAM user. */
export interface User {
  readonly accountId: string;
  readonly name: string;
  /** starts and ends with `/` */
  readonly path: string;
  readonly arn: string;
  readonly userId: string;
  readonly accessKeys: AccessKey[];
  readonly mfaDevices: MfaDevice[];
  readonly permissions: Set<Permission>;
}

/** The parts of a role's trust policy that the sandbox models. */
export interface Trust {
  /** account roots (`arn:aws:iam::111122223333:root`), user ARNs, role ARNs */
  readonly principals: readonly string[];
  /** requires `aws:MultiFactorAuthPresent` */
  readonly requireMfa: boolean;
  readonly externalId?: string | undefined;
  /** the required role session name; `${aws:username}` stands for the calling user's name */
  readonly roleSessionName?: string | undefined;
  readonly allowsSourceIdentity: boolean;
}

/** An IAM role. */
export interface Role {
  readonly accountId: string;
  readonly name: string;
  /** starts and ends with `/` */
  readonly path: string;
  readonly arn: string;
  readonly roleId: string;
  /** seconds, 3600 to 43200 */
  readonly maxSessionDuration: number;
  readonly trust: Trust;
  readonly permissions: Set<Permission>;
}

/** A token of an OpenID Connect provider that the sandbox accepts. */
export interface WebIdentity {
  readonly token: string;
  readonly roleArns: readonly string[];
  readonly subject: string;
  readonly provider: string;
  readonly audience: string;
  /** epoch milliseconds */
  readonly expiresAt?: number | undefined;
}

/** The signer of a call. */
export interface Caller {
  /** the credentials: long-term keys, a GetSessionToken session with (`mfa`) or without MFA (`session`), a role session */
  readonly kind: 'long-term' | 'mfa' | 'session' | 'role';
  readonly accountId: string;
  /** the ARN that GetCallerIdentity returns */
  readonly arn: string;
  /** the ARN that a trust policy names: the user's or the role's */
  readonly principalArn: string;
  readonly userId: string;
  /** the user of long-term keys and GetSessionToken sessions; undefined for a role */
  readonly user?: User | undefined;
  readonly permissions: ReadonlySet<Permission>;
  /** `aws:MultiFactorAuthPresent` */
  readonly mfaPresent: boolean;
  readonly sourceIdentity?: string | undefined;
}

/** Temporary credentials that the sandbox issued. */
export interface IssuedSession extends AccessKey {
  readonly sessionToken: string;
  /** epoch milliseconds, whole seconds */
  readonly expiresAt: number;
  readonly caller: Caller;
  /** the access key ID of the request for it, or `web-identity` */
  readonly issuedBy: string;
}

/** The accounts, identities and sessions of a sandbox. Tests may add to it while the server runs. */
export interface World {
  readonly accounts: Account[];
  readonly users: User[];
  readonly roles: Role[];
  readonly webIdentities: WebIdentity[];
  /** by access key ID, oldest first */
  readonly sessions: Map<string, IssuedSession>;
}

/** The role with this ARN, or undefined. */
export const roleWithArn = (world: World, arn: string): Role | undefined =>
  world.roles.find(role => role.arn === arn);

/** The account with this ID. Throws an Error when the world lacks it. */
export function accountWithId(world: World, id: string): Account {
  const account = world.accounts.find(candidate => candidate.id === id);
  if (account === undefined) throw new Error(`the sandbox has no account ${id}`);
  return account;
}
