// Node's crypto module takes longer to load than these few hashes and random bytes take without it.
import { closeSync, openSync, readSync } from 'node:fs';
import { sha1 as legacySha1 } from '@noble/hashes/legacy.js';
import { sha256 as nobleSha256 } from '@noble/hashes/sha2.js';

/** The SHA-256 of a text (UTF-8) in hexadecimal, for file names. */
export const sha256 = (text: string): string => hex(nobleSha256(Buffer.from(text)));

/** The SHA-1 of a text (UTF-8) in hexadecimal, for the names that the AWS CLI gives its files. */
export const sha1 = (text: string): string => hex(legacySha1(Buffer.from(text)));

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

/** `count` random bytes in hexadecimal, for file names. */
export const randomHex = (count: number): string => {
  const bytes = Buffer.alloc(count);
  const file = openSync('/dev/urandom', 'r');
  try {
    readSync(file, bytes);
  } finally {
    closeSync(file);
  }
  return hex(bytes);
};
