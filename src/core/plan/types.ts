import type { Setting } from '../ini/setting.ts';
import type { ManagedSection, StaticKeys } from '../profiles/static-keys.ts';

/** The service a plan's calls go to. */
export interface Endpoint {
  /** a whole URL in place of the regional endpoint, and where it was written */
  readonly url: string | undefined;
  readonly urlFrom: string | undefined;
  /** signing region and where it was written; `the partition's default` when nobody wrote one */
  readonly region: string;
  readonly regionFrom: string;
  readonly partition: string;
  readonly useFips: boolean;
  readonly useDualstack: boolean;
}

/** Where a plan's first credentials come from. */
export type Source =
  | { readonly kind: 'static'; readonly profile: string; readonly keys: StaticKeys }
  | { readonly kind: 'environment'; readonly profile: string; readonly setting: Setting }
  | { readonly kind: 'process'; readonly profile: string; readonly command: Setting }
  | {
      readonly kind: 'sso';
      readonly profile: string;
      readonly setting: Setting;
      /** sign-in, account and role: whose credentials these are */
      readonly identity: readonly string[];
    }
  | { readonly kind: 'login'; readonly profile: string; readonly setting: Setting }
  | { readonly kind: 'container' | 'instance'; readonly profile: string; readonly setting: Setting }
  /** AssumeRoleWithWebIdentity needs no credentials: the token file is the proof */
  | { readonly kind: 'web-identity'; readonly profile: string; readonly tokenFile: Setting };

/** How MFA enters a plan. */
export type MfaUse =
  /** not at all: nobody asks for it or the source cannot carry it */
  | { readonly mode: 'none' }
  /** one MFA session (GetSessionToken) signs the first AssumeRole, or is the result itself */
  | { readonly mode: 'session'; readonly serial: Setting | undefined; readonly durationSeconds: number }
  /** the code goes into AssumeRole itself, signed by long-term keys: the only way past one hour */
  | { readonly mode: 'code'; readonly serial: Setting | undefined }
  /** no serial is written anywhere: without first, and if STS refuses, the device is looked up; `then` as above */
  | {
      readonly mode: 'if-refused';
      readonly then: 'session' | 'code';
      readonly durationSeconds: number;
    };

/** One AssumeRole. */
export interface RoleStep {
  readonly profile: string;
  readonly roleArn: Setting;
  readonly externalId: Setting | undefined;
  readonly sourceIdentity: Setting | undefined;
  /** as written or given; without one the IAM user's name is used */
  readonly roleSessionName: string | undefined;
  /** seconds to ask for, after the caps that are known beforehand */
  readonly durationSeconds: number;
  /** where the duration comes from, in words */
  readonly durationFrom: string;
  /** what the AWS CLI would use to find its own cache entry for this step; undefined where it would not cache */
  readonly awsCli: AwsCliStep | undefined;
}

/** The parts of the AWS CLI's cache key for AssumeRole; only what the profile itself says. */
export interface AwsCliStep {
  readonly RoleArn: string;
  readonly RoleSessionName?: string;
  readonly ExternalId?: string;
  readonly SerialNumber?: string;
  readonly DurationSeconds?: number;
}

/** The way from a credential source to the asked profile. */
export interface Plan {
  readonly profile: string;
  readonly source: Source;
  readonly mfa: MfaUse;
  /** sections of the credentials file that hold, or are to hold, this plan's MFA session */
  readonly managed: readonly ManagedSection[];
  /** in the order of the calls; empty when the source or the MFA session is the result */
  readonly roles: readonly RoleStep[];
  readonly endpoint: Endpoint;
  readonly iamEndpoint: { readonly url: string | undefined };
  /** where the console signs in, when somebody wrote an endpoint in its place */
  readonly signinEndpoint: { readonly url: string | undefined };
  /** the certificates to trust, when the profile names a bundle */
  readonly caBundle: Setting | undefined;
  /** the region this profile gives to the shell, and where it was written; undefined when nobody says */
  readonly region: { readonly value: string; readonly from: string; readonly own: boolean } | undefined;
  /** six digits, as `profileColor` gives it */
  readonly color: string | undefined;
  readonly mfaProcess: Setting | undefined;
  /** things worth knowing that do not stop the plan: lower case sentences without a full stop */
  readonly notes: readonly string[];
  /** the same, worth a word only when the MFA session is newly made */
  readonly mfaNotes: readonly string[];
  /** what to do beforehand so that no code is asked for; undefined where nothing helps. Few plans are asked for it */
  readonly mfaAdvice: () => string | undefined;
}

/** What a person may say on the command line about a session. */
export interface PlanOptions {
  readonly durationSeconds?: number | undefined;
  readonly region?: string | undefined;
  readonly roleSessionName?: string | undefined;
}
