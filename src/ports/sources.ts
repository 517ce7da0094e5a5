import type { Credentials } from '../core/aws/credentials.ts';

/**
 * The credential sources outside the shared files. Every method throws AwsroleError when it finds no credentials. Its
 * message begins with `subject`: the profile and the setting with file and line.
 */
export interface CredentialSources {
  /** Runs a `credential_process` (word splitting as in botocore, no shell) and parses its version-1 JSON. */
  process(command: string, profile: string, subject: string): Promise<Credentials>;
  /**
   * Runs `aws configure export-credentials --profile P --format process`, for Identity Center and `aws login`.
   *
   * @param region the region of the AWS CLI, in place of the shell's
   */
  awsCli(profile: string, subject: string, region: string | undefined): Promise<Credentials>;
  container(subject: string): Promise<Credentials>;
  instance(subject: string): Promise<Credentials>;
  /** Returns the trimmed text of a web identity token file. */
  webIdentityToken(file: string, subject: string): Promise<string>;
}

/** The `mfa_process` of a profile. */
export interface MfaProcess {
  /** Runs the command in a shell and returns the six digits of its output. */
  code(command: string, subject: string): Promise<string>;
}
