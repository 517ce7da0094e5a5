/** An account that users and roles live in. */
export interface Account {
  readonly id: string;
  /** `aws`, `aws-cn`, `aws-us-gov`, … */
  readonly partition: string;
  readonly aliases: string[];
}

export interface AccessKey {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** One MFA device. Without a `secret` it is a FIDO key: listed by IAM, useless to STS. */
export interface MfaDevice {
  /** an ARN, or a hardware serial such as `GAHT12345678` */
  readonly serial: string;
  /** base32 */
  readonly secret?: string | undefined;
  /** epoch milliseconds */
  readonly enabledAt: number;
  /** 30 s steps whose code was accepted: a code works once */
  readonly usedSteps: Set<number>;
  /** 30 s steps whose code was given to a person and should not be given again */
  readonly handedOutSteps: Set<number>;
}

export type Permission = 'iam:ListMFADevices' | 'iam:ListAccountAliases';

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

/** A role's trust policy, as far as the sandbox models it. */
export interface Trust {
  /** account roots (`arn:aws:iam::111122223333:root`), user ARNs, role ARNs */
  readonly principals: readonly string[];
  /** the caller must have `aws:MultiFactorAuthPresent` */
  readonly requireMfa: boolean;
  readonly externalId?: string | undefined;
  /** the role session name that the policy insists on; `${aws:username}` stands for the calling user's name */
  readonly roleSessionName?: string | undefined;
  readonly allowsSourceIdentity: boolean;
}

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

/** A token of an OpenID provider that the sandbox believes. */
export interface WebIdentity {
  readonly token: string;
  readonly roleArns: readonly string[];
  readonly subject: string;
  readonly provider: string;
  readonly audience: string;
  /** epoch milliseconds */
  readonly expiresAt?: number | undefined;
}

/** Who signed a call, and what STS and IAM need to know about them. */
export interface Caller {
  readonly kind: 'long-term' | 'mfa' | 'session' | 'role';
  readonly accountId: string;
  /** what GetCallerIdentity answers */
  readonly arn: string;
  /** what a trust policy names: the user's or the role's own ARN */
  readonly principalArn: string;
  readonly userId: string;
  /** the user behind long-term keys and GetSessionToken sessions; absent for a role */
  readonly user?: User | undefined;
  readonly permissions: ReadonlySet<Permission>;
  /** `aws:MultiFactorAuthPresent` */
  readonly mfaPresent: boolean;
  readonly sourceIdentity?: string | undefined;
}

/** Temporary credentials that the sandbox gave out. */
export interface IssuedSession extends AccessKey {
  readonly sessionToken: string;
  /** epoch milliseconds, whole seconds */
  readonly expiresAt: number;
  readonly caller: Caller;
  /** the access key ID (or `web-identity`) that asked for it */
  readonly issuedBy: string;
}

/** Everything the sandbox knows. Tests may add to it while the server runs. */
export interface World {
  readonly accounts: Account[];
  readonly users: User[];
  readonly roles: Role[];
  readonly webIdentities: WebIdentity[];
  /** by access key ID, oldest first */
  readonly sessions: Map<string, IssuedSession>;
}

/** The role with exactly this ARN, or undefined. */
export const roleWithArn = (world: World, arn: string): Role | undefined =>
  world.roles.find(role => role.arn === arn);

/** The account with this ID. Throws when there is none: the caller's world is wrong. */
export function accountWithId(world: World, id: string): Account {
  const account = world.accounts.find(candidate => candidate.id === id);
  if (account === undefined) throw new Error(`the sandbox has no account ${id}`);
  return account;
}
