import type { Environment } from '../core/environment/environment.ts';
import type { Federation, Iam, Sts } from './aws.ts';
import type { Browser } from './browser.ts';
import type { AwsCliCache, LiveRecords, Memory, SessionCache } from './cache.ts';
import type { Clock } from './clock.ts';
import type { SharedFiles } from './files.ts';
import type { Locks } from './locks.ts';
import type { CredentialSources, MfaProcess } from './sources.ts';
import type { Terminal } from './terminal.ts';

/** Everything outside that carrying out a plan touches. */
export interface Ports {
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
