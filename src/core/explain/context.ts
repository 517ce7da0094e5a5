/** What was being done when a service said no; it decides which causes are likely. */
export interface ExplainContext {
  readonly profile: string;
  readonly step: 'mfa-session' | 'assume-role' | 'identity' | 'devices' | 'web-identity' | 'console';
  readonly roleArn?: string | undefined;
  /** the MFA device's serial number */
  readonly serial?: string | undefined;
  /** how MFA entered: an MFA session signed the call, the call itself carried a code, or not at all */
  readonly usedMfa: 'session' | 'call' | 'none';
  /** 0 for the first role of a chain */
  readonly hop: number;
  readonly requestedSeconds?: number | undefined;
  /** whether an external ID was sent */
  readonly externalId?: boolean | undefined;
  /** the profile whose credentials signed the call */
  readonly sourceProfile?: string | undefined;
  /** `static`, `environment`, `process`, `sso`, … */
  readonly sourceKind?: string | undefined;
  /** whether what signed the call is a session already, so that no MFA code can go with it */
  readonly isSession?: boolean | undefined;
  /** the command that makes the MFA session; undefined where none does */
  readonly mfaCommand?: string | undefined;
  readonly roleSessionName?: string | undefined;
  /** epoch milliseconds of this machine's clock, to name both times when the clocks differ */
  readonly now?: number | undefined;
}

/** What to tell about one failure: the message without its profile and codes, and one remedy per hint. */
export interface Explanation {
  readonly what: string;
  readonly hints: readonly string[];
}

/** The profile whose keys signed, in words. */
export const sourceOf = (context: ExplainContext): string =>
  context.sourceProfile === undefined
    ? 'the keys that were used'
    : `the keys of profile '${context.sourceProfile}'`;

/** Whether an MFA session signed the call. */
export const isSignedByMfaSession = (context: ExplainContext): boolean =>
  context.hop === 0 && context.usedMfa === 'session' && context.step === 'assume-role';

/** What signed the call, in words: keys as they stand somewhere, the MFA session, or the role before. */
export const signerName = (context: ExplainContext): string => {
  if (context.hop > 0) return 'the session of the role before it';
  if (!isSignedByMfaSession(context)) return sourceOf(context);
  return context.sourceProfile === undefined
    ? 'the MFA session'
    : `the MFA session of profile '${context.sourceProfile}'`;
};

/** What was tried, as the beginning of a message: `cannot assume arn:…`. */
export const attemptOf = (context: ExplainContext): string => {
  switch (context.step) {
    case 'mfa-session':
      return 'no MFA session';
    case 'identity':
      return 'cannot tell whose credentials these are';
    case 'console':
      return 'no console sign-in';
    case 'devices':
      return 'cannot list the MFA devices';
    default:
      return `cannot assume ${context.roleArn ?? 'the role'}`;
  }
};
