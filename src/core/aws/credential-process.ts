import { parseInstant } from '../text/instant.ts';
import type { Credentials } from './credentials.ts';

const keyId = /^\w{1,128}$/;
const secret = /^[\x21-\x7e]+$/;

/**
 * Parses the JSON that a credential process prints (AWS SDKs and Tools Reference Guide, "Process credential provider"):
 * `Version` 1, `AccessKeyId`, `SecretAccessKey`, and optionally `SessionToken` and `Expiration`. The expiration needs a
 * zone.
 *
 * @returns the credentials, or a complaint that describes the first error without quoting the text
 */
export const readProcessAnswer = (text: string): Credentials | { complaint: string } => {
  let answer: unknown;
  try {
    answer = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    return { complaint: text.trim() === '' ? 'printed nothing' : 'printed text that is not JSON' };
  }
  if (typeof answer !== 'object' || answer === null || Array.isArray(answer))
    return { complaint: 'printed JSON that is not an object' };
  const fields = new Map(Object.entries(answer));
  if (fields.get('Version') !== 1) return { complaint: 'printed JSON whose "Version" is not 1' };

  const accessKeyId = fields.get('AccessKeyId');
  if (typeof accessKeyId !== 'string' || !keyId.test(accessKeyId)) return invalid('AccessKeyId');
  const secretAccessKey = fields.get('SecretAccessKey');
  if (typeof secretAccessKey !== 'string' || !secret.test(secretAccessKey)) return invalid('SecretAccessKey');
  const sessionToken = fields.get('SessionToken') ?? undefined;
  if (sessionToken !== undefined && (typeof sessionToken !== 'string' || !secret.test(sessionToken)))
    return invalid('SessionToken');
  const expiration = fields.get('Expiration') ?? undefined;
  const expiresAt = typeof expiration === 'string' ? parseInstant(expiration) : undefined;
  if (expiration !== undefined && expiresAt === undefined)
    return {
      complaint: 'printed JSON whose "Expiration" is not a time with a zone, such as 2030-01-31T12:00:00Z',
    };
  return { accessKeyId, secretAccessKey, sessionToken, expiresAt };
};

const invalid = (field: string): { complaint: string } => ({
  complaint: `printed JSON without a valid "${field}"`,
});
