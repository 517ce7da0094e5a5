// Node's crypto module takes milliseconds to load, so the first call loads it.
const crypto = (): typeof import('node:crypto') => process.getBuiltinModule('node:crypto');

/** The SHA-256 of a text (UTF-8) in hexadecimal, for file names. */
export const sha256 = (text: string): string => crypto().createHash('sha256').update(text).digest('hex');

/** `bytes` random bytes in hexadecimal, for file names. */
export const randomHex = (bytes: number): string => crypto().randomBytes(bytes).toString('hex');
