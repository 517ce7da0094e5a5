import type { Credentials } from '../core/aws/credentials.ts';

/** Where credentials come from that are not in a file. All throw AwsroleError with the profile's name. */
export interface CredentialSources {
  /** Runs a `credential_process` command (botocore's word splitting, no shell) and reads its version-1 JSON. */
  process(command: string, profile: string): Promise<Credentials>;
  /** `aws configure export-credentials --profile P --format process`, for Identity Center and `aws login`. */
  awsCli(profile: string): Promise<Credentials>;
  container(): Promise<Credentials>;
  instance(): Promise<Credentials>;
  /** The trimmed text of a web identity token file. */
  webIdentityToken(file: string): Promise<string>;
}

export interface MfaProcess {
  /** Runs a profile's `mfa_process` through a shell and finds the six digits in what it prints. */
  code(command: string, profile: string): Promise<string>;
}
