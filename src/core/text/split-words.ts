/**
 * Splits a command line into words like Python's `shlex.split`, which botocore uses for `credential_process`.
 * Text in single quotes is literal. In double quotes, a backslash escapes only `"` and `\`; outside quotes, it escapes
 * any character. Variables, `~`, patterns and operators have no meaning.
 *
 * @returns undefined when a quote is not closed or the text ends in a backslash
 */
export const splitWords = (text: string): string[] | undefined => {
  const words: string[] = [];
  let word: string | undefined;
  let quote = '';
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at);
    const next = text.charAt(at + 1);
    if (quote === "'" || (quote === '"' && character !== '\\')) {
      if (character === quote) quote = '';
      else word += character;
    } else if (quote === '"') {
      if (next === '"' || next === '\\') at++;
      word += next === '"' || next === '\\' ? next : character;
    } else if (character === '\\') {
      if (next === '') return undefined;
      word = (word ?? '') + next;
      at++;
    } else if (character === "'" || character === '"') {
      quote = character;
      word ??= '';
    } else if (' \t\r\n'.includes(character)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else word = (word ?? '') + character;
  }
  if (quote !== '') return undefined;
  if (word !== undefined) words.push(word);
  return words;
};

/** A word for a command line that the user copies from a message into any shell. */
export const shellWord = (word: string): string =>
  /^[\w.,:@%+/=-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
