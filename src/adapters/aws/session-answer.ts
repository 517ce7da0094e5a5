import type { Session } from '../../core/aws/credentials.ts';
import type { AnswerMeta } from './service-answer.ts';

/** The longest duration of GetSessionToken, and a quarter of an hour for clocks that differ. */
const LONGEST_MS = (36 * 60 + 15) * 60_000;

const KEY_ID = /^[A-Z0-9]{16,128}$/;
const SECRET = /^[\x21-\x7e]+$/;
const ARN = /^arn:[\x21-\x7e]{1,2044}$/;

/** The fields of an SDK answer that hold a session. */
export interface SessionAnswer {
  readonly Credentials?:
    | {
        readonly AccessKeyId?: string | undefined;
        readonly SecretAccessKey?: string | undefined;
        readonly SessionToken?: string | undefined;
        readonly Expiration?: Date | undefined;
      }
    | undefined;
  readonly AssumedRoleUser?: { readonly Arn?: string | undefined } | undefined;
}

/**
 * Reads the session in an answer. A shell evaluates these values, so each field must have the form of a key or an ARN,
 * and the expiration must be in the future and within the longest duration that STS grants.
 *
 * @returns undefined when a field is missing or invalid
 */
export const sessionOf = (answer: SessionAnswer, meta: AnswerMeta): Session | undefined => {
  const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = answer.Credentials ?? {};
  const assumedRoleArn = answer.AssumedRoleUser?.Arn;
  if (!AccessKeyId || !SecretAccessKey || !SessionToken || !(Expiration instanceof Date)) return undefined;
  if (!KEY_ID.test(AccessKeyId) || !SECRET.test(SecretAccessKey) || !SECRET.test(SessionToken))
    return undefined;
  if (assumedRoleArn !== undefined && !ARN.test(assumedRoleArn)) return undefined;
  const expiresAt = Expiration.getTime();
  const serviceNow = meta.receivedAt + meta.clockOffset;
  if (!(expiresAt > serviceNow && expiresAt <= serviceNow + LONGEST_MS)) return undefined;
  return {
    accessKeyId: AccessKeyId,
    secretAccessKey: SecretAccessKey,
    sessionToken: SessionToken,
    expiresAt,
    obtainedAt: meta.receivedAt,
    clockOffset: meta.clockOffset,
    ...(assumedRoleArn !== undefined && { assumedRoleArn }),
  };
};
