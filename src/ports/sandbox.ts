/** The local STS and IAM with its demo profiles. */
export interface SandboxRunner {
  /** Runs a command (or, with none, a shell) inside a fresh sandbox; its exit status, as a shell would have it. */
  run(command: readonly string[]): Promise<number>;
  /** An MFA code that was not used yet, from the sandbox this process runs in; waits for the next step if it must. */
  code(): Promise<string>;
}
