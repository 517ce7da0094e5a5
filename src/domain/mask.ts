/** A key id as it may be shown: enough to recognise, not enough to use. */
export const maskKeyId = (accessKeyId: string): string =>
  accessKeyId.length > 12 ? `${accessKeyId.slice(0, 4)}…${accessKeyId.slice(-4)}` : '…';
