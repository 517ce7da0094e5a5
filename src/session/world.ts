import type { Environment } from '../core/environment/environment.ts';
import type { Browser, Federation } from '../ports/console.ts';
import type {
  AwsCliCache,
  Clock,
  CredentialSources,
  Iam,
  LiveRecords,
  Locks,
  Memory,
  MfaProcess,
  SessionCache,
  SharedFiles,
  Sts,
  Terminal,
} from '../ports/ports.ts';

/** Everything outside that carrying out a plan touches. */
export interface World {
  readonly env: Environment;
  readonly clock: Clock;
  readonly files: SharedFiles;
  readonly sts: Sts;
  readonly iam: Iam;
  readonly federation: Federation;
  readonly browser: Browser;
  readonly sources: CredentialSources;
  readonly terminal: Terminal;
  /** `--unattended`: nobody is to be asked, though there may be a terminal */
  readonly isUnattended?: boolean;
  readonly mfaProcess: MfaProcess;
  readonly cache: SessionCache;
  /** undefined where sharing with the AWS CLI is turned off (`AWSROLE_SHARE_CLI_CACHE=0`) */
  readonly awsCliCache: AwsCliCache | undefined;
  readonly live: LiveRecords;
  readonly memory: Memory;
  readonly locks: Locks;
}

/** What a person may say about how a session is got. */
export interface ObtainOptions {
  /** six digits, already typed */
  readonly code?: string | undefined;
  /** cached role sessions do not count */
  readonly refresh?: boolean | undefined;
  /** milliseconds a cached session must last */
  readonly minLeft?: number | undefined;
  /** what was asked for, where a session that is alive may serve in place of one that lasts that long */
  readonly durationSeconds?: number | undefined;
}
