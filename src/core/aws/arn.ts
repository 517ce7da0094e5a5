/** The parts of an ARN: `arn:partition:service:region:account:resource`. */
export interface Arn {
  readonly partition: string;
  readonly service: string;
  readonly region: string;
  readonly account: string;
  /** everything after the account, colons included: `role/team/Admin` */
  readonly resource: string;
}

/** A named thing of IAM or STS. */
export interface NamedArn extends Arn {
  /** `role`, `user`, `mfa`, `u2f`, `assumed-role`, … */
  readonly type: string;
  /** between type and name, with both slashes: `/` or `/team/` */
  readonly path: string;
  readonly name: string;
}

/** The parts of an ARN, or undefined when the text is none. */
export const parseArn = (text: string): Arn | undefined => {
  const match = /^arn:([a-z][a-z0-9-]*):([a-z0-9-]+):([a-z0-9-]*):([^:\s]*):(\S+)$/.exec(text);
  if (!match) return undefined;
  const [, partition = '', service = '', region = '', account = '', resource = ''] = match;
  return { partition, service, region, account, resource };
};

/**
 * The parts of an IAM ARN whose resource is `type/path/name`, or undefined.
 * Only IAM puts the name last; for `assumed-role` the name is the session's.
 */
export const parseNamedArn = (text: string): NamedArn | undefined => {
  const arn = parseArn(text);
  const match = arn && /^([a-z0-9-]+)(\/(?:.*\/)?)([^/]+)$/.exec(arn.resource);
  if (!arn || !match) return undefined;
  const [, type = '', path = '', name = ''] = match;
  return { ...arn, type, path, name };
};

/** The twelve digits of the account an ARN belongs to, or undefined. */
export const accountOf = (arn: string): string | undefined => {
  const account = parseArn(arn)?.account;
  return account && /^\d{12}$/.test(account) ? account : undefined;
};

/**
 * The name of a role without its path, for a role's ARN as well as for the ARN of one of its sessions
 * (`arn:aws:sts::…:assumed-role/Role/session`), or undefined.
 */
export const roleNameOf = (arn: string): string | undefined => {
  const parsed = parseNamedArn(arn);
  if (parsed?.type === 'role' && parsed.service === 'iam') return parsed.name;
  if (parsed?.type === 'assumed-role') return /^\/([^/]+)\/$/.exec(parsed.path)?.[1];
  return undefined;
};

/** Whether AssumeRole would take it. */
export const isRoleArn = (text: string): boolean =>
  /^arn:[a-z0-9-]+:iam::\d{12}:role\/[\x21-\x7e]+$/.test(text);

/**
 * The user's name without its path when `callerArn` is an IAM user's; undefined for root, assumed roles and
 * federated users, which have no MFA device that a name could be derived for.
 */
export const userNameOf = (callerArn: string): string | undefined => {
  const parsed = parseNamedArn(callerArn);
  return parsed?.service === 'iam' && parsed.type === 'user' ? parsed.name : undefined;
};

/** The serial number a user's virtual device has when it was named after the user: a guess, and the partition is kept. */
export const derivedMfaSerial = (callerArn: string): string | undefined => {
  const name = userNameOf(callerArn);
  const arn = parseArn(callerArn);
  return name && arn ? `arn:${arn.partition}:iam::${arn.account}:mfa/${name}` : undefined;
};

/** FIDO security keys and passkeys: IAM lists them beside the others, STS cannot take them (`…:u2f/user/alice/key-…`). */
export const isFidoSerial = (serial: string): boolean =>
  parseArn(serial)?.resource.startsWith('u2f/') ?? false;

/** A device STS can check a code of: a virtual device's ARN (`…:mfa/name`) or a hardware serial (`GAHT12345678`). */
export const isMfaSerial = (serial: string): boolean =>
  serial.startsWith('arn:')
    ? (parseArn(serial)?.resource.startsWith('mfa/') ?? false)
    : /^[A-Za-z0-9_-]{9,256}$/.test(serial);
