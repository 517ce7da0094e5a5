import { randomBytes, randomInt } from 'node:crypto';
import type { AccessKey } from './world.ts';

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
/** The beginning of the session tokens that AWS issues. */
const SESSION_TOKEN_PREFIX = 'IQoJb3JpZ2luX2Vj';

/** `length` random characters of the base32 alphabet. */
export const randomBase32 = (length: number): string =>
  Array.from({ length }, () => BASE32[randomInt(BASE32.length)]).join('');

/** A unique ID as in IAM: a prefix of four letters for the kind, and 16 random characters. */
export const randomId = (kind: 'AKIA' | 'ASIA' | 'AIDA' | 'AROA'): string => `${kind}${randomBase32(16)}`;

/** A new access key: `AKIA…` for long-term credentials, `ASIA…` for sessions, with a secret of 40 characters. */
export const randomAccessKey = (kind: 'AKIA' | 'ASIA'): AccessKey => ({
  accessKeyId: randomId(kind),
  secretAccessKey: randomBytes(30).toString('base64'),
});

/** A session token with the length and the special characters of AWS's tokens: `+`, `/` and a final `=`. */
export const randomSessionToken = (): string =>
  `${SESSION_TOKEN_PREFIX}+/${randomBytes(400).toString('base64')}`;
