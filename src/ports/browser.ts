export interface Browser {
  /** Rejects with an AwsroleError where no browser could be started, so that nothing is called in vain. */
  check(): Promise<void>;
  /**
   * Shows a page in the person's browser. Resolves once the browser has come for it.
   *
   * @param url a secret: it stands in no command line, which other users of the machine can read
   * @throws AwsroleError when no browser came
   */
  open(url: string): Promise<void>;
}
