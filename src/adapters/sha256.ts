import { Sha256 } from '@aws-crypto/sha256-js';

/**
 * SHA-256 of a text (UTF-8) in hexadecimal, for names of files. Not by node:crypto: to load that takes longer than
 * the hundred names of a long list.
 */
export const sha256 = (text: string): string => {
  const hash = new Sha256();
  hash.update(text);
  return Buffer.from(hash.digestSync()).toString('hex');
};
