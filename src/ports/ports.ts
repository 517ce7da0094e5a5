import type { Environment } from '../core/environment/environment.ts';
import type { Federation, Iam, Sts } from './aws.ts';
import type { Browser } from './browser.ts';
import type { AwsCliCache, LiveRecords, Memory, SessionCache } from './cache.ts';
import type { Clock, ServiceClock } from './clock.ts';
import type { SharedFiles } from './files.ts';
import type { Locks } from './locks.ts';
import type { CredentialSources, MfaProcess } from './sources.ts';
import type { Terminal } from './terminal.ts';

/** The interfaces through which awsrole carries out a plan. */
export interface Ports {
  readonly env: Environment;
  readonly clock: Clock;
  readonly serviceClock: ServiceClock;
  readonly files: SharedFiles;
  readonly sts: Sts;
  readonly iam: Iam;
  readonly federation: Federation;
  readonly browser: Browser;
  readonly sources: CredentialSources;
  readonly terminal: Terminal;
  /** `--unattended`: awsrole must not prompt, even with a terminal */
  readonly isUnattended?: boolean;
  readonly mfaProcess: MfaProcess;
  readonly cache: SessionCache;
  /** undefined when sharing with the AWS CLI is off (`AWSROLE_SHARE_CLI_CACHE=0` or `AWSROLE_CACHE=off`) */
  readonly awsCliCache: AwsCliCache | undefined;
  readonly live: LiveRecords;
  readonly memory: Memory;
  readonly locks: Locks;
  /** The command line with which the user changes this shell, made from `awsrole clear` or `awsrole PROFILE`. */
  readonly changing: (command: string) => string;
}
