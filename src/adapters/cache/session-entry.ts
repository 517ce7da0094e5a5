import type { Session } from '../../core/aws/credentials.ts';
import type { SessionKey } from '../../core/plan/session-key.ts';
import { sha256 } from '../files/crypto.ts';

const VERSION = 1;

/**
 * The file name of a cached session. It depends on the format version. So two versions of awsrole that run alternately
 * do not replace each other's sessions, which would require a new MFA code each time.
 */
export const entryName = (key: SessionKey): string =>
  `${sha256(`${VERSION}\n${key.kind}\n${key.identity}`).slice(0, 40)}.json`;

/** Serializes a session. The entry contains its key, so that `parseEntry` detects an entry under a wrong name. */
export const serializeEntry = (key: SessionKey, session: Session, label: string): string =>
  `${JSON.stringify({ version: VERSION, kind: key.kind, label, identity: key.identity, session })}\n`;

/**
 * Parses an entry and checks every field, because a shell evaluates the values.
 *
 * @param key the expected key; any key by default
 * @returns `spoiled` for an invalid entry or another key, `other` for another format version
 */
export const parseEntry = (text: string, key?: SessionKey): Session | 'spoiled' | 'other' => {
  const entry = entryIn(text);
  if (typeof entry === 'string') return entry;
  if (key && (entry.kind !== key.kind || entry.identity !== key.identity)) return 'spoiled';
  return sessionIn(entry.session) ?? 'spoiled';
};

/** The key in an entry; undefined when the entry is invalid or of another format version. */
export const keyIn = (text: string): SessionKey | undefined => {
  const entry = entryIn(text);
  if (typeof entry === 'string') return undefined;
  const { kind, identity } = entry;
  return (kind === 'mfa' || kind === 'role') && typeof identity === 'string' ? { kind, identity } : undefined;
};

type Entry = Partial<Record<'version' | 'kind' | 'identity' | 'session', unknown>>;

const entryIn = (text: string): Entry | 'spoiled' | 'other' => {
  let entry: Entry;
  try {
    entry = JSON.parse(text) as Entry;
  } catch {
    return 'spoiled';
  }
  if (typeof entry !== 'object' || entry === null || typeof entry.version !== 'number') return 'spoiled';
  return entry.version === VERSION ? entry : 'other';
};

const sessionIn = (value: unknown): Session | undefined => {
  if (typeof value !== 'object' || value === null) return undefined;
  const { accessKeyId, secretAccessKey, sessionToken, expiresAt, obtainedAt, clockOffset, assumedRoleArn } =
    value as Record<string, unknown>;
  if (
    !isText(accessKeyId, /^[A-Z0-9]{16,128}$/) ||
    !isText(secretAccessKey, VISIBLE) ||
    !isText(sessionToken, VISIBLE)
  )
    return undefined;
  if (
    !isTime(expiresAt) ||
    !isTime(obtainedAt) ||
    typeof clockOffset !== 'number' ||
    !Number.isFinite(clockOffset)
  )
    return undefined;
  if (assumedRoleArn !== undefined && !isText(assumedRoleArn, /^arn:[\x21-\x7e]+$/)) return undefined;
  return { accessKeyId, secretAccessKey, sessionToken, expiresAt, obtainedAt, clockOffset, assumedRoleArn };
};

const VISIBLE = /^[\x21-\x7e]+$/;
const isText = (value: unknown, pattern: RegExp): value is string =>
  typeof value === 'string' && pattern.test(value);
/** Epoch milliseconds between the years 2001 and 2100. */
const isTime = (value: unknown): value is number =>
  typeof value === 'number' && value > 1e12 && value < 4.1e12;
