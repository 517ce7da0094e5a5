import type { Session } from '../core/aws/credentials.ts';
import type { SessionKey } from '../core/plan/session-key.ts';
import type { AwsCliStep } from '../core/plan/types.ts';
import type { RecordedFile } from '../core/records/live-record.ts';

export interface SessionCache {
  /** false where sessions end with this process (`AWSROLE_CACHE=off`): others neither share nor renew them */
  readonly isPersistent: boolean;
  /** The entry, expired or not, or undefined. What is corrupt, foreign or readable by others is ignored with a note. */
  read(key: SessionKey): Promise<Session | undefined>;
  /** `read` for about `count` keys: the folder is read once where that is less work, and a key without an entry costs nothing then. */
  readerFor(count: number): Promise<SessionCache['read']>;
  /** Atomic, owner-only. A cache that cannot be written is a note, not an error. */
  write(key: SessionKey, session: Session, label: string): Promise<void>;
  remove(key: SessionKey): Promise<void>;
  /** Everything awsrole has cached, for `logout`. Returns how many entries were removed. */
  clear(): Promise<number>;
}

/** The AWS CLI's own cache of role sessions (`~/.aws/cli/cache`), read and written in its format. */
export interface AwsCliCache {
  /** the config file beside it, which the AWS CLI reads when nobody names another */
  readonly configPath: string;
  /**
   * The session, when its file was written (epoch milliseconds) and whether awsrole wrote it, or undefined; expired
   * ones too.
   */
  read(step: AwsCliStep): Promise<{ session: Session; modifiedAt: number; isOwn: boolean } | undefined>;
  /** Leaves a live entry that lasts longer alone. A cache that cannot be written is a note, not an error. */
  write(step: AwsCliStep, session: Session): Promise<void>;
  /** Removes the entry only while it still holds that key. Returns whether it did. */
  remove(step: AwsCliStep, accessKeyId: string): Promise<boolean>;
}

export interface FileState {
  readonly path: string;
  /** undefined where there is no such file */
  readonly state: { readonly mtimeNs: bigint; readonly ino: bigint; readonly size: bigint } | undefined;
}

/** The state of both shared files at one moment, before they were read. */
export interface FilesState {
  readonly config: FileState;
  readonly credentials: FileState;
}

/** What the program leaves for the shells, so that they need not start it. That it cannot be left is never an error. */
export interface LiveRecords {
  observe(): Promise<FilesState>;
  /**
   * Writes the record of a profile, tied to what was seen; left out when a file is not in that state any more, or
   * changed so recently that a further change could go unnoticed.
   *
   * @param record the text, given the stamps; undefined when there is nothing to write
   */
  write(
    profile: string,
    seen: FilesState,
    record: (files: { config: RecordedFile; credentials: RecordedFile }) => string | undefined,
  ): Promise<void>;
  /** The same for the list of names that completion reads. */
  writeNames(
    seen: FilesState,
    record: (files: { config: RecordedFile; credentials: RecordedFile }) => string,
  ): Promise<void>;
  /** Takes all records away. @throws AwsroleError when one stays, with the secrets in it */
  clear(): Promise<void>;
}

/** Facts worth keeping that are no secrets (the discovered serial of a key, the last used code's time step). */
export interface Memory {
  get(name: string): Promise<string | undefined>;
  set(name: string, value: string): Promise<void>;
}
