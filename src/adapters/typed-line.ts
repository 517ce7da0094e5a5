/** A line as far as it was typed, and how it ended, if it did. */
export interface TypedLine {
  readonly text: string;
  readonly end: 'enter' | 'cancel' | undefined;
}

const withoutLast = (text: string): string => [...text].slice(0, -1).join('');

/**
 * Adds what was read from the terminal to the line typed so far. A terminal in its ordinary mode edits the line itself
 * and hands it over whole; the keys are understood here as well for one that another program (a pager in the same
 * pipeline) left in raw mode. Ctrl-C cancels, Ctrl-D does on an empty line, Ctrl-U empties it, what follows Enter is dropped.
 */
export const typeInto = (text: string, chunk: string): TypedLine => {
  let line = text;
  for (const key of chunk) {
    if (key === '\r' || key === '\n') return { text: line, end: 'enter' };
    if (key === '\x03') return { text: line, end: 'cancel' };
    if (key === '\x04') {
      if (line === '') return { text: line, end: 'cancel' };
    } else if (key === '\x7f' || key === '\b') line = withoutLast(line);
    else if (key === '\x15') line = '';
    else line += key;
  }
  return { text: line, end: undefined };
};
