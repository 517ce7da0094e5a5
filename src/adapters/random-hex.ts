/** Random bytes in hexadecimal, for names. Node's crypto is loaded only then: it takes its time. */
export const randomHex = (bytes: number): string =>
  process.getBuiltinModule('node:crypto').randomBytes(bytes).toString('hex');
