import { parseInstant } from '../text/instant.ts';
import type { Credentials } from './credentials.ts';

const keyId = /^\w{1,128}$/;
const secret = /^[\x21-\x7e]+$/;

/**
 * Reads the version-1 JSON that a `credential_process` prints (AWS SDKs reference, "Process credential provider"):
 * `Version` 1, `AccessKeyId`, `SecretAccessKey`, and optionally `SessionToken` and `Expiration` with its zone.
 * @returns the credentials, or a complaint that says what is wrong without repeating any of the text
 */
export const readProcessAnswer = (text: string): Credentials | { complaint: string } => {
  let answer: unknown;
  try {
    answer = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    return { complaint: text.trim() === '' ? 'printed nothing' : 'printed something that is not JSON' };
  }
  if (typeof answer !== 'object' || answer === null || Array.isArray(answer))
    return { complaint: 'printed JSON that is not an object' };
  const fields = new Map(Object.entries(answer));
  if (fields.get('Version') !== 1) return { complaint: 'printed JSON whose "Version" is not 1' };

  const accessKeyId = fields.get('AccessKeyId');
  if (typeof accessKeyId !== 'string' || !keyId.test(accessKeyId)) return wrong('AccessKeyId');
  const secretAccessKey = fields.get('SecretAccessKey');
  if (typeof secretAccessKey !== 'string' || !secret.test(secretAccessKey)) return wrong('SecretAccessKey');
  const sessionToken = fields.get('SessionToken') ?? undefined;
  if (sessionToken !== undefined && (typeof sessionToken !== 'string' || !secret.test(sessionToken)))
    return wrong('SessionToken');
  const expiration = fields.get('Expiration') ?? undefined;
  const expiresAt = typeof expiration === 'string' ? parseInstant(expiration) : undefined;
  if (expiration !== undefined && expiresAt === undefined)
    return {
      complaint: 'printed JSON whose "Expiration" is not a time with a zone, such as 2030-01-31T12:00:00Z',
    };
  return { accessKeyId, secretAccessKey, sessionToken, expiresAt };
};

const wrong = (field: string): { complaint: string } => ({
  complaint: `printed JSON without a valid "${field}"`,
});
