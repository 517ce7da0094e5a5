import type { Setting } from '../ini/setting.ts';
import type { ManagedSection, StaticKeys } from '../profiles/static-keys.ts';

/** The STS endpoint of a plan's calls. */
export interface Endpoint {
  /** the URL in place of the regional endpoint, and where it was set */
  readonly url: string | undefined;
  readonly urlFrom: string | undefined;
  /** signing region and where it was set; `the partition's default` when it is not set */
  readonly region: string;
  readonly regionFrom: string;
  readonly partition: string;
  readonly useFips: boolean;
  readonly useDualstack: boolean;
  /** the settings that choose FIPS and dual-stack, as text for the user; undefined without that choice */
  readonly fipsFrom: string | undefined;
  readonly dualstackFrom: string | undefined;
}

/** The credential source of a plan. */
export type Source = SourceOfKind & {
  /** the settings of its profile over which the source takes precedence */
  readonly shadowed?: readonly Setting[];
};

type SourceOfKind =
  | {
      readonly kind: 'static';
      readonly profile: string;
      readonly keys: StaticKeys;
      /** how to renew session keys after their end, as a hint */
      readonly renewal: string;
    }
  | { readonly kind: 'environment'; readonly profile: string; readonly setting: Setting }
  | { readonly kind: 'process'; readonly profile: string; readonly command: Setting }
  | {
      readonly kind: 'sso';
      readonly profile: string;
      readonly setting: Setting;
      /** sign-in session, account and role, which identify the credentials */
      readonly identity: readonly string[];
    }
  | {
      readonly kind: 'login';
      readonly profile: string;
      readonly setting: Setting;
      /** the profile's own region, in which its sign-in session is renewed */
      readonly region: Setting | undefined;
    }
  | { readonly kind: 'container' | 'instance'; readonly profile: string; readonly setting: Setting }
  /** AssumeRoleWithWebIdentity needs no credentials: the token file replaces them */
  | { readonly kind: 'web-identity'; readonly profile: string; readonly tokenFile: Setting };

/** What follows from the kind of a source. A new kind needs a line here. */
export const SOURCE_FACTS: Readonly<
  Record<
    Source['kind'],
    {
      /** signs in with session credentials: they cannot call GetSessionToken, and STS limits a role from them to 1 h */
      readonly givesSession: boolean;
      /** depends on more than the two shared files, so that no live record can hold a session from it */
      readonly usesEnvironment: boolean;
    }
  >
> = {
  static: { givesSession: false, usesEnvironment: false },
  environment: { givesSession: false, usesEnvironment: true },
  process: { givesSession: false, usesEnvironment: false },
  sso: { givesSession: true, usesEnvironment: false },
  login: { givesSession: true, usesEnvironment: false },
  container: { givesSession: false, usesEnvironment: true },
  instance: { givesSession: false, usesEnvironment: false },
  'web-identity': { givesSession: false, usesEnvironment: false },
};

/** The role session name behind a web identity token, which names no caller before the call. */
export const WEB_IDENTITY_SESSION_NAME = 'awsrole';

/** How MFA enters a plan. */
export type MfaUse =
  /** no MFA: no setting requires it, or the source cannot carry it */
  | { readonly mode: 'none' }
  /** one MFA session (GetSessionToken) signs the first AssumeRole, or is the result itself */
  | { readonly mode: 'session'; readonly serial: Setting | undefined; readonly durationSeconds: number }
  /** AssumeRole itself carries the code, signed by long-term keys: the only way to more than one hour */
  | { readonly mode: 'code'; readonly serial: Setting | undefined }
  /**
   * No serial number is set: awsrole first calls AssumeRole without MFA. When STS refuses, awsrole looks up the device
   * and uses the mode `then`.
   */
  | {
      readonly mode: 'if-refused';
      readonly then: 'session' | 'code';
      readonly durationSeconds: number;
    };

/** One AssumeRole call. */
export interface RoleStep {
  readonly profile: string;
  readonly roleArn: Setting;
  readonly externalId: Setting | undefined;
  readonly sourceIdentity: Setting | undefined;
  /** the configured or given name; undefined for the name of the IAM user */
  readonly roleSessionName: string | undefined;
  /** DurationSeconds of the call, within the known limits */
  readonly durationSeconds: number;
  /** where the duration was set, or why it was reduced, as text for the user */
  readonly durationFrom: string;
  /** the key of this step in the AWS CLI's cache; undefined when awsrole does not share the step with that cache */
  readonly awsCli: AwsCliStep | undefined;
}

/** The parts of the AWS CLI's cache key for AssumeRole, from the settings of the profile itself. */
export interface AwsCliStep {
  readonly RoleArn: string;
  readonly RoleSessionName?: string;
  readonly ExternalId?: string;
  readonly SerialNumber?: string;
  readonly DurationSeconds?: number;
}

/** The steps from a credential source to the requested profile. */
export interface Plan {
  readonly profile: string;
  readonly source: Source;
  readonly mfa: MfaUse;
  /** the managed sections that hold, or will hold, this plan's MFA session */
  readonly managed: readonly ManagedSection[];
  /** in call order; empty when the credentials of the source or the MFA session are the result */
  readonly roles: readonly RoleStep[];
  readonly endpoint: Endpoint;
  readonly iamEndpoint: { readonly url: string | undefined };
  /** the custom endpoint for the console sign-in */
  readonly signinEndpoint: { readonly url: string | undefined };
  /** the file of trusted certificates that the profile names (`ca_bundle`) */
  readonly caBundle: Setting | undefined;
  /** the `ca_bundle` of another profile of the chain, which does not apply to this plan; undefined beside `caBundle` */
  readonly otherCaBundle: { readonly profile: string; readonly setting: Setting } | undefined;
  /** the shell's region, where it was set, and whether the profile or an option set it; undefined when it is not set */
  readonly region: { readonly value: string; readonly from: string; readonly own: boolean } | undefined;
  /** six hexadecimal digits, as `profileColor` returns them */
  readonly color: string | undefined;
  readonly mfaProcess: Setting | undefined;
  /** settings in different partitions, which STS refuses, as a sentence for the user; also among the notes */
  readonly partitionConflict: string | undefined;
  /** notes for the user, lower case and without a full stop */
  readonly notes: readonly string[];
  /** notes for the user that apply only when awsrole makes a new MFA session */
  readonly mfaNotes: readonly string[];
  /** how to avoid the prompt for an MFA code; undefined when there is no way. A function, because few callers need it */
  readonly mfaAdvice: () => string | undefined;
}

/** The command-line options that change a plan. */
export interface PlanOptions {
  readonly durationSeconds?: number | undefined;
  readonly region?: string | undefined;
  readonly roleSessionName?: string | undefined;
}
