/** The user's terminal: prompts and progress on the terminal device, notes on standard error. */
export interface Terminal {
  /** whether awsrole can prompt on a terminal device (/dev/tty), independent of the standard streams */
  readonly canAsk: boolean;
  /** whether standard error is a terminal */
  readonly isInteractive: boolean;
  /**
   * Prompts on the terminal device, never on standard input, and reads a line with echo. Writes the prompt unchanged:
   * the caller has escaped control characters.
   *
   * @param options.accept returns a complaint about an answer, after which awsrole prompts again, or undefined
   * @throws Cancelled on Ctrl-C and Ctrl-D; AwsroleError after `timeoutMs`, or without a terminal
   */
  ask(
    prompt: string,
    options?: { timeoutMs?: number; accept?: (answer: string) => string | undefined },
  ): Promise<string>;
  /** Shows a line that is redrawn every second on an interactive terminal. Returns a function that removes the line. */
  progress(text: () => string): () => void;
  /** Writes the line `awsrole: …` to standard error, with control characters escaped. */
  note(text: string): void;
}
