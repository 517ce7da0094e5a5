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
  /** Reads the credentials file. @throws AwsroleError when it exists and cannot be read */
  readCredentials(): Promise<SourceFile>;
  /** @throws AwsroleError when the credentials file cannot be edited because it is a device, a pipe or a folder */
  checkCredentials(): Promise<void>;
  /**
   * Edits the credentials file under its lock. When the result of `edit` differs, awsrole replaces the file atomically
   * and keeps its symbolic link, owner, mode, ACL and extended attributes.
   */
  editCredentials(edit: FileEdit): Promise<FileChange>;
  /** Edits the config file as `editCredentials` edits the credentials file. */
  editConfig(edit: FileEdit): Promise<FileChange>;
}

/**
 * Makes the new text of a shared file from its text, which is undefined for a missing file. It may throw to change
 * nothing.
 */
export type FileEdit = (text: string | undefined) => {
  readonly text: string;
  /** whether the edit replaces something that a person wrote; awsrole then keeps a backup */
  readonly needsBackup?: boolean;
};

/** What an edit did. */
export interface FileChange {
  readonly changed: boolean;
  /** the path of the backup: `<name>.awsrole-backup-<number>`, mode 0600 */
  readonly backup?: string;
}
