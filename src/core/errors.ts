/**
 * A failure that the user can act on; any other thrown error is a bug. The message states the problem and names the
 * profile, the file and the line (lower case, no full stop). Each hint is one remedy. Messages and hints never contain
 * a secret.
 */
export class AwsroleError extends Error {
  override readonly name = 'AwsroleError';
  readonly hints: readonly string[];
  /** 1 failure, 2 usage, 130 cancelled; `exec` uses 126 and 127 with the meaning that shells give them */
  readonly exitCode: number;
  /** the error code of STS or IAM (`AccessDenied`, `ValidationError`, …), undefined when no service refused the call */
  readonly code: string | undefined;

  constructor(
    message: string,
    options: { hints?: readonly string[]; exitCode?: number; code?: string; cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.hints = options.hints ?? [];
    this.exitCode = options.exitCode ?? 1;
    this.code = options.code;
  }
}

/** The profile that the user named does not exist. */
export class UnknownProfile extends AwsroleError {
  readonly profile: string;

  constructor(profile: string, message: string, hints: readonly string[]) {
    super(message, { hints });
    this.profile = profile;
  }
}

/** An error about wrong arguments, options or environment variables, with exit code 2. */
export const usageError = (message: string, ...hints: string[]): AwsroleError =>
  new AwsroleError(message, { hints, exitCode: 2 });

/** The user pressed Ctrl-C or Ctrl-D at a prompt: awsrole exits with 130 and prints nothing. */
export class Cancelled extends Error {
  override readonly name = 'Cancelled';
}
