/**
 * A failure that a person can act on. The message says what is wrong (lower case, no full stop, with the
 * profile, file and line), each hint is one remedy. Neither ever holds a secret. Anything else that is thrown
 * is a bug.
 */
export class AwsroleError extends Error {
  override readonly name = 'AwsroleError';
  readonly hints: readonly string[];
  /** 1 failure · 2 usage · 126/127 as a shell for `exec` · 130 cancelled */
  readonly exitCode: number;
  /** The service's error code (`AccessDenied`, `ValidationError`, …) when a service said no. */
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

/** Wrong words on the command line: exit code 2. */
export const usageError = (message: string, ...hints: string[]): AwsroleError =>
  new AwsroleError(message, { hints, exitCode: 2 });

/** The person pressed Ctrl-C (or Ctrl-D) at a question: exit code 130, nothing printed. */
export class Cancelled extends Error {
  override readonly name = 'Cancelled';
}
