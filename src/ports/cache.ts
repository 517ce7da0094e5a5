import type { Session } from '../core/aws/credentials.ts';
import type { SessionKey } from '../core/plan/session-key.ts';
import type { AwsCliStep } from '../core/plan/types.ts';
import type { RecordedFile } from '../core/records/live-record.ts';

/** awsrole's own cache of role sessions and MFA sessions. */
export interface SessionCache {
  /** false when sessions end with this process (`AWSROLE_CACHE=off`): other processes neither share nor renew them */
  readonly isPersistent: boolean;
  /**
   * Returns the session of an entry, live or expired; undefined without an entry. Ignores, with a note, an entry that
   * is corrupt, that belongs to another user, or that other users can read.
   */
  read(key: SessionKey): Promise<Session | undefined>;
  /**
   * Returns a `read` for about `count` keys. For many keys it lists the cache folder once, and then opens no file for a
   * key without an entry.
   */
  readerFor(count: number): Promise<SessionCache['read']>;
  /** Writes an entry atomically, readable by its owner only. An unwritable cache causes a note, not an error. */
  write(key: SessionKey, session: Session, label: string): Promise<void>;
  remove(key: SessionKey): Promise<void>;
  /** Removes all entries. Returns their number. */
  clear(): Promise<number>;
}

/** The AWS CLI's own cache of role sessions (`~/.aws/cli/cache`), read and written in its format. */
export interface AwsCliCache {
  /** the config file in the folder of the cache, which the AWS CLI reads by default */
  readonly configPath: string;
  /**
   * Returns an entry, live or expired: the session, the time at which its file was written (epoch milliseconds), and
   * whether awsrole wrote it. Returns undefined without an entry.
   */
  read(step: AwsCliStep): Promise<{ session: Session; modifiedAt: number; isOwn: boolean } | undefined>;
  /** Writes an entry, except over a live one that lasts longer. An unwritable cache causes a note, not an error. */
  write(step: AwsCliStep, session: Session): Promise<void>;
  /**
   * Removes every entry that awsrole wrote and no other tool has replaced since. Returns their number.
   *
   * @throws AwsroleError when an entry cannot be removed, after removing the others
   */
  clear(): Promise<number>;
}

/** The state of one shared file. */
export interface FileState {
  readonly path: string;
  /** undefined for a missing file */
  readonly state: Readonly<Record<'mtimeNs' | 'ctimeNs' | 'ino' | 'size', bigint>> | undefined;
}

/** The state of both shared files at one moment, before awsrole reads them. */
export interface FilesState {
  readonly config: FileState;
  readonly credentials: FileState;
}

/** The records from which shells and launcher answer without Node. A failed write is never an error. */
export interface LiveRecords {
  /** Returns the present state of the shared files. */
  observe(): Promise<FilesState>;
  /**
   * Writes the record of a profile, tied to a state of the shared files. Writes nothing when a file is no longer in
   * that state, or when its modification time might not show a further change.
   *
   * @param record makes the text from the stamps; returns undefined when there is nothing to write
   */
  write(
    profile: string,
    seen: FilesState,
    record: (files: { config: RecordedFile; credentials: RecordedFile }) => string | undefined,
  ): Promise<void>;
  /** Writes the record of profile names for completion, on the conditions of `write`. */
  writeNames(
    seen: FilesState,
    record: (files: { config: RecordedFile; credentials: RecordedFile }) => string,
  ): Promise<void>;
  /** Removes all records. @throws AwsroleError when a record, which contains secrets, cannot be removed */
  clear(): Promise<void>;
}

/** Facts in the cache that are not secret: the device and the identity of an access key, the last used code. */
export interface Memory {
  get(name: string): Promise<string | undefined>;
  set(name: string, value: string): Promise<void>;
}
