/** The local STS and IAM with its demo profiles. */
export interface SandboxRunner {
  /** Runs a command, or a shell without one, in a new sandbox. Returns its exit status as a shell reports it. */
  run(command: readonly string[]): Promise<number>;
  /** Returns an unused MFA code of the sandbox in which this process runs; waits for the next one when necessary. */
  code(): Promise<string>;
}
