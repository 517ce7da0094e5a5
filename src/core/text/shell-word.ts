/** A word for a command line that the user copies from a message into any shell. */
export const shellWord = (word: string): string =>
  /^[\w.,:@%+/=-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
