/** The text of one shared file, or undefined where there is no such file. */
export interface SourceFile {
  readonly path: string;
  readonly text: string | undefined;
}

/** The two shared files (`AWS_CONFIG_FILE`, `AWS_SHARED_CREDENTIALS_FILE` or their defaults). */
export interface SharedFiles {
  readonly configPath: string;
  readonly credentialsPath: string;
  /** epoch milliseconds of the younger file's last change, 0 when there is neither */
  changedAt(): Promise<number>;
  /** Reads both. A file that exists but cannot be read is an AwsroleError. */
  read(): Promise<{ config: SourceFile; credentials: SourceFile }>;
  /** @throws AwsroleError when the credentials file is none that could be edited: a device, a pipe, a folder */
  checkCredentials(): Promise<void>;
  /**
   * Edits the credentials file: under its lock reads the text, gives it to `edit`, and replaces the file
   * atomically when the result differs. Link, owner and mode are kept; one backup (`<name>.awsrole-backup`, 0600) is left.
   * `edit` gets undefined when there is no file, and may throw to change nothing.
   */
  editCredentials(edit: (text: string | undefined) => string): Promise<{ changed: boolean; backup?: string }>;
  /** The same for the config file. */
  editConfig(edit: (text: string | undefined) => string): Promise<{ changed: boolean; backup?: string }>;
}
