import type { CallerIdentity, Credentials, Session } from '../core/aws/credentials.ts';
import type { SessionKey } from '../core/plan/session-key.ts';
import type { AwsCliStep } from '../core/plan/types.ts';
import type { RecordedFile } from '../core/records/live-record.ts';

/** The clock; tests bring their own. */
export interface Clock {
  /** epoch milliseconds */
  now(): number;
  /** Resolves after `milliseconds`; rejects with the signal's reason when it is aborted. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
}

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

/** A PEM file with the certificates to trust, and the `file:line` that names it. */
export interface CaBundle {
  readonly path: string;
  readonly from: string;
}

/** How one STS or IAM call is to be sent. */
export interface CallSettings {
  readonly credentials: Credentials;
  /** signing region and, without `endpoint`, the regional endpoint */
  readonly region: string;
  /** a whole URL that replaces the regional endpoint */
  readonly endpoint?: string | undefined;
  readonly useFips?: boolean | undefined;
  readonly useDualstack?: boolean | undefined;
  /** the profile's; the environment may name another one */
  readonly caBundle?: CaBundle | undefined;
}

export interface AssumeRoleRequest {
  readonly roleArn: string;
  readonly roleSessionName: string;
  /** seconds */
  readonly durationSeconds?: number | undefined;
  readonly externalId?: string | undefined;
  readonly sourceIdentity?: string | undefined;
  readonly serialNumber?: string | undefined;
  readonly tokenCode?: string | undefined;
}

/**
 * STS. Every method throws ServiceError when the service (or the way to it) says no; throttling and
 * network faults that surely did not reach the service have then been retried already.
 */
export interface Sts {
  getCallerIdentity(settings: CallSettings): Promise<CallerIdentity>;
  /** @param durationSeconds 900 to 129600 */
  getSessionToken(
    settings: CallSettings,
    request: { durationSeconds: number; serialNumber?: string; tokenCode?: string },
  ): Promise<Session>;
  assumeRole(settings: CallSettings, request: AssumeRoleRequest): Promise<Session>;
  assumeRoleWithWebIdentity(
    settings: Omit<CallSettings, 'credentials'>,
    request: {
      roleArn: string;
      roleSessionName: string;
      durationSeconds?: number | undefined;
      webIdentityToken: string;
    },
  ): Promise<Session>;
  /** Loads and connects ahead of a call (module, TLS) while a person types. Never throws. */
  warmUp(settings: Omit<CallSettings, 'credentials'>): void;
}

export interface Iam {
  /** Serial numbers of the caller's own MFA devices, as IAM lists them (FIDO ones too). */
  listMfaDevices(settings: CallSettings): Promise<string[]>;
  listAccountAliases(settings: CallSettings): Promise<string[]>;
}

/** Where credentials come from that are not in a file. All throw AwsroleError with the profile's name. */
export interface CredentialSources {
  /** Runs a `credential_process` command (botocore's word splitting, no shell) and reads its version-1 JSON. */
  process(command: string, profile: string): Promise<Credentials>;
  /** `aws configure export-credentials --profile P --format process`, for Identity Center and `aws login`. */
  awsCli(profile: string): Promise<Credentials>;
  container(): Promise<Credentials>;
  instance(): Promise<Credentials>;
  /** The trimmed text of a web identity token file. */
  webIdentityToken(file: string): Promise<string>;
}

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

export interface MfaProcess {
  /** Runs a profile's `mfa_process` through a shell and finds the six digits in what it prints. */
  code(command: string, profile: string): Promise<string>;
}

export type { SessionKey } from '../core/plan/session-key.ts';

export interface SessionCache {
  /** false where sessions end with this process (`AWSROLE_CACHE=off`): others neither share nor renew them */
  readonly isKept: boolean;
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

/** The state of both shared files at one moment, before they were read. */
export interface FilesSeen {
  readonly config: FileSeen;
  readonly credentials: FileSeen;
}

export interface FileSeen {
  readonly path: string;
  /** undefined where there is no such file */
  readonly state: { readonly mtimeNs: bigint; readonly ino: bigint; readonly size: bigint } | undefined;
}

/** What the program leaves for the shells, so that they need not start it. That it cannot be left is never an error. */
export interface LiveRecords {
  look(): Promise<FilesSeen>;
  /**
   * Writes the record of a profile, tied to what was seen; left out when a file is not in that state any more, or
   * changed so recently that a further change could go unnoticed.
   *
   * @param record the text, given the stamps; undefined when there is nothing to write
   */
  write(
    profile: string,
    seen: FilesSeen,
    record: (files: { config: RecordedFile; credentials: RecordedFile }) => string | undefined,
  ): Promise<void>;
  /** The same for the list of names that completion reads. */
  writeNames(
    seen: FilesSeen,
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

export interface LockHolder {
  readonly pid: number;
  readonly doing: string;
}

export interface Locks {
  /**
   * Runs `work` while holding the lock `name`; a holder that died never blocks. While waiting, `isDone` is asked at
   * every poll, and once more when the lock was taken: once it gives a value, that is the result and no work is done. `onWait` is told the holder
   * once, after a second. Gives up with an AwsroleError after `timeoutMs`.
   */
  withLock<T>(
    name: string,
    work: () => Promise<T>,
    options: {
      doing: string;
      timeoutMs: number;
      isDone?: () => Promise<T | undefined>;
      onWait?: (holder: LockHolder | undefined) => void;
    },
  ): Promise<T>;
}

/** The local STS and IAM with its demo profiles. */
export interface SandboxRunner {
  /** Runs a command (or, with none, a shell) inside a fresh sandbox; its exit status, as a shell would have it. */
  run(command: readonly string[]): Promise<number>;
  /** An MFA code that was not used yet, from the sandbox this process runs in; waits for the next step if it must. */
  code(): Promise<string>;
}
