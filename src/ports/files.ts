/** The path and text of one shared file; the text of a missing file is undefined. */
export interface SourceFile {
  readonly path: string;
  readonly text: string | undefined;
}

/** The shared config file and the shared credentials file. */
export interface SharedFiles {
  readonly configPath: string;
  readonly credentialsPath: string;
  /** Returns the latest modification time of the two files, in epoch milliseconds; 0 when both are missing. */
  changedAt(): Promise<number>;
  /** Reads both files. @throws AwsroleError when a file exists and cannot be read */
  read(): Promise<{ config: SourceFile; credentials: SourceFile }>;
  /** @throws AwsroleError when the credentials file cannot be edited because it is a device, a pipe or a folder */
  checkCredentials(): Promise<void>;
  /**
   * Edits the credentials file under its lock. When the result of `edit` differs, awsrole replaces the file atomically,
   * keeps its symbolic link, owner and mode, and leaves one backup (`<name>.awsrole-backup`, mode 0600).
   *
   * @param edit given the text, undefined for a missing file; it may throw to change nothing
   */
  editCredentials(edit: (text: string | undefined) => string): Promise<{ changed: boolean; backup?: string }>;
  /** Edits the config file as `editCredentials` edits the credentials file. */
  editConfig(edit: (text: string | undefined) => string): Promise<{ changed: boolean; backup?: string }>;
}
