// Node's crypto module takes milliseconds to load: it is loaded at the first call, not at the start.
const crypto = (): typeof import('node:crypto') => process.getBuiltinModule('node:crypto');

/** The SHA-256 of a text (UTF-8) in hexadecimal, for names of files. */
export const sha256 = (text: string): string => crypto().createHash('sha256').update(text).digest('hex');

/** `bytes` random bytes in hexadecimal, for names of files. */
export const randomHex = (bytes: number): string => crypto().randomBytes(bytes).toString('hex');
