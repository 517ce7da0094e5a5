/** The parts of an ARN: `arn:partition:service:region:account:resource`. */
export interface Arn {
  readonly partition: string;
  readonly service: string;
  readonly region: string;
  readonly account: string;
  /** everything after the account, colons included: `role/team/Admin` */
  readonly resource: string;
}

/** The parts of an IAM or STS ARN, with its resource split into type, path and name. */
interface NamedArn extends Arn {
  /** `role`, `user`, `mfa`, `u2f`, `assumed-role`, … */
  readonly type: string;
  /** the path between type and name with both slashes: `/` or `/team/` */
  readonly path: string;
  readonly name: string;
}

/** Parses an ARN; undefined when the text is not an ARN. */
export const parseArn = (text: string): Arn | undefined => {
  const match = /^arn:([a-z][a-z0-9-]*):([a-z0-9-]+):([a-z0-9-]*):([^:\s]*):(\S+)$/.exec(text);
  if (!match) return undefined;
  const [, partition = '', service = '', region = '', account = '', resource = ''] = match;
  return { partition, service, region, account, resource };
};

/**
 * Parses an ARN with a resource of the form `type/path/name`; undefined for other text. For `assumed-role`, `path` has
 * the role's name and `name` is the role session name.
 */
export const parseNamedArn = (text: string): NamedArn | undefined => {
  const arn = parseArn(text);
  const match = arn && /^([a-z0-9-]+)(\/(?:.*\/)?)([^/]+)$/.exec(arn.resource);
  if (!arn || !match) return undefined;
  const [, type = '', path = '', name = ''] = match;
  return { ...arn, type, path, name };
};

/** The account ID (twelve digits) in an ARN, or undefined. */
export const accountOf = (arn: string): string | undefined => {
  const account = parseArn(arn)?.account;
  return account && /^\d{12}$/.test(account) ? account : undefined;
};

/**
 * The role's name without its path, from the ARN of a role or of a role session
 * (`arn:aws:sts::…:assumed-role/Role/session`); undefined for other ARNs.
 */
export const roleNameOf = (arn: string): string | undefined => {
  const parsed = parseNamedArn(arn);
  if (parsed?.type === 'role' && parsed.service === 'iam') return parsed.name;
  if (parsed?.type === 'assumed-role') return /^\/([^/]+)\/$/.exec(parsed.path)?.[1];
  return undefined;
};

/**
 * Whether the text is the ARN of a role: an optional path, then a name (IAM API reference, CreateRole: `RoleName` and
 * `Path`). A path without a name, `role/team/`, is not a role.
 */
export const isRoleArn = (text: string): boolean =>
  /^arn:[a-z][a-z0-9-]*:iam::\d{12}:role\/(?:[\x21-\x7e]+\/)?[\w+=,.@-]{1,64}$/.test(text);

/**
 * The IAM user's name without its path; undefined for the root user, assumed roles and federated users, for which the
 * name of an MFA device cannot be derived.
 */
export const userNameOf = (callerArn: string): string | undefined => {
  const parsed = parseNamedArn(callerArn);
  return parsed?.service === 'iam' && parsed.type === 'user' ? parsed.name : undefined;
};

/** The serial number of a virtual MFA device that has the user's name: a guess, since users can name devices freely. */
export const derivedMfaSerial = (callerArn: string): string | undefined => {
  const name = userNameOf(callerArn);
  const arn = parseArn(callerArn);
  return name && arn ? `arn:${arn.partition}:iam::${arn.account}:mfa/${name}` : undefined;
};

/**
 * Whether the serial number is that of a FIDO security key or passkey (`…:u2f/user/alice/key-…`). STS has no codes for
 * these.
 */
export const isFidoSerial = (serial: string): boolean =>
  parseArn(serial)?.resource.startsWith('u2f/') ?? false;

/** Whether STS can check codes of the device: a virtual device (`…:mfa/name`) or a hardware token (`GAHT12345678`). */
export const isMfaSerial = (serial: string): boolean =>
  serial.startsWith('arn:')
    ? (parseArn(serial)?.resource.startsWith('mfa/') ?? false)
    : /^[A-Za-z0-9_-]{9,256}$/.test(serial);
