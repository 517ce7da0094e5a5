/** A key id as it may be shown: enough to recognise, not enough to use. */
export const maskKeyId = (accessKeyId: string): string =>
  accessKeyId.length > 12 ? `${accessKeyId.slice(0, 4)}…${accessKeyId.slice(-4)}` : '…';

/** The text of a shared file as it may be shown: without the values of secret keys. */
export const maskSecrets = (text: string): string =>
  text.replaceAll(/^([ \t]*aws_(?:secret_access_key|session_token|security_token)[ \t]*[=:]).*/gim, '$1 …');
