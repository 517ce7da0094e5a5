import type { ServiceError } from '../aws/service-error.ts';
import type { Source } from '../plan/types.ts';

/** The circumstances of a failed call, from which the likely causes follow. */
export interface ExplainContext {
  readonly profile: string;
  /** the profile that the user named, whose settings apply to every call; undefined: `profile` */
  readonly requestedProfile?: string | undefined;
  readonly step: 'mfa-session' | 'assume-role' | 'identity' | 'devices' | 'web-identity' | 'console';
  readonly roleArn?: string | undefined;
  /** the MFA device's serial number */
  readonly serial?: string | undefined;
  /** session: an MFA session signed the call; call: the call itself carried a code; none: no MFA */
  readonly usedMfa: 'session' | 'call' | 'none';
  /** index of the role in the chain, 0 for the first role */
  readonly hop: number;
  /** the requested duration of the session, in seconds */
  readonly requestedSeconds?: number | undefined;
  /** whether an external ID was sent */
  readonly externalId?: boolean | undefined;
  /** the profile whose credentials signed the call */
  readonly sourceProfile?: string | undefined;
  /** the kind of the credential source: `static`, `environment`, `process`, `sso`, … */
  readonly sourceKind?: Source['kind'] | undefined;
  /** whether session credentials signed the call, so that it could not carry an MFA code */
  readonly isSession?: boolean | undefined;
  /** the command that makes the MFA session; undefined when no command does */
  readonly mfaCommand?: string | undefined;
  readonly roleSessionName?: string | undefined;
  /** one hint for each setting of the source profile that its keys make ineffective */
  readonly shadowHints?: readonly string[] | undefined;
  /** the partition in which the call was made: `aws` */
  readonly partition?: string | undefined;
  /** the settings in different partitions, as a sentence */
  readonly partitionConflict?: string | undefined;
  /** the place of the profile's `ca_bundle` */
  readonly caBundleAt?: string | undefined;
  /** a profile of the chain with a `ca_bundle`, and the place of that line, where the profile itself has none */
  readonly otherCaBundle?: { readonly profile: string; readonly at: string } | undefined;
  /** epoch milliseconds of this machine's clock, for the message about a wrong clock */
  readonly now?: number | undefined;
}

/** The explanation of one failure: the cause, without profile and error codes, and one remedy per hint. */
export interface Explanation {
  readonly what: string;
  readonly hints: readonly string[];
}

/** The keys of the source profile, as text for a message. */
export const sourceKeysName = (context: ExplainContext): string =>
  context.sourceProfile === undefined
    ? 'the keys that were used'
    : `the keys of profile '${context.sourceProfile}'`;

/** Whether an MFA session signed the call. */
export const isSignedByMfaSession = (context: ExplainContext): boolean =>
  context.hop === 0 && context.usedMfa === 'session' && context.step === 'assume-role';

/** The credentials that signed the call, as text for a message: keys, an MFA session or the previous role's session. */
export const signerName = (context: ExplainContext): string => {
  if (context.hop > 0) return 'the session of the previous role';
  if (!isSignedByMfaSession(context)) return sourceKeysName(context);
  return context.sourceProfile === undefined
    ? 'the MFA session'
    : `the MFA session of profile '${context.sourceProfile}'`;
};

/** The hints about the source profile's ineffective settings, when its keys signed the call. */
export const shadowHintsOf = (context: ExplainContext): readonly string[] =>
  signerName(context) === sourceKeysName(context) ? (context.shadowHints ?? []) : [];

/** The failed attempt, as the beginning of a message: `cannot assume arn:…`. */
export const attemptOf = (context: ExplainContext): string => {
  switch (context.step) {
    case 'mfa-session':
      return 'cannot obtain an MFA session';
    case 'identity':
      return 'cannot look up the caller identity';
    case 'console':
      return 'cannot sign in to the console';
    case 'devices':
      return 'cannot list the MFA devices';
    default:
      return `cannot assume ${context.roleArn ?? 'the role'}`;
  }
};

/** The message of the service, without a full stop and cut to 300 characters. */
export const quotedMessage = (error: ServiceError): string => {
  const text = error.message.trim().replace(/\.$/, '');
  return text.length > 300 ? `${text.slice(0, 299)}…` : text;
};
