/** The user's web browser. */
export interface Browser {
  /** Rejects with an AwsroleError when awsrole cannot start a browser. Commands check this before any AWS call. */
  check(): Promise<void>;
  /**
   * Opens a page in the browser. Resolves once the browser has requested the page.
   *
   * @param url a secret, so it appears in no command line: other users of the machine can read command lines
   * @throws AwsroleError when no browser requests the page
   */
  open(url: string): Promise<void>;
}
