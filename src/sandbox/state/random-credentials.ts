import { randomBytes, randomInt } from 'node:crypto';
import type { AccessKey } from './world.ts';

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
/** How the tokens of the real STS begin. */
const SESSION_TOKEN_PREFIX = 'IQoJb3JpZ2luX2Vj';

/** `length` random characters of the base32 alphabet. */
export const randomBase32 = (length: number): string =>
  Array.from({ length }, () => BASE32[randomInt(BASE32.length)]).join('');

/** A unique ID as IAM makes them: four letters that tell the kind, and 16 random characters. */
export const randomId = (kind: 'AKIA' | 'ASIA' | 'AIDA' | 'AROA'): string => `${kind}${randomBase32(16)}`;

/** A fresh pair of keys: `AKIA…` for long-term credentials, `ASIA…` for temporary ones, a 40 character secret. */
export const randomAccessKey = (kind: 'AKIA' | 'ASIA'): AccessKey => ({
  accessKeyId: randomId(kind),
  secretAccessKey: randomBytes(30).toString('base64'),
});

/** A session token as long as the real ones and with their awkward characters: `+`, `/` and a final `=`. */
export const randomSessionToken = (): string =>
  `${SESSION_TOKEN_PREFIX}+/${randomBytes(400).toString('base64')}`;
