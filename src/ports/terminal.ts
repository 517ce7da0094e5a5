export interface Terminal {
  /** true when there is a terminal device to ask on (/dev/tty), whatever the standard streams are */
  readonly canAsk: boolean;
  /** true when stderr is a terminal: spinners and colours go there */
  readonly isInteractive: boolean;
  /**
   * Asks on the terminal device, never on stdin. The prompt is written there as it is (already made safe),
   * input is read with echo until Enter. Ctrl-C and Ctrl-D throw Cancelled. Ends with an AwsroleError
   * after `timeoutMs`. Throws an AwsroleError when there is no terminal.
   */
  ask(
    prompt: string,
    options?: { timeoutMs?: number; accept?: (answer: string) => string | undefined },
  ): Promise<string>;
  /** Shows a line that is redrawn every second on an interactive stderr, nothing in a pipe; call the result to take it away. */
  progress(text: () => string): () => void;
  /** `awsrole: …` on stderr, one line, foreign control characters made visible. */
  note(text: string): void;
}
